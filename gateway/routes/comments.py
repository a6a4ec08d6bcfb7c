"""What is said of a document: sent like any message, and listed here."""

import uuid

from litestar import Response
from litestar.params import FromPath, FromQuery

from contracts.calls.comments import CommentPage, ListComments
from contracts.calls.paging import Cursor, Limit
from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/documents/{document_id:uuid}/comments")
async def list_comments(
    request: PortalRequest,
    document_id: FromPath[uuid.UUID],
    cursor: FromQuery[Cursor] = "",
    limit: FromQuery[Limit] = 50,
) -> Response[CommentPage]:
    """The messages about a document, the newest first; go on with `next` as `cursor`.

    A comment is sent as a message with `about`, to `conversation_id`.
    """
    return await request.ask(ListComments, document_id=document_id, cursor=cursor, limit=limit)
