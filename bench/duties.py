"""One client for whom very much is due: one of each comes as the firm's event, the others alike.

What the events have become is copied as rows, each in another matter and on another day.
"""

import datetime
import uuid
from typing import Any, NamedTuple

import msgspec
import psycopg

from bench import people, stack
from bench.hoard import await_parts
from contracts import ids
from contracts.events.appointments import AppointmentScheduled
from contracts.events.exchanges import FirmEvent
from contracts.events.forms import FormRequested
from contracts.events.invoices import BillTo, InvoiceIssued, InvoiceLine
from contracts.forms.questions import Definition
from deploy.local.run import REPOSITORY
from firm.publisher import Publisher

MATTERS = 100
INVOICES, FORMS, APPOINTMENTS, IN_FEED = 2_000, 500, 5_000, 1_000
_FORM = REPOSITORY / "firm" / "forms" / "new-client.json"
_PATIENCE = 300.0  # seconds
_ZONE = "America/Chicago"
_LINE = InvoiceLine(kind="fee", description="Drafting the answer", amount="40.00")


class Kind(NamedTuple):
    """Whose tables they are in, and what is another in each copy, the `n`th.

    `key`: by which the rows of people in it are its own, `theirs`: what else is in those.
    """

    service: str
    things: str
    people: str
    key: str
    other: str
    theirs: str = ""


_INVOICES = Kind(
    *("billing", "invoices", "bills", "invoice_id"),
    """'number', n::text, 'issued_on', one.issued_on - n % 700, 'due_on', one.due_on + n % 300,
       'state', CASE n % 2 WHEN 0 THEN 'paid' ELSE 'outstanding' END""",
)
_FORMS = Kind(
    *("matters", "forms", "form_people", "form_id"),
    """'due', CASE n % 3 WHEN 0 THEN CURRENT_DATE + n END,
       'state', CASE n % 2 WHEN 0 THEN 'sent' ELSE 'open' END,
       'ended_at', CASE n % 2 WHEN 0 THEN now() - n * interval '1 hour' END""",
)
# An hour after each other, half of them over: about those nothing is left to do.
_AT = f"date_trunc('hour', now()) + (n - {APPOINTMENTS // 2}) * interval '1 hour'"
_SAID = f"""to_char(({_AT}) AT TIME ZONE '{_ZONE}', 'YYYY-MM-DD"T"HH24:MI')"""
_APPOINTMENTS = Kind(
    *("matters", "appointments", "appointment_people", "appointment_id"),
    f"""'starts', {_SAID}, 'ends', {_SAID}, 'settle_at', NULL,
        'starts_at', {_AT}, 'ends_at', {_AT}""",
    ", 'matter_id', made.matter_id, 'starts_at', made.starts_at, 'ends_at', made.ends_at",
)
_COPY = """
    WITH mine AS (SELECT array_agg(matter_id) AS ids FROM participants WHERE person_id = {person}),
    made AS (
        INSERT INTO {things}
        SELECT (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(),
            'ref', n::text, 'matter_id', ids[1 + n % cardinality(ids)], {other}))).*
        FROM {things} AS one, mine, generate_series({first}, {last}) AS n WHERE one.id = {one}
        RETURNING *
    )
    INSERT INTO {people}
    SELECT (jsonb_populate_record(one, jsonb_build_object('{key}', made.id {theirs}))).*
    FROM {people} AS one, made WHERE one.{key} = {one}
"""


def fill(publisher: Publisher, contact: str) -> None:
    """All of it but the appointments that are not in the feed while that is measured."""
    firm = publisher.firm_id
    for number in range(1, MATTERS):
        people.open_matter(publisher, matter(number), [])
        people.admit(publisher, matter(number), contact)
    for event in _one_of_each(contact):
        publisher.send(event)
    _copy(_INVOICES, firm, contact, ids.invoice_id(firm, "one"), range(1, INVOICES))
    _copy(_FORMS, firm, contact, ids.form_request_id(firm, "one", contact), range(1, FORMS))
    around = (APPOINTMENTS - IN_FEED) // 2
    _schedule(firm, contact, range(around + 1, around + IN_FEED))


def fill_calendar(firm: str, contact: str) -> None:
    """The other appointments: those long past, and far ahead."""
    around = (APPOINTMENTS - IN_FEED) // 2
    _schedule(firm, contact, range(1, around + 1))
    _schedule(firm, contact, range(around + IN_FEED, APPOINTMENTS))


def matter(number: int) -> str:
    return f"laden-{number}"


def _one_of_each(contact: str) -> list[FirmEvent]:
    today = datetime.date.today()  # noqa: DTZ011 - an invoice bears the day of who writes it
    definition = msgspec.json.decode(_FORM.read_bytes(), type=Definition)
    in_it: dict[str, Any] = {"matter_id": matter(0)}
    by_staff = in_it | {"author_id": people.STAFF}
    return [
        InvoiceIssued(
            **in_it,
            invoice_id="one",
            number="one",
            issued_on=today,
            due_on=today,
            currency="USD",
            lines=[_LINE] * 12,
            subtotal="480.00",
            total="480.00",
            bill_to=[BillTo(contact_id=contact)],
        ),
        FormRequested(**by_staff, request_id="one", assignees=[contact], definition=definition),
        AppointmentScheduled(
            **by_staff,
            appointment_id="one",
            title="Meeting",
            starts=f"{today}T10:00",
            ends=f"{today}T11:00",
            time_zone=_ZONE,
            participants=[contact],
            place="12 Main Street",
        ),
    ]


def _schedule(firm: str, contact: str, numbers: range) -> None:
    _copy(_APPOINTMENTS, firm, contact, ids.appointment_id(firm, "one"), numbers)


def _copy(kind: Kind, firm: str, contact: str, one: uuid.UUID, numbers: range) -> None:
    """So many, once the service has the one that they are like."""
    person = ids.person_id(firm, contact)
    given = {"person": f"'{person}'", "one": f"'{one}'"}
    given |= {"first": str(numbers.start), "last": str(numbers.stop - 1)}
    with psycopg.connect(stack.database_url(kind.service), autocommit=True) as connection:
        await_parts(connection, person, MATTERS)
        known = f"SELECT 1 FROM {kind.people} WHERE {kind.key} = '{one}'"
        people.wait_for(lambda: connection.execute(known).fetchone(), kind.things, _PATIENCE)
        connection.execute(_COPY.format(**kind._asdict(), **given))
        connection.execute("VACUUM ANALYZE")
