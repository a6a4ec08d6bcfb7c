"""A browser of the tests, which walks the steps of a sign-in."""

import dataclasses
import datetime
from typing import TYPE_CHECKING, Any

import pyotp

from contracts.calls import auth as calls
from contracts.calls import passkeys
from tests.services.auth.authenticator import Authenticator

if TYPE_CHECKING:
    from tests.services.auth.world import World

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


@dataclasses.dataclass
class Browser:
    """One browser: it keeps the tokens that it is given, and types what it is told."""

    world: "World"
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
        return self._take(calls.CheckCode, code=code)

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
        return self._take(calls.CheckTotp, code=code, remember=remember)

    def check_recovery_code(self, code: str) -> calls.SignIn:
        return self._take(calls.CheckRecoveryCode, code=code)

    def keep_codes(self) -> calls.SignIn:
        return self._take(calls.KeepRecoveryCodes)

    def make_passkey(self, key: Authenticator) -> calls.SignIn:
        """In place of the authenticator app, during set-up."""
        begin = passkeys.BeginPasskeySetup(attempt_token=self.attempt)
        options = self.world.ask(begin).options
        return self._take(passkeys.FinishPasskeySetup, credential=key.make(options))

    def passkey_options(self) -> dict[str, Any]:
        begin = passkeys.BeginPasskeySignIn(attempt_token=self.attempt)
        return self.world.ask(begin).options

    def answer_passkey(self, credential: dict[str, Any]) -> calls.SignIn:
        return self._take(passkeys.FinishPasskeySignIn, credential=credential)

    def use_passkey(self, key: Authenticator) -> calls.SignIn:
        return self.answer_passkey(key.sign(self.passkey_options()))

    def use_mailbox_alone(self) -> calls.SignIn:
        return self._take(calls.UseMailboxAlone)

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

    def _take(self, step: type[calls.TakeStep], **given: Any) -> calls.SignIn:
        held = {"attempt_token": self.attempt, "session_token": self.session}
        result = self.world.ask(step(**held, **given))
        self.attempt = result.attempt_token or self.attempt
        self.session = result.session_token or self.session
        self.device = result.device_token or self.device
        return result.sign_in
