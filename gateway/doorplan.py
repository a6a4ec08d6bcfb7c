"""docs/doors.md from the routes themselves: who comes in where."""

from pathlib import Path

from litestar import Litestar

import gateway
from gateway.openapi import documented, handlers

FILE = Path(gateway.__file__).parent.parent / "docs" / "doors.md"
HEAD = """\
# Who comes in where

Every route of the API and the door it stands behind, as `gateway/doors.py` has them; written by
`make contracts`. What somebody sees once they are in is not decided here but where the data is.

- **anyone**: no more than a request from our own pages, or from a native client.
- **signing in**: a sign-in that was begun in this browser or client.
- **signed in**: a live session.

| route | method | door | operation |
|---|---|---|---|
"""


def document(app: Litestar) -> str:
    """The page; the same routes give the same text."""
    rows = [
        f"| `{path}` | {method} | {handler.opt['door']} | `{handler.operation_id}` |\n"
        for path, handler in handlers(app)
        for method in handler.http_methods
    ]
    return HEAD + "".join(rows)


def main() -> None:
    """Write docs/doors.md anew."""
    FILE.write_text(document(documented()))


if __name__ == "__main__":
    main()
