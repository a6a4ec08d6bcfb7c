"""What stands inside the client's one page, so that its policy lets run only that."""

import base64
import hashlib
from html.parser import HTMLParser

from gateway.headers import content_security_policy


def policy(page: str, files_url: str) -> str:
    """The Content-Security-Policy (CSP 3) of the page: its own scripts and styles, by hash."""
    inline = _Inline()
    inline.feed(page)
    inline.close()
    return content_security_policy(
        [_hash(text) for text in inline.scripts],
        [_hash(text) for text in inline.styles],
        files_url,
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class _Inline(HTMLParser):
    """Finds the scripts and styles that stand in the page itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self._into: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._into = None
        if tag == "script" and "src" not in given:
            self._into = self.scripts
        elif tag == "style":
            self._into = self.styles
        if self._into is not None:
            self._into.append("")
        if given.get("style"):
            self.styles.append(given["style"] or "")

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._into = None
