"""docs/firm-systems.md alone is enough: its example is one, and it names every refusal there is."""

import ast
import re
from collections.abc import Iterator

from backbone.inbox.arrival import Arrival, read
from contracts import handbook, topology
from contracts.errors import EventRefused, NotYet
from deploy.local.run import REPOSITORY

PAGE = handbook.FILE.read_text()
# Where events of firms are judged, and what is said only of events that Redwell sends itself.
JUDGES = ("contracts", "backbone/inbox", "roster", "services")
BETWEEN_PARTS = {
    "The event is for '…', but its key says '…'.",
    "'…' has not been named.",
    "The firm is not known yet.",
}


def test_the_whole_event_is_taken_as_it_stands() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    told = dict(re.findall(r"^    (\w[\w ]*?) {2,}(\S+)", PAGE, re.MULTILINE))
    assert (told["delivery_mode"], told["mandatory"]) == ("2", "true")
    arrival = Arrival(
        exchange=told["exchange"],
        routing_key=told["routing key"],
        body=shown.encode(),
        content_type=told["content_type"],
        user_id=told["user_id"],
        message_id=told["message_id"],
    )
    reading = read(arrival)
    assert reading.refusal == ""
    assert reading.event_id == told["message_id"]


def test_every_refusal_that_a_firm_can_hear_is_in_the_table() -> None:
    told = set(re.findall(r"^\| (.+?) \| ", PAGE, re.MULTILINE))
    said = {reason for error in (EventRefused, NotYet) for reason in reasons(error.__name__)}
    assert len(said) > 15
    assert said - told - BETWEEN_PARTS == set()
    sentences = {each for each in told if "…" in each and each.endswith((".", "…"))}
    assert {each for each in sentences if each not in said} == set()


def test_the_size_is_the_one_that_holds() -> None:
    assert f"at most {topology.MAX_EVENT_BYTES:,} bytes" in PAGE


def reasons(error: str) -> Iterator[str]:
    """What the code says with this error, as a sentence with … for what it fills in."""
    files = [file for folder in JUDGES for file in (REPOSITORY / folder).rglob("*.py")]
    nodes = [node for file in files for node in ast.walk(ast.parse(file.read_text()))]
    for node in nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == error and node.args:
            yield from _sentences(node.args[0])


def _sentences(node: ast.expr) -> Iterator[str]:
    """Nothing where the reason comes from elsewhere."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(
                str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts
            )
