"""Documents that are answers: what files tells of them, and which of them a form holds.

Until the form is sent they are their uploaders' alone, and files keeps them as long as it holds
them. By `form.submitted` files shares them with the matter.
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from backbone.work import Work
from contracts.calls.forms import FormFile
from contracts.events.documents import DocumentStands
from contracts.forms.answers import is_document_id
from contracts.forms.questions import Definition, FilesQuestion, GroupQuestion, in_order
from contracts.forms.verdict import AnswerProblem
from services.matters.models import Answer, Form, FormPerson, KnownDocument


def note(work: Work, events: Sequence[DocumentStands]) -> None:
    """How documents stand. What comes late, or again, is known by its change."""
    for event in events:
        _note(work, event)


def _note(work: Work, event: DocumentStands) -> None:
    given = insert(KnownDocument).values(
        id=event.document_id,
        matter_id=event.matter_id,
        author_id=event.author.person_id,
        name=event.name,
        media_type=event.media_type,
        size=event.size,
        state=event.state,
        change=event.change,
    )
    told = ("name", "media_type", "size", "state", "change")
    work.session.execute(
        given.on_conflict_do_update(
            index_elements=[KnownDocument.id],
            set_={name: given.excluded[name] for name in told},
            where=KnownDocument.change < given.excluded.change,
        )
    )


def held(work: Work, form_id: uuid.UUID) -> list[uuid.UUID]:
    """Those that are among the answers as they are now, asked for or not."""
    query = select(Answer.value).where(Answer.form_id == form_id).order_by(Answer.path)
    return _named(value for value in work.session.scalars(query) if isinstance(value, list))


def in_answers(definition: Definition, answers: dict[str, Any]) -> Iterator[tuple[str, uuid.UUID]]:
    """Those of what is to be sent, each with the path that it answers."""
    for question in in_order(definition):
        if isinstance(question, FilesQuestion):
            yield from _of(question.id, answers.get(question.id, ()))
        elif isinstance(question, GroupQuestion):
            for row in answers.get(question.id, ()):
                for inner in question.questions:
                    if isinstance(inner, FilesQuestion):
                        path = f"{question.id}/{row['row']}/{inner.id}"
                        yield from _of(path, row["answers"].get(inner.id, ()))


def shown(work: Work, wanted: Iterable[uuid.UUID]) -> list[FormFile]:
    """Those of them that are known."""
    return [
        FormFile(
            document_id=each.id,
            name=each.name,
            size=each.size,
            media_type=each.media_type,
            state=each.state,
        )
        for each in _known(work, wanted).values()
    ]


def amiss(work: Work, form: Form, wanted: list[tuple[str, uuid.UUID]]) -> list[AnswerProblem]:
    """What cannot be sent: not ready, of another matter, or of somebody who is not asked."""
    known = _known(work, [document for _, document in wanted])
    asked = select(FormPerson.person_id).where(FormPerson.form_id == form.id)
    authors = set(work.session.scalars(asked))
    return [
        AnswerProblem(path=path, code="file")
        for path, document in wanted
        if not _is_good(known.get(document), form, authors)
    ]


def _is_good(known: KnownDocument | None, form: Form, authors: set[uuid.UUID]) -> bool:
    return (
        known is not None
        and known.state == "ready"
        and known.matter_id == form.matter_id
        and known.author_id in authors
    )


def _known(work: Work, wanted: Iterable[uuid.UUID]) -> dict[uuid.UUID, KnownDocument]:
    query = select(KnownDocument).where(KnownDocument.id.in_(list(wanted)))
    return {row.id: row for row in work.session.scalars(query.order_by(KnownDocument.id))}


def _of(path: str, value: Iterable[str]) -> Iterator[tuple[str, uuid.UUID]]:
    yield from ((path, uuid.UUID(each)) for each in value)


def _named(values: Iterable[list[Any]]) -> list[uuid.UUID]:
    found = [each for value in values for each in value if is_document_id(each)]
    return [uuid.UUID(each) for each in dict.fromkeys(found)]
