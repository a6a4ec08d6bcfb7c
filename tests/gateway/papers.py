"""Documents by HTTP, as browsers send and open them; the worker's part is done by its function."""

import base64
import datetime
import hashlib
import uuid
from typing import Any

import httpx
import sqlalchemy as sa
from sqlalchemy.orm import Session

from backbone.postgres.database import driver_url
from contracts import ids
from services.files import verdicts
from services.files.models import Version
from tests.gateway.cast import Client
from tests.portal import Portal

TEXT = b"What was agreed on."


def begin(
    client: Client, content: bytes = TEXT, *, name: str = "Agreement.txt", **more: Any
) -> httpx.Response:
    """The answer to an upload that begins, under an id of its own unless one is given."""
    file = more.pop("file", None) or ids.new_id()
    body = {"name": name, "size": len(content), "media_type": "text/plain", **more}
    return client.browser.post(
        f"/v1/conversations/{client.conversation_id}/documents",
        body,
        headers={"Idempotency-Key": str(file)},
    )


def address_of(client: Client, document_id: str, content: bytes = TEXT) -> str:
    """Where its one part goes."""
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    answer = client.browser.post(
        f"/v1/documents/{document_id}/upload/addresses",
        {"parts": [{"number": 1, "sha256": digest}]},
    )
    assert answer.status_code == 200, answer.text
    return str(answer.json()["items"][0]["url"])


def upload(client: Client, content: bytes = TEXT, **more: Any) -> str:
    """A file that is all there."""
    begun = begin(client, content, **more)
    assert begun.status_code == 201, begun.text
    document_id = str(begun.json()["document_id"])
    put = httpx.put(address_of(client, document_id, content), content=content)
    assert put.status_code == 200, put.text
    done = client.browser.post(f"/v1/documents/{document_id}/upload/complete")
    assert done.status_code == 200, done.text
    return document_id


def send(client: Client, *documents: str, body: str = "Here it is.") -> httpx.Response:
    """The answer to a message with these documents."""
    return _say(client, {"body": body, "attachments": list(documents)})


def comment(client: Client, document_id: str, body: str = "Is this right?") -> httpx.Response:
    """The answer to a comment on the first page of a document."""
    return _say(client, {"body": body, "about": {"document_id": document_id, "page": 1}})


def _say(client: Client, message: dict[str, Any]) -> httpx.Response:
    path = f"/v1/conversations/{client.conversation_id}"
    version = client.browser.get(path).json().get("audience_version", 0)
    sent = {"audience_version": version, **message}
    key = {"Idempotency-Key": str(ids.new_id())}
    return client.browser.post(f"{path}/messages", sent, headers=key)


def find_good(portal: Portal, document_id: str, content: bytes = TEXT) -> bool:
    """What the worker does with a good file; False where there is none yet."""
    now = datetime.datetime.now(datetime.UTC)
    with _session(portal) as session:
        of = Version.document_id == uuid.UUID(document_id)
        version = session.scalars(sa.select(Version.id).where(of)).one_or_none()
        done = version is not None and verdicts.ready(
            session,
            now,
            version,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            media_type="text/plain",
            kind="text",
            scanned="clean",
        )
        session.commit()
        return done


def made(portal: Portal, archive_id: str) -> None:
    """What the worker does once an archive lies in the store."""
    with _session(portal) as session:
        assert verdicts.packed(session, uuid.UUID(archive_id), 100)
        session.commit()


def _session(portal: Portal) -> Session:
    url = driver_url(portal.databases["files"])
    return Session(sa.create_engine(url, poolclass=sa.NullPool))
