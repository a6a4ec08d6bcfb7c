"""An answer that calendars read."""

from litestar import Response

MEDIA_TYPE = "text/calendar"  # Litestar says that it is UTF-8


class Calendar(Response[bytes]):
    """A calendar (RFC 5545), to be kept as a file of this name where one is given."""

    def __init__(
        self,
        text: str,
        *,
        name: str = "",
        status_code: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        given = {**(headers or {})}
        if name:
            given["Content-Disposition"] = f'attachment; filename="{name}"'
        super().__init__(
            text.encode(), media_type=MEDIA_TYPE, status_code=status_code, headers=given
        )
