"""Forms: to fill in and sent, one with its answers, keeping answers, and sending it."""

import uuid
from typing import Annotated

from litestar import Response
from litestar.params import FromPath, FromQuery
from msgspec import Meta

from contracts.calls.forms import (
    Form,
    FormPage,
    FormTab,
    GetForm,
    GetSubmission,
    ListForms,
    PatchAnswers,
    PatchedAnswers,
    Submission,
    SubmitForm,
)
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from gateway.bodies import FromBody
from gateway.doors import signed_in
from gateway.request import PortalRequest

FORM = "/forms/{form_id:uuid}"


@signed_in.get("/forms")
async def list_forms(
    request: PortalRequest,
    tab: FromQuery[FormTab] = "open",
    matter_id: FromQuery[uuid.UUID | None] = None,
    firm_id: FromQuery[FirmChosen] = "",
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[FormPage]:
    """The caller's forms to fill in, the first due first, or those that were sent or withdrawn."""
    return await request.ask(
        ListForms, tab=tab, matter_id=matter_id, firm_id=firm_id, cursor=cursor, limit=limit
    )


@signed_in.get(FORM)
async def get_form(request: PortalRequest, form_id: FromPath[uuid.UUID]) -> Response[Form]:
    """One form as it is asked, with the answers so far and who gave them."""
    return await request.ask(GetForm, form_id=form_id)


@signed_in.patch(f"{FORM}/answers")
async def patch_answers(
    request: PortalRequest, form_id: FromPath[uuid.UUID], data: FromBody[PatchAnswers]
) -> Response[PatchedAnswers]:
    """Keep answers, finished or not.

    Each names the version that it was given over. Where another one came in between both are kept,
    and the answer tells of both: settle it by giving one over the newest version, with `settles`.
    """
    return await request.ask(data, form_id=form_id)


@signed_in.post(f"{FORM}/submit")
async def submit_form(
    request: PortalRequest, form_id: FromPath[uuid.UUID], data: FromBody[SubmitForm]
) -> Response[Submission]:
    """Send the form to the firm, as it is. What is sent stays so, and the firm hears of it."""
    return await request.ask(data, form_id=form_id)


@signed_in.get(f"{FORM}/submissions/{{number:int}}")
async def get_submission(
    request: PortalRequest,
    form_id: FromPath[uuid.UUID],
    number: FromPath[Annotated[int, Meta(ge=1, le=10_000)]],
) -> Response[Submission]:
    """What was sent, with the form as it was then."""
    return await request.ask(GetSubmission, form_id=form_id, number=number)
