"""What every part of a sign-in works with."""

import dataclasses
import datetime
import uuid

from cryptography.fernet import Fernet, MultiFernet
from sqlalchemy.orm import Session

from backbone.outbox import writing
from contracts import topology
from contracts.events import Event


@dataclasses.dataclass(frozen=True)
class Keys:
    """`links` sign and read secure links; `secrets` encrypts what must be read again."""

    links: list[str]
    secrets: MultiFernet
    newest_secret: Fernet

    @classmethod
    def read(cls, links: list[str], secrets: list[str]) -> "Keys":
        """From settings: link keys newest last, Fernet keys newest first."""
        each = [Fernet(key) for key in secrets]
        return cls(links, MultiFernet(each), each[0])


@dataclasses.dataclass(frozen=True)
class Context:
    """One call or event: its transaction, its moment, the keys, and where the portal is."""

    db: Session
    keys: Keys
    now: datetime.datetime
    public_url: str

    def publish(self, event: Event, firm_id: str = topology.REDWELL) -> uuid.UUID:
        """Say it with the commit of this transaction; of no firm in particular unless named."""
        return writing.publish(self.db, event, firm_id)
