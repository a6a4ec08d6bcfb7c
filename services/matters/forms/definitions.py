"""Forms as they are asked: kept once each, under their digest, and read once a process."""

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts.errors import EventRefused, NotYet
from contracts.events.forms import FormPublished, FormRequested
from contracts.forms.checking import check
from contracts.forms.questions import Definition
from contracts.forms.verdict import digest
from services.matters.models import FormDefinition, PublishedForm


def publish(work: Work, event: FormPublished) -> None:
    """It can be requested by its id and version. Raises EventRefused for what cannot be filled in,
    and for a version that was published before, as another form."""
    row = {"firm_id": work.firm_id, "ref": event.form_id, "version": event.version}
    kept = {"sha256": keep(work, event.definition), "published_at": work.at}
    work.session.execute(insert(PublishedForm).values(row | kept).on_conflict_do_nothing())
    there = work.session.get_one(PublishedForm, tuple(row.values()))
    if there.sha256 != kept["sha256"]:
        raise EventRefused(
            f"The version '{event.version}' of the form '{event.form_id}' was published before, as"
            " another form."
        )


def requested(work: Work, event: FormRequested) -> str:
    """The digest of the form that is asked for. Raises NotYet before it was published, else
    EventRefused."""
    named = event.form_id and event.version
    if bool(named) == (event.definition is not None):
        raise EventRefused("Give either a definition, or the id and version of a published form.")
    if event.definition is not None:
        return keep(work, event.definition)
    there = work.session.get(PublishedForm, (work.firm_id, event.form_id, event.version))
    if there is None:
        raise NotYet(
            f"The version '{event.version}' of the form '{event.form_id}' has not been published."
        )
    return there.sha256


def keep(work: Work, definition: Definition) -> str:
    """Its digest, under which it is found again. Raises EventRefused."""
    if flaws := check(definition):
        raise EventRefused(f"This form cannot be filled in. {flaws[0].sentence}")
    sha256 = digest(definition)
    body = msgspec.json.encode(definition, order="sorted").decode()
    row = {"sha256": sha256, "body": body}
    work.session.execute(insert(FormDefinition).values(row).on_conflict_do_nothing())
    return sha256


def of(work: Work, sha256: str) -> Definition:
    """The form of that digest."""
    found = _READ.get(sha256)
    if found is None:
        query = select(FormDefinition.body).where(FormDefinition.sha256 == sha256)
        found = _read(work.session.scalars(query).one())
        if len(_READ) >= _MOST_READ:
            _READ.clear()
        _READ[sha256] = found
    return found


def _read(body: str) -> Definition:
    return msgspec.json.decode(body, type=Definition)


# What never changes is read once: 400 questions take 4 ms to read, and each answer wants them.
_READ: dict[str, Definition] = {}
_MOST_READ = 100
