"""A small world to sign in to: firms, their contacts, a clock, and browsers."""

import datetime
from typing import Any, TypeVar

import msgspec
import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.orm import Session, sessionmaker

from backbone.origin import Origin
from backbone.testing.scene import NOWHERE, Scene
from contracts import ids, links
from contracts.calls import auth
from contracts.events import Event, decode
from contracts.events.accounts import CodeIssued
from contracts.events.contacts import ContactInvited
from contracts.events.firms import FirmRegistered
from services.auth.keys import Keys
from services.auth.service import AuthService
from services.auth.settings import AuthSettings
from tests.services.auth.browser import Browser

START = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
LINK_KEYS = ["a key of long ago", "the key of today"]
PUBLIC_URL = "https://portal.example"
E = TypeVar("E", bound=Event)


class World(Scene):
    """Several firms, of which hollis speaks unless another is named."""

    Service = AuthService
    service: AuthService

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        settings = AuthSettings(
            amqp_url=NOWHERE.amqp_url,
            database_url=NOWHERE.database_url,
            public_url=Origin(PUBLIC_URL),
            link_keys=LINK_KEYS,
            secret_keys=[Fernet.generate_key().decode()],
        )
        super().__init__(sessions, "hollis", settings)
        self.now = START

    def use_keys(self, *, links: list[str] | None = None, secrets: list[str] | None = None) -> None:
        """From now on; those not given stay."""
        own: AuthSettings = self.service.settings
        self.service.runtime.settings = msgspec.structs.replace(
            own, link_keys=links or own.link_keys, secret_keys=secrets or own.secret_keys
        )

    @property
    def keys(self) -> Keys:
        own: AuthSettings = self.service.settings
        return own.keys

    def later(self, **by: float) -> None:
        self.now += datetime.timedelta(**by)

    def ago(self, **by: float) -> datetime.datetime:
        return self.now - datetime.timedelta(**by)

    def tell(
        self, event: Event, at: datetime.datetime | None = None, firm_id: str = "hollis"
    ) -> None:
        self.firm_id = firm_id
        super().tell(event, at)

    def firm(self, firm_id: str = "hollis", name: str = "Hollis & Bray") -> None:
        self.tell(FirmRegistered(name=name, contact="+1 555 0100"), firm_id=firm_id)

    def invite(
        self,
        contact_id: str = "c-1",
        email: str = "Ana@example.com",
        firm_id: str = "hollis",
        name: str = "Ana Duarte",
    ) -> None:
        event = ContactInvited(contact_id=contact_id, name=name, email=email)
        self.tell(event, firm_id=firm_id)

    def link(
        self,
        contact_id: str = "c-1",
        email: str = "Ana@example.com",
        firm_id: str = "hollis",
        target: links.Target | None = None,
    ) -> str:
        return links.seal(
            links.Link(
                firm_id=firm_id,
                person_id=ids.person_id(firm_id, contact_id),
                address_digest=links.address_digest(email),
                target=target or links.Target(),
                issued_at=self.now,
                expires_at=self.now + links.VALID_FOR,
            ),
            self.keys.links,
        )

    def browser(self) -> Browser:
        return Browser(self)

    def published(self, kind: type[E]) -> list[E]:
        """The events of a kind that are to go out, whosever they are, oldest first."""
        return [event for _, event in self.addressed(kind)]

    def addressed(self, kind: type[E]) -> list[tuple[str, E]]:
        """The same with the firm that each goes to."""
        rows = self.rows("SELECT exchange, body FROM outbox ORDER BY id")
        events = [decode(bytes(body), exchange) for exchange, body in rows]
        return [(head.firmid, event) for head, event in events if isinstance(event, kind)]

    def rows(self, sql: str, **given: Any) -> list[Any]:
        with self.sessions() as session:
            return list(session.execute(sa.text(sql), given).all())

    def mailed_code(self) -> str:
        return self.published(CodeIssued)[-1].code

    def resolve(self, session_token: str) -> auth.Session:
        return self.ask(auth.ResolveSession(session_token=session_token))
