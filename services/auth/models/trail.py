"""What happened to people's ways in; the database lets nobody change or remove a row."""

import datetime
import uuid
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from services.auth.models.model import Model


class Record(Model):
    __tablename__ = "records"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime.datetime]
    what: Mapped[str]
    account_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    address: Mapped[str]
    agent: Mapped[str]
    network: Mapped[str]
    details: Mapped[dict[str, Any]]
