"""However many appointments somebody has, a page of them costs what it shows."""

import datetime

import sqlalchemy as sa

from contracts import ids
from contracts.calls.appointments import ListAppointments, When
from contracts.calls.calendar_feed import MakeCalendarFeed, ReadFeed
from tests.services.matters.scene import Scene
from tests.services.matters.test_appointments import schedule
from tests.services.statements import pages_read, plans

MANY = 5000
# One appointment as it stands, so many times, an hour after each other and half of them over.
COPIES = """
    WITH made AS (
        SELECT gen_random_uuid() AS id, CAST(:first AS timestamptz) + n * interval '1 hour' AS at
        FROM generate_series(1, :many) AS n
    ), appointment AS (
        INSERT INTO appointments (id, firm_id, matter_id, ref, author_id, title, starts, ends,
            time_zone, starts_at, ends_at, place, video_link, preparation, documents, state,
            version, sequence, scheduled_at, told_at, changed_at, reason)
        SELECT made.id, firm_id, matter_id, made.id::text, author_id, title, starts, ends,
            time_zone, made.at, made.at + interval '30 minutes', place, video_link, preparation,
            documents, state, version, sequence, scheduled_at, told_at, changed_at, reason
        FROM appointments CROSS JOIN made WHERE appointments.id = :of
        RETURNING id, matter_id, starts_at, ends_at
    )
    INSERT INTO appointment_people (appointment_id, person_id, matter_id, starts_at, ends_at, place,
        invited, asked, answer, opened, closed)
    SELECT id, :person, matter_id, starts_at, ends_at, 0, true, true, 'none', 1, 0 FROM appointment
"""


def fill(scene: Scene) -> None:
    schedule(scene)
    given = {
        "many": MANY,
        "first": scene.now - datetime.timedelta(hours=MANY // 2),
        "of": ids.appointment_id(scene.firm_id, "A-1"),
        "person": scene.person("ana"),
    }
    with scene.sessions() as session:
        session.execute(sa.text(COPIES), given)
        session.commit()
        session.execute(sa.text("ANALYZE appointments"))
        session.execute(sa.text("ANALYZE appointment_people"))
        session.commit()


def test_a_page_is_one_statement_and_reads_no_more_than_it_shows(scene: Scene) -> None:
    fill(scene)
    caller = scene.caller("ana")
    asked: tuple[When, When] = ("upcoming", "past")
    for when in asked:
        call = ListAppointments(caller=caller, when=when)
        page = scene.ask(call)
        further = ListAppointments(caller=caller, when=when, cursor=page.next or "")
        assert len(page.items) == len(scene.ask(further).items) == 50
        for each in (call, further):
            assert len(plans(scene, lambda call=each: scene.ask(call))) == 1  # type: ignore[misc]
            read = pages_read(scene, lambda call=each: scene.ask(call))  # type: ignore[misc]
            assert read < MANY / 4, f"{when}: {read} pages"


def test_a_feed_is_a_handful_of_statements_however_much_is_in_it(scene: Scene) -> None:
    fill(scene)
    made = scene.ask(MakeCalendarFeed(caller=scene.caller("ana")))
    call = ReadFeed(secret=made.secret, portal="https://portal.example")
    assert scene.ask(call).text.count("BEGIN:VEVENT") == 2000
    assert len(plans(scene, lambda: scene.ask(call))) <= 3
