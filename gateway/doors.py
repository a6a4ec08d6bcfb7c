"""What a caller must show before their request is read, by the kind of route.

These are hooks and not Litestar's guards, which copy the whole route for each guard and request.
"""

from contracts.errors import AttemptEnded
from gateway.credentials import is_token
from gateway.origin import json_only, own_pages_only
from gateway.request import PortalRequest


async def anyone(request: PortalRequest) -> None:
    """Raises ForeignOrigin, NotJson."""
    _come_in(request)


async def signing_in(request: PortalRequest) -> None:
    """Lets only a browser pass that began to sign in; auth judges the attempt itself.

    Raises ForeignOrigin, NotJson, AttemptEnded.
    """
    _come_in(request)
    if not is_token(request.attempt_token):
        raise AttemptEnded()


async def signed_in(request: PortalRequest) -> None:
    """Lets only a live session pass. Raises ForeignOrigin, NotJson, NotSignedIn."""
    _come_in(request)
    request.scope["auth"] = await request.parts.sessions.resolve(request.session_token)


def _come_in(request: PortalRequest) -> None:
    own_pages_only(request, request.parts.origin)
    json_only(request)
