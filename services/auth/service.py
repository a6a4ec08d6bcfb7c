"""Who may come in: persons and accounts, links, factors and sessions."""

import datetime

from sqlalchemy.orm import Session

from backbone.service import Delivery, Service, every, rpc, subscribe
from contracts.calls import auth as calls
from contracts.events.firm import ContactInvited, ContactRemoved, ContactUpdated
from contracts.events.internal import FirmRegistered
from services.auth import firms, persons, pruning, sessions, signing_in
from services.auth.context import Context, Keys
from services.auth.settings import AuthSettings


class AuthService(Service):
    name = "auth"
    Settings = AuthSettings
    settings: AuthSettings

    @subscribe
    def on_firm_registered(
        self, session: Session, event: FirmRegistered, delivery: Delivery
    ) -> None:
        firms.register(self.context(session), delivery.firm_id, event, delivery.time)

    @subscribe
    def on_contact_invited(
        self, session: Session, event: ContactInvited, delivery: Delivery
    ) -> None:
        persons.invite(self.context(session), delivery.firm_id, event, delivery.time)

    @subscribe
    def on_contact_updated(
        self, session: Session, event: ContactUpdated, delivery: Delivery
    ) -> None:
        persons.update(self.context(session), delivery.firm_id, event, delivery.time)

    @subscribe
    def on_contact_removed(
        self, session: Session, event: ContactRemoved, delivery: Delivery
    ) -> None:
        persons.remove(self.context(session), delivery.firm_id, event, delivery.time)

    @rpc
    def start_sign_in(self, session: Session, call: calls.StartSignIn) -> calls.SignInStarted:
        return signing_in.start(self.context(session), call)

    @rpc
    def get_sign_in(self, session: Session, call: calls.GetSignIn) -> calls.SignIn:
        return signing_in.look(self.context(session), call)

    @rpc
    def send_code(self, session: Session, call: calls.SendCode) -> calls.SignIn:
        return signing_in.send_code(self.context(session), call)

    @rpc
    def check_code(self, session: Session, call: calls.CheckCode) -> calls.SignInResult:
        return signing_in.check_code(self.context(session), call)

    @rpc
    def begin_totp(self, session: Session, call: calls.BeginTotp) -> calls.TotpSetup:
        return signing_in.begin_totp(self.context(session), call)

    @rpc
    def check_totp(self, session: Session, call: calls.CheckTotp) -> calls.SignInResult:
        return signing_in.check_totp(self.context(session), call)

    @rpc
    def check_recovery_code(
        self, session: Session, call: calls.CheckRecoveryCode
    ) -> calls.SignInResult:
        return signing_in.check_recovery_code(self.context(session), call)

    @rpc
    def keep_recovery_codes(
        self, session: Session, call: calls.KeepRecoveryCodes
    ) -> calls.SignInResult:
        return signing_in.keep_recovery_codes(self.context(session), call)

    @rpc
    def resolve_session(self, session: Session, call: calls.ResolveSession) -> calls.Session:
        return sessions.resolve(self.context(session), call.session_token)

    @rpc
    def end_session(self, session: Session, call: calls.EndSession) -> None:
        sessions.end(self.context(session), call.session_token)

    @every(600)
    def prune(self) -> None:
        with self.transaction() as session:
            pruning.prune(self.context(session))

    def context(self, session: Session) -> Context:
        keys = Keys.read(self.settings.link_keys, self.settings.secret_keys)
        return Context(session, keys, datetime.datetime.now(datetime.UTC))
