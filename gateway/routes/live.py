"""The live stream: hints that something changed, without saying what it says."""

from litestar.response import Stream

from gateway.doors import signed_in
from gateway.request import PortalRequest


@signed_in.get("/live", media_type="text/event-stream")
async def open_live_stream(request: PortalRequest) -> Stream:
    """Server-sent events for what the caller may see: hints, that may be lost.

    `resync` comes first, and after any gap: fetch anew what is on the screen. Then each fact by its
    type, such as `message.sent`; its data says in which matter and what it is about:
    `{"matter_id": …, "about": {"kind": "conversation", "id": …}}`. Pass over types and kinds that
    you do not know. A comment keeps the line open every 15 seconds. The stream ends with the
    session, when the session opens too many, and at times without reason: come back then.
    """
    session, parts = request.auth.session, request.parts
    hearing = parts.hints.hearing([person.firm.id for person in session.persons])
    # A proxy that gathers answers before it passes them on would hold the hints back.
    return Stream(parts.live.listen(session, hearing), headers={"X-Accel-Buffering": "no"})
