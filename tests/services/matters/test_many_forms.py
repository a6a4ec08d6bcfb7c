"""However many forms somebody was asked to fill in, a page of them is one statement."""

import functools

import sqlalchemy as sa

from contracts.calls.forms import FormPage, FormTab, ListForms
from tests.services.matters.scene import Scene
from tests.services.matters.test_forms import form_id, request
from tests.services.statements import plans

MANY = 500  # of which one was asked for in the usual way
# One form as it stands, so many times; every second one was sent.
COPIES = """
    WITH made AS (
        SELECT gen_random_uuid() AS id, n, n % 2 = 0 AS sent FROM generate_series(2, :many) AS n
    ), form AS (
        INSERT INTO forms (id, firm_id, matter_id, ref, form_ref, form_version, sha256, title,
            author_id, joint, due, note, reason, state, version, change, asked, answered,
            submissions, requested_at, told_at, ruled_at, ended_at)
        SELECT made.id, firm_id, matter_id, made.id::text, form_ref, form_version, sha256, title,
            author_id, joint, CASE WHEN made.n % 3 = 0 THEN DATE '2026-12-01' + made.n END, note,
            reason, CASE WHEN made.sent THEN 'sent' ELSE 'open' END, version, change, asked,
            answered, submissions, requested_at, told_at, ruled_at,
            CASE WHEN made.sent THEN requested_at + made.n * interval '1 minute' END
        FROM forms CROSS JOIN made WHERE forms.id = :of
        RETURNING id
    )
    INSERT INTO form_people (form_id, person_id, place, opened, closed)
    SELECT id, :person, 0, 1, 0 FROM form
"""


def test_a_page_of_500_is_one_statement_and_each_comes_once(scene: Scene) -> None:
    request(scene)
    given = {"many": MANY, "of": form_id(scene), "person": scene.person("ana")}
    with scene.sessions.begin() as session:
        session.execute(sa.text(COPIES), given)
    tabs: tuple[FormTab, ...] = ("open", "sent")
    for tab in tabs:
        pages: list[FormPage] = []
        assert len(plans(scene, functools.partial(turn, scene, tab, pages))) == 5
        assert [len(page.items) for page in pages] == [50] * 5
        assert len({form.id for page in pages for form in page.items}) == MANY // 2


def turn(scene: Scene, tab: FormTab, pages: list[FormPage]) -> None:
    """Page by page to the end."""
    cursor: str | None = ""
    while cursor is not None:
        page = scene.ask(ListForms(caller=scene.caller("ana"), tab=tab, cursor=cursor))
        pages.append(page)
        cursor = page.next
