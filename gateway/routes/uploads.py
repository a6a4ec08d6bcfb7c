"""Uploads: a document travels from the client straight to the store, in parts, and is completed."""

import uuid

from litestar import Response
from litestar.params import FromPath

from contracts.calls.files import (
    AddressParts,
    BeginUpload,
    CancelUpload,
    CompleteUpload,
    Document,
    GetUpload,
    GetUploadLimits,
    PartAddresses,
    Upload,
    UploadLimits,
)
from gateway.bodies import FromBody
from gateway.doors import signed_in
from gateway.idempotency import IdempotencyKey, uuid7
from gateway.request import PortalRequest


@signed_in.get("/documents/limits")
async def get_upload_limits(request: PortalRequest) -> Response[UploadLimits]:
    """How large a file may be, and which are refused: say so before anything is sent."""
    return await request.ask(GetUploadLimits)


@signed_in.post("/conversations/{conversation_id:uuid}/documents", status_code=201)
async def begin_upload(
    request: PortalRequest,
    conversation_id: FromPath[uuid.UUID],
    document_id: IdempotencyKey,
    data: FromBody[BeginUpload],
) -> Response[Upload]:
    """Begin to upload a file. Nobody else sees it before a message is sent with it."""
    return await request.ask(data, conversation_id=conversation_id, document_id=uuid7(document_id))


@signed_in.post("/documents/{document_id:uuid}/upload/addresses")
async def address_parts(
    request: PortalRequest, document_id: FromPath[uuid.UUID], data: FromBody[AddressParts]
) -> Response[PartAddresses]:
    """Where the next parts go, each by an address that takes the announced bytes alone."""
    return await request.ask(data, document_id=document_id)


@signed_in.get("/documents/{document_id:uuid}/upload")
async def get_upload(request: PortalRequest, document_id: FromPath[uuid.UUID]) -> Response[Upload]:
    """Which parts are there, so that whoever goes on sends the others."""
    return await request.ask(GetUpload, document_id=document_id)


@signed_in.post("/documents/{document_id:uuid}/upload/complete")
async def complete_upload(
    request: PortalRequest, document_id: FromPath[uuid.UUID]
) -> Response[Document]:
    """All parts were sent. The same again answers the same document."""
    return await request.ask(CompleteUpload, document_id=document_id)


@signed_in.delete("/documents/{document_id:uuid}/upload", status_code=204)
async def cancel_upload(request: PortalRequest, document_id: FromPath[uuid.UUID]) -> Response[None]:
    """Forget a file that was not sent with a message yet, however much of it is there."""
    await request.call(CancelUpload, document_id=document_id)
    return Response(None)
