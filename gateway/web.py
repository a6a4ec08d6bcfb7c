"""The built web client: its files from memory, and its one page for every address of a view."""

import hashlib
import mimetypes
import re
from pathlib import Path
from typing import Any

import msgspec
from litestar.types import Receive, Scope, Send

from gateway.encodings import PLAIN, choose
from gateway.headers import FRAME_POLICY, FRAMES, READER, READER_POLICY
from gateway.page import policy

PAGE = "/index.html"
FOREVER = "/_app/immutable/"  # files whose names carry the hash of their content
ASKED = (b"if-none-match", b"accept-encoding")
PACKED = {"br": ".br", "gzip": ".gz"}  # encodings in order of preference
# Addresses of views have no dot, but for a secure link whose `#` a mail filter has made a part of
# the path. The page finds it there (web/src/routes/open/link.ts).
VIEW = re.compile(r"/(?i:open).*|(?!/_app/)[^.]*", re.DOTALL)

Pairs = list[tuple[bytes, bytes]]


class File(msgspec.Struct, frozen=True):
    """A file ready to be sent: `bodies` by content encoding, as `gateway.encodings` names them."""

    bodies: dict[str, bytes]
    headers: Pairs
    etag: bytes


class Web:
    """Serves the folder's files; a client that is built anew is noticed with its next page."""

    def __init__(self, folder: Path, files_url: str) -> None:
        self._folder = folder
        self._files_url = files_url
        self._built_at = 0.0
        self._files: dict[str, File] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request: Any = scope
        if request["method"] != "GET":
            await _send(send, 405, [(b"allow", b"GET, HEAD")])
            return
        file = self._find(request["path"])
        if file is None:
            await _send(send, 404, [])
            return
        await _send_file(request, send, file)

    def _find(self, path: str) -> File | None:
        """The file at `path`, or the page, as the client itself knows its views.

        A file that is missing is missing: the page in its place would be taken for a script, or
        an icon.
        """
        self._load_when_built()
        return self._files.get(path) or (self._files.get(PAGE) if VIEW.fullmatch(path) else None)

    def _load_when_built(self) -> None:
        try:
            built_at = (self._folder / PAGE[1:]).stat().st_mtime
        except FileNotFoundError:
            return
        if built_at != self._built_at:
            self._files = _files(self._folder, self._files_url)
            self._built_at = built_at


def _files(folder: Path, files_url: str) -> dict[str, File]:
    packed = tuple(PACKED.values())
    return {
        (at := f"/{path.relative_to(folder).as_posix()}"): _file(at, path, files_url)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith(packed)
    }


def _file(at: str, path: Path, files_url: str) -> File:
    plain = path.read_bytes()
    bodies = {PLAIN: plain}
    for encoding, suffix in PACKED.items():
        packed = path.with_name(path.name + suffix)
        if packed.is_file():
            bodies[encoding] = packed.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    charset = "; charset=utf-8" if media_type.startswith("text/") else ""
    headers = {
        "content-type": media_type + charset,
        "cache-control": "public, max-age=31536000, immutable"
        if at.startswith(FOREVER)
        else "no-cache",
        "vary": "accept-encoding",
    }
    if own := _policy(at, media_type, plain, files_url):
        headers["content-security-policy"] = own
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    return File(bodies, pairs, b'"%b"' % hashlib.sha256(plain).hexdigest()[:32].encode())


def _policy(at: str, media_type: str, plain: bytes, files_url: str) -> str:
    if at.startswith(FRAMES):
        return FRAME_POLICY
    if READER.fullmatch(at):
        return READER_POLICY
    return policy(plain.decode(), files_url) if media_type == "text/html" else ""


async def _send_file(request: Any, send: Send, file: File) -> None:
    asked = {name: value for name, value in request["headers"] if name in ASKED}
    if file.etag in asked.get(b"if-none-match", b""):
        await _send(send, 304, [*file.headers, (b"etag", file.etag)])
        return
    accepted = asked.get(b"accept-encoding", b"").decode("latin-1")
    encoding = choose(accepted, [each for each in PACKED if each in file.bodies])
    if encoding is None:
        await _send(send, 406, [(b"vary", b"accept-encoding")])
        return
    body = file.bodies[encoding]
    headers = [*file.headers, (b"etag", file.etag), (b"content-length", b"%d" % len(body))]
    if encoding != PLAIN:
        headers.append((b"content-encoding", encoding.encode()))
    await _send(send, 200, headers, body)


async def _send(send: Send, status: int, headers: Pairs, body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
