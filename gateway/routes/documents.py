"""Documents: the list over all matters, one in full, opening it, and several as one file."""

import uuid

from litestar import Response
from litestar.params import FromPath, FromQuery

from contracts.calls.files import (
    AddressDocument,
    Archive,
    Document,
    DocumentAddress,
    DocumentPage,
    DocumentSources,
    GetArchive,
    GetDocument,
    ListDocuments,
    ListDocumentSources,
    MakeArchive,
    Sort,
)
from contracts.calls.narrowing import FirmChosen
from contracts.calls.paging import Cursor, Limit
from contracts.calls.searching import QuestionIfAny
from contracts.values import DocumentKind, VersionNumber
from gateway.bodies import FromBody
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/documents")
async def list_documents(
    request: PortalRequest,
    matter_id: FromQuery[uuid.UUID | None] = None,
    firm_id: FromQuery[FirmChosen] = "",
    conversation_id: FromQuery[uuid.UUID | None] = None,
    kind: FromQuery[DocumentKind | None] = None,
    from_id: FromQuery[uuid.UUID | None] = None,
    new: FromQuery[bool] = False,
    q: FromQuery[QuestionIfAny] = "",
    sort: FromQuery[Sort] = "-date",
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[DocumentPage]:
    """The caller's documents over all matters and firms; go on with `next` as `cursor`.

    What is given narrows the list: `from_id` is the person who shared it, `new` what the caller has
    not opened, `q` words of its name, the last of which may be the beginning of one.
    """
    return await request.ask(
        ListDocuments,
        matter_id=matter_id,
        firm_id=firm_id,
        conversation_id=conversation_id,
        kind=kind,
        from_id=from_id,
        new=new,
        q=q,
        sort=sort,
        cursor=cursor,
        limit=limit,
    )


@signed_in.get("/documents/sources")
async def list_document_sources(
    request: PortalRequest, cursor: FromQuery[Cursor] = "", limit: FromQuery[Limit] = 100
) -> Response[DocumentSources]:
    """All matters and people that the caller's documents come from: what narrows their list.

    Go on with `next` as `cursor`.
    """
    return await request.ask(ListDocumentSources, cursor=cursor, limit=limit)


@signed_in.get("/documents/{document_id:uuid}")
async def get_document(
    request: PortalRequest,
    document_id: FromPath[uuid.UUID],
    version: FromQuery[VersionNumber | None] = None,
) -> Response[Document]:
    """One document with its versions, its renditions, and who has opened it.

    As it is, or as it was in a `version` that has another in its place by now.
    """
    return await request.ask(GetDocument, document_id=document_id, version=version)


@signed_in.post("/documents/{document_id:uuid}/address")
async def address_document(
    request: PortalRequest, document_id: FromPath[uuid.UUID], data: FromBody[AddressDocument]
) -> Response[DocumentAddress]:
    """An address of its bytes that works for a minute; it is on record who asked, and what for.

    Fetch it with `purpose` view or print, whole or in ranges; with download lead the browser there,
    which saves it as a file. Ask again when it has ended.
    """
    return await request.ask(data, document_id=document_id)


@signed_in.post("/documents/archive")
async def make_archive(request: PortalRequest, data: FromBody[MakeArchive]) -> Response[Archive]:
    """Several documents as one ZIP, made in the background: ask for it until it is ready."""
    return await request.ask(data)


@signed_in.get("/archives/{archive_id:uuid}")
async def get_archive(request: PortalRequest, archive_id: FromPath[uuid.UUID]) -> Response[Archive]:
    """How far an archive is, and once it is ready where its file lies, for a minute."""
    return await request.ask(GetArchive, archive_id=archive_id)
