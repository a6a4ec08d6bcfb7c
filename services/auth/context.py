"""What every part of a sign-in works with."""

import dataclasses
import datetime
import uuid

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy.orm import Session

from backbone import outbox
from contracts import topology
from contracts.events import Event


@dataclasses.dataclass(frozen=True)
class Keys:
    """`links` sign and read secure links; `secrets` encrypts what must be read again."""

    links: list[str]
    secrets: MultiFernet

    @classmethod
    def read(cls, links: list[str], secrets: list[str]) -> "Keys":
        """From settings: link keys newest last, Fernet keys newest first."""
        return cls(links, MultiFernet([Fernet(key) for key in secrets]))


@dataclasses.dataclass(frozen=True)
class Context:
    """One call or event: its transaction, its moment, and the keys."""

    db: Session
    keys: Keys
    now: datetime.datetime

    def publish(self, event: Event, firm_id: str = topology.REDWELL) -> uuid.UUID:
        """Say it with the commit of this transaction; of no firm in particular unless named."""
        return outbox.publish(self.db, event, firm_id)
