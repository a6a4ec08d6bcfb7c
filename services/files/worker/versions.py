"""What a job needs to know of the version that it is about."""

import dataclasses
import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts import buckets
from contracts.values import DocumentState, Origin
from services.files.models import Document, Version


@dataclasses.dataclass(frozen=True)
class Facts:
    """`said_sha256`, `drop_key`: of what a firm has dropped, else empty."""

    id: uuid.UUID
    firm_id: str
    origin: Origin
    name: str
    size: int
    media_type: str
    said_sha256: str
    drop_key: str
    state: DocumentState

    @property
    def key(self) -> str:
        return buckets.version(self.firm_id, self.id)


def facts(session: Session, version_id: uuid.UUID | None) -> Facts | None:
    row = session.execute(
        select(
            Version.id,
            Document.firm_id,
            Document.origin,
            Version.name,
            Version.size,
            Version.media_type,
            Version.said_sha256,
            Version.drop_key,
            Version.state,
        )
        .join(Document, Document.id == Version.document_id)
        .where(Version.id == version_id)
    ).one_or_none()
    return Facts(*row) if row else None
