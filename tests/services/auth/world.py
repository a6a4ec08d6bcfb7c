"""A small world to sign in to: a firm, its contacts, a clock, and browsers that walk the steps."""

import dataclasses
import datetime
import uuid
from typing import Any, TypeVar

import msgspec
import pyotp
import sqlalchemy as sa
from cryptography.fernet import Fernet
from sqlalchemy.orm import Session, sessionmaker

from backbone.testing.scene import NOWHERE, Scene
from contracts import ids, links
from contracts.calls import auth as calls
from contracts.calls import passkeys
from contracts.events import Event, decode
from contracts.events.accounts import CodeIssued
from contracts.events.contacts import ContactInvited
from contracts.events.firms import FirmRegistered
from services.auth.keys import Keys
from services.auth.service import AuthService
from services.auth.settings import AuthSettings
from tests.services.auth.authenticator import Authenticator

START = datetime.datetime(2026, 11, 22, 9, 0, tzinfo=datetime.UTC)
LINK_KEYS = ["a key of long ago", "the key of today"]
PUBLIC_URL = "https://portal.example"
AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
E = TypeVar("E", bound=Event)


class World(Scene):
    """Several firms, of which hollis speaks unless another is named."""

    Service = AuthService
    service: AuthService

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        settings = AuthSettings(
            amqp_url=NOWHERE.amqp_url,
            database_url=NOWHERE.database_url,
            public_url=PUBLIC_URL,
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
    ) -> uuid.UUID:
        event = ContactInvited(contact_id=contact_id, name=name, email=email)
        self.tell(event, firm_id=firm_id)
        return ids.person_id(firm_id, contact_id)

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

    def browser(self) -> "Browser":
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

    def resolve(self, session_token: str) -> calls.Session:
        return self.ask(calls.ResolveSession(session_token=session_token))


@dataclasses.dataclass
class Browser:
    """One browser: it keeps the tokens that it is given, and types what it is told."""

    world: World
    attempt: str = ""
    session: str = ""
    device: str = ""
    app: pyotp.TOTP | None = None
    codes: list[str] = dataclasses.field(default_factory=list)

    def open(self, link: str) -> calls.SignIn:
        call = calls.StartSignIn(
            link=link,
            agent=AGENT,
            address="198.51.100.7",
            session_token=self.session,
            attempt_token=self.attempt,
            device_token=self.device,
        )
        started = self.world.ask(call)
        self.attempt = started.attempt_token
        return started.sign_in

    def type_address(self, email: str, network: str = "198.51.100.7") -> calls.SignIn:
        """Sign in without a link; the clock that sends the code runs right after."""
        call = calls.StartByAddress(
            email=email, agent=AGENT, address=network, device_token=self.device
        )
        started = self.world.ask(call)
        self.attempt = started.attempt_token
        assert self.world.service.send_typed_codes()
        return started.sign_in

    def look(self) -> calls.SignIn:
        return self.world.ask(calls.GetSignIn(attempt_token=self.attempt))

    def send_code(self) -> calls.SignIn:
        return self.world.ask(calls.SendCode(attempt_token=self.attempt))

    def check_code(self, code: str) -> calls.SignIn:
        call = calls.CheckCode(**self._held(), code=code)
        return self._after(self.world.ask(call))

    def prove_mailbox(self) -> calls.SignIn:
        self.send_code()
        return self.check_code(self.world.mailed_code())

    def begin_totp(self) -> calls.TotpSetup:
        call = calls.BeginTotp(attempt_token=self.attempt)
        setup = self.world.ask(call)
        self.app = pyotp.TOTP(setup.secret)
        return setup

    def shown(self, at: datetime.datetime | None = None) -> str:
        """What the authenticator app shows now."""
        assert self.app is not None
        return self.app.at(at or self.world.now)

    def check_totp(self, code: str, remember: bool = False) -> calls.SignIn:
        call = calls.CheckTotp(**self._held(), code=code, remember=remember)
        return self._after(self.world.ask(call))

    def check_recovery_code(self, code: str) -> calls.SignIn:
        call = calls.CheckRecoveryCode(**self._held(), code=code)
        return self._after(self.world.ask(call))

    def keep_codes(self) -> calls.SignIn:
        call = calls.KeepRecoveryCodes(**self._held())
        return self._after(self.world.ask(call))

    def make_passkey(self, key: Authenticator) -> calls.SignIn:
        """In place of the authenticator app, during set-up."""
        begin = passkeys.BeginPasskeySetup(attempt_token=self.attempt)
        options = self.world.ask(begin).options
        finish = passkeys.FinishPasskeySetup(**self._held(), credential=key.make(options))
        return self._after(self.world.ask(finish))

    def passkey_options(self) -> dict[str, Any]:
        begin = passkeys.BeginPasskeySignIn(attempt_token=self.attempt)
        return self.world.ask(begin).options

    def answer_passkey(self, credential: dict[str, Any]) -> calls.SignIn:
        finish = passkeys.FinishPasskeySignIn(**self._held(), credential=credential)
        return self._after(self.world.ask(finish))

    def use_passkey(self, key: Authenticator) -> calls.SignIn:
        return self.answer_passkey(key.sign(self.passkey_options()))

    def use_mailbox_alone(self) -> calls.SignIn:
        call = calls.UseMailboxAlone(**self._held())
        return self._after(self.world.ask(call))

    def set_up(self, link: str) -> calls.SignIn:
        """The whole way, the first time."""
        self.open(link)
        self.prove_mailbox()
        self.begin_totp()
        self.codes = self.check_totp(self.shown()).recovery_codes
        return self.keep_codes()

    def come_back(
        self, link: str, app: pyotp.TOTP | None = None, remember: bool = False
    ) -> calls.SignIn:
        """The whole way, later on, with the authenticator that was set up."""
        self.app = app or self.app
        self.open(link)
        self.prove_mailbox()
        return self.check_totp(self.shown(), remember)

    def sign_out(self) -> None:
        self.world.ask(calls.EndSession(session_token=self.session))

    def _held(self) -> dict[str, Any]:
        return {"attempt_token": self.attempt, "session_token": self.session}

    def _after(self, result: calls.SignInResult) -> calls.SignIn:
        self.attempt = result.attempt_token or self.attempt
        self.session = result.session_token or self.session
        self.device = result.device_token or self.device
        return result.sign_in
