"""What stands before the object store: the origin of documents, which is not the portal's.

The store can give no answer the headers that keep what strangers sent from acting in a browser, and
would answer more than signed addresses. One configuration, for the local stack and for containers.
"""

from pathlib import Path

import jinja2

FILE = Path(__file__).parent / "files.conf"


def configuration(*, listen: str, store: str) -> str:
    """nginx's `upstream` and `server`, to be included in its `http`; `store` as `host:port`."""
    template = _templates.get_template("files.conf.j2")
    return template.render(listen=listen, store=store)


def in_containers() -> str:
    """What is committed for docker-compose.yml."""
    return configuration(listen="8080", store="seaweedfs:8333")


_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(FILE.parent),
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
