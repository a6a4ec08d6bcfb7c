"""Forms: published, requested, withdrawn and reopened by the firm; filled in and sent by people."""

import datetime
import uuid
from typing import Annotated, Any

from msgspec import Meta

from contracts import topology
from contracts.events.exchanges import FirmEvent, InternalEvent
from contracts.events.facts import About, AskedFact, Item
from contracts.events.persons import Person
from contracts.forms.questions import Definition
from contracts.values import LINE, FormState, Moment, Note, Ref

MOST_ASKED = 20


class FormPublished(FirmEvent, frozen=True, kw_only=True):
    """A form can be requested by its id and version from now on; a version never changes."""

    type = "form.published"
    owner = "matters"
    form_id: Ref
    version: Ref
    definition: Definition

    def subject(self) -> str:
        return self.form_id


class FormRequestEvent(FirmEvent, frozen=True, kw_only=True):
    owner = "matters"
    request_id: Ref

    def subject(self) -> str:
        return self.request_id


class FormRequested(FormRequestEvent, frozen=True, kw_only=True):
    """Someone at the firm asks people in a matter to fill in a form.

    It brings the `definition`, or names a published one by `form_id` and `version`. `assignees`: by
    their contact ids; each fills in one of their own, or all the same one where it is `joint`.
    Until author, assignees and form are there it waits. Said again it may bring another due day,
    another note and more assignees; the form stays as it is.
    """

    type = "form.requested"
    matter_id: Ref
    author_id: Ref
    assignees: Annotated[list[Ref], Meta(min_length=1, max_length=MOST_ASKED)]
    definition: Definition | None = None
    form_id: Annotated[str, Meta(max_length=200)] = ""
    version: Annotated[str, Meta(max_length=200)] = ""
    joint: bool = False
    due: datetime.date | None = None
    note: Note = ""


class FormWithdrawn(FormRequestEvent, frozen=True, kw_only=True):
    """Nobody needs to fill it in any more; `reason` is shown to them. What was sent stays."""

    type = "form.withdrawn"
    reason: Annotated[str, Meta(max_length=500, extra=LINE)] = ""


class FormReopened(FormRequestEvent, frozen=True, kw_only=True):
    """It is to be looked at again: a new draft from the old answers. What was sent stays.

    `contact_id`: whose, where each has one of their own; without, everybody's.
    """

    type = "form.reopened"
    contact_id: Annotated[str, Meta(max_length=200)] = ""
    note: Note = ""
    due: datetime.date | None = None


class FormFact(AskedFact, frozen=True, kw_only=True):
    """`request_ref`: the firm's id of the request; `form_ref`, `form_version`: of the published
    form that it named, else empty. `documents`: the files that are among the answers.
    """

    request_id: uuid.UUID
    request_ref: str
    form_ref: str = ""
    form_version: str = ""
    due: datetime.date | None
    state: FormState
    documents: list[uuid.UUID] = []

    def subject(self) -> str:
        return self.request_ref

    def about(self) -> About:
        return About("form", self.request_id)

    def item(self) -> Item:
        return Item.by(self.author, number=self.version, title=self.title, due=self.due)


class FormChanged(FormFact, frozen=True, kw_only=True):
    """Something about it is new that is no news for the firm: an answer, or what the firm said."""

    type = "form.changed"
    exchange = topology.INTERNAL


class FormSubmitted(FormFact, frozen=True, kw_only=True):
    """Somebody has sent it. `number`: of the submission, from 1; each stays as it is.

    `answers`: by question; of a group a list of rows, each with its `row` and `answers`. `sha256`:
    of their JSON, members sorted by name, without spaces, in UTF-8; `definition_sha256`: of the
    form's, alike. `signatures`: by question, who typed which name under which version when.
    `language`: in which it was read. `document_id`: of the PDF of it, of which `document.ready`
    tells once that is drawn.
    """

    type = "form.submitted"
    number: int
    by: Person
    submitted_at: Moment
    answers: dict[str, Any]
    sha256: str
    definition_sha256: str
    signatures: dict[str, dict[str, str]] = {}
    language: str = ""
    document_id: uuid.UUID | None = None


class SubmissionKept(InternalEvent, frozen=True, kw_only=True):
    """The form to which `form.submitted` has the answers, for whoever puts both on paper.

    An event has room for one of the two.
    """

    type = "submission.kept"
    document_id: uuid.UUID
    definition: Definition

    def subject(self) -> str:
        return str(self.document_id)
