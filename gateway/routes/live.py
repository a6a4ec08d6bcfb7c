"""The live stream: hints that something changed, without saying what it says."""

from typing import Annotated, Any

from litestar import get
from litestar.params import Dependency
from litestar.response import Stream

from gateway.given import MySession


@get("/live", operation_id="openLiveStream", tags=["live"], media_type="text/event-stream")
async def open_live_stream(
    session: MySession, live: Annotated[Any, Dependency(skip_validation=True)]
) -> Stream:
    """Server-sent events for what the caller may see: hints, that may be lost.

    `resync` comes first, and after any gap: fetch anew what is on the screen. Then
    `message.sent` and `message.read`, each with `conversation_id`, `message_id` and `matter_id`.
    A comment keeps the line open every 15 seconds. The stream ends with the session.
    """
    return Stream(live.stream(session))
