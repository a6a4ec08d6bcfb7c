"""Forms that people were asked to fill in, their answers, and what was sent. No row ever goes."""

import datetime
import uuid
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from contracts.values import AttachmentState, FormState
from roster.models import Matter, Person
from services.matters.models.model import Model


class FormDefinition(Model):
    """A form as it is asked, under the SHA-256 of its `body`: JSON with its members sorted."""

    __tablename__ = "form_definitions"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]


class PublishedForm(Model):
    """A form that the firm published, by its own id and version."""

    __tablename__ = "published_forms"

    firm_id: Mapped[str] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("form_definitions.sha256"))
    published_at: Mapped[datetime.datetime]


class Form(Model):
    """A form that one person, or several together, were asked to fill in.

    `version` rises with each change, `change` with each of its answers. `asked`, `answered`: how
    many questions, and how many have an answer. `title`: by language, in the form's order of them,
    which JSONB would not keep. `told_at`: the time of the event that its day and
    note are of, `ruled_at`: of the last that withdrew or reopened it; an older one changes nothing.
    """

    __tablename__ = "forms"
    __table_args__ = (Index("forms_of_request", "firm_id", "ref"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    firm_id: Mapped[str]
    matter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Matter.id))
    ref: Mapped[str]
    form_ref: Mapped[str]
    form_version: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("form_definitions.sha256"))
    title: Mapped[dict[str, Any]] = mapped_column(JSON)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    joint: Mapped[bool]
    due: Mapped[datetime.date | None]
    note: Mapped[str]
    reason: Mapped[str]
    state: Mapped[FormState]
    version: Mapped[int]
    change: Mapped[int]
    asked: Mapped[int]
    answered: Mapped[int]
    submissions: Mapped[int]
    requested_at: Mapped[datetime.datetime]
    told_at: Mapped[datetime.datetime]
    ruled_at: Mapped[datetime.datetime]
    ended_at: Mapped[datetime.datetime | None]


class FormPerson(Model):
    """Somebody who fills it in, in their place among several.

    `opened`, `closed`: the form's versions as they were told; it waits for them while the one is
    higher than the other.
    """

    __tablename__ = "form_people"
    __table_args__ = (Index("forms_of_person", "person_id", "form_id"),)

    form_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("forms.id"), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id), primary_key=True)
    place: Mapped[int]
    opened: Mapped[int]
    closed: Mapped[int]


class Answer(Model):
    """The answer at a path, null where taken away. `signed`: the SHA-256 of what it signs."""

    __tablename__ = "form_answers"

    form_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("forms.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB, nullable=True)
    version: Mapped[int]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    at: Mapped[datetime.datetime]
    signed: Mapped[str]


class OtherAnswer(Model):
    """Given while another one was: kept until somebody has chosen, and after."""

    __tablename__ = "form_other_answers"

    form_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("forms.id"), primary_key=True)
    path: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(JSONB, nullable=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    at: Mapped[datetime.datetime]
    settled_at: Mapped[datetime.datetime | None]


class Submission(Model):
    """What was sent, for good: with the form as it was, the answers, and who signed.

    `language`: in which it was read; empty for what was sent before that was kept.
    """

    __tablename__ = "form_submissions"

    form_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("forms.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    definition_sha256: Mapped[str] = mapped_column(ForeignKey("form_definitions.sha256"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSONB)
    sha256: Mapped[str]
    signatures: Mapped[dict[str, Any]] = mapped_column(JSONB)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey(Person.id))
    submitted_at: Mapped[datetime.datetime]
    language: Mapped[str] = mapped_column(server_default="")


class KnownDocument(Model):
    """What files tells of a document: an answer may be one. `change` rises with each change."""

    __tablename__ = "known_documents"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    matter_id: Mapped[uuid.UUID]
    author_id: Mapped[uuid.UUID]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    state: Mapped[AttachmentState]
    change: Mapped[int]
