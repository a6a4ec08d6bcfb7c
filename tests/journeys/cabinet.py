"""Documents of a journey: sent as a browser sends them, and waited for until they can be opened."""

import base64
import hashlib
import mimetypes
import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import sqlalchemy as sa
from sqlalchemy.orm import Session

from backbone.postgres.database import engine_for
from backbone.testing import wait_for
from contracts import ids
from firm.settings import read_environment_file
from services.files import verdicts
from services.files.models import Document, Version
from tests.journeys.client import Client
from tests.journeys.conftest import run_folder
from tests.journeys.office import Office


@dataclass
class Cabinet:
    """What the client sends into the conversation."""

    client: Client
    office: Office

    def put(self, name: str, content: bytes) -> uuid.UUID:
        """Send it with a message, and wait until the worker has done all that it does with it."""
        document_id = self.upload(name, content)
        path = self._conversation()
        version = self._ask("GET", path)["audience_version"]
        body = {
            "body": "Here it is.",
            "audience_version": version,
            "attachments": [str(document_id)],
        }
        self._ask("POST", f"{path}/messages", body, {"Idempotency-Key": str(ids.new_id())})
        wait_for(lambda: self._is_done(document_id), within=120)
        return document_id

    def upload(self, name: str, content: bytes) -> uuid.UUID:
        """Until a message goes with it, it is the client's alone."""
        document_id = ids.new_id()
        media_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
        about = {"name": name, "size": len(content), "media_type": media_type}
        key = {"Idempotency-Key": str(document_id)}
        self._ask("POST", f"{self._conversation()}/documents", about, key)
        path = f"/documents/{document_id}/upload"
        sha256 = base64.b64encode(hashlib.sha256(content).digest()).decode()
        parts = {"parts": [{"number": 1, "sha256": sha256}]}
        (address,) = self._ask("POST", f"{path}/addresses", parts)["items"]
        assert httpx.put(address["url"], content=content).is_success
        self._ask("POST", f"{path}/complete")
        return document_id

    def show_as_word(self, document_id: uuid.UUID) -> None:
        """As where there is no LibreOffice."""
        url = read_environment_file(run_folder() / "env" / "files.env")["REDWELL_DATABASE_URL"]
        with Session(engine := engine_for(url, pool_size=1)) as session, session.begin():
            of_it = sa.select(Version.id, Document.created_at).join(Document)
            version_id, at = session.execute(of_it.where(Document.id == document_id)).one()
            verdicts.shown(session, at, version_id, shown_as="docx")
        engine.dispose()

    def take_back(self, document_id: uuid.UUID) -> None:
        """What was not sent yet."""
        self._ask("DELETE", f"/documents/{document_id}/upload")

    def is_on_record(self, document_id: uuid.UUID, way: str) -> bool:
        """Whether the client has opened it so: `viewed`, `printed`, `downloaded`."""
        (opening,) = self._ask("GET", f"/documents/{document_id}")["openings"]
        return opening[f"{way}_at"] is not None

    def _is_done(self, document_id: uuid.UUID) -> bool:
        found = self._ask("GET", f"/documents/{document_id}")
        is_sent = found["shared_at"] is not None
        return is_sent and (found["state"] == "refused" or found["shown_as"] is not None)

    def _conversation(self) -> str:
        return f"/conversations/{ids.conversation_id(self.office.firm_id, 'M-1')}"

    def _ask(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> Any:
        here = urlsplit(self.client.page.url)
        portal = f"{here.scheme}://{here.netloc}"
        answer = self.client.context.request.fetch(
            f"{portal}/v1{path}",
            method=method,
            data=body,
            headers={"Origin": portal, **(headers or {})},
        )
        assert answer.ok, answer.text()
        return answer.json() if answer.body() else None
