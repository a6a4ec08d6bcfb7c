"""Only our own pages may change anything with a browser's cookies.

SameSite cookies already stop most of that; this stops the rest, and also a foreign page that signs
a visitor in as somebody else.
"""

from contracts.errors import DomainError
from gateway.credentials import Connection, header, is_native

SAFE = {"GET", "HEAD", "OPTIONS"}


class ForeignOrigin(DomainError):
    code, status = "foreign_origin", 403
    message = "This request did not come from the portal's own pages."


class NotJson(DomainError):
    code, status = "unsupported_media_type", 415
    message = "The request's body must be application/json."


def json_only(request: Connection) -> None:
    """Raises NotJson for a body of another type: all that a foreign page's form can send."""
    has_body = header(request, b"content-length") not in ("", "0")
    if not has_body and not header(request, b"transfer-encoding"):
        return
    if header(request, b"content-type").partition(";")[0].strip().lower() != "application/json":
        raise NotJson()


def own_pages_only(request: Connection, origin: str) -> None:
    """Raises ForeignOrigin for an unsafe request of a browser without our own `Origin`."""
    if request.scope.get("method") in SAFE or is_native(request):
        return
    if header(request, b"origin").lower() != origin:
        raise ForeignOrigin()
