"""Who may come in: persons and accounts, links, factors and sessions."""

import datetime

from sqlalchemy.orm import Session

from backbone.service import Delivery, Service, every, rpc, subscribe
from contracts.calls import account, auth_operations, passkeys
from contracts.calls import auth as calls
from contracts.events.contacts import (
    ContactFactorsReset,
    ContactInvited,
    ContactRemoved,
    ContactUpdated,
)
from contracts.events.firms import FirmPolicyChanged, FirmRegistered
from services.auth import (
    codes,
    factors,
    firms,
    persons,
    places,
    policies,
    proofs,
    pruning,
    resetting,
    running,
    sessions,
    signing_in,
    starting,
)
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

    @subscribe
    def on_firm_policy_changed(
        self, session: Session, event: FirmPolicyChanged, delivery: Delivery
    ) -> None:
        context = self.context(session)
        policies.change(context, delivery.firm_id, event, delivery.time)
        sessions.changed_at(context, delivery.firm_id)

    @subscribe
    def on_contact_factors_reset(
        self, session: Session, event: ContactFactorsReset, delivery: Delivery
    ) -> None:
        resetting.reset(self.context(session), delivery.firm_id, event, delivery.time)

    @rpc
    def start_sign_in(self, session: Session, call: calls.StartSignIn) -> calls.SignInStarted:
        return starting.by_link(self.context(session), call)

    @rpc
    def start_by_address(self, session: Session, call: calls.StartByAddress) -> calls.SignInStarted:
        return starting.by_address(self.context(session), call)

    @rpc
    def request_link(self, session: Session, call: calls.RequestLink) -> calls.LinkSent:
        return starting.request_link(self.context(session), call)

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
    def use_mailbox_alone(
        self, session: Session, call: calls.UseMailboxAlone
    ) -> calls.SignInResult:
        return signing_in.use_mailbox_alone(self.context(session), call)

    @rpc
    def begin_passkey_setup(
        self, session: Session, call: passkeys.BeginPasskeySetup
    ) -> passkeys.PasskeyOptions:
        return signing_in.begin_passkey_setup(self.context(session), call)

    @rpc
    def finish_passkey_setup(
        self, session: Session, call: passkeys.FinishPasskeySetup
    ) -> calls.SignInResult:
        return signing_in.finish_passkey_setup(self.context(session), call)

    @rpc
    def begin_passkey_sign_in(
        self, session: Session, call: passkeys.BeginPasskeySignIn
    ) -> passkeys.PasskeyOptions:
        return signing_in.begin_passkey_sign_in(self.context(session), call)

    @rpc
    def finish_passkey_sign_in(
        self, session: Session, call: passkeys.FinishPasskeySignIn
    ) -> calls.SignInResult:
        return signing_in.finish_passkey_sign_in(self.context(session), call)

    @rpc
    def resolve_session(self, session: Session, call: calls.ResolveSession) -> calls.Session:
        return sessions.resolve(self.context(session), call.session_token)

    @rpc
    def end_session(self, session: Session, call: calls.EndSession) -> None:
        places.sign_out(self.context(session), call.session_token)

    @rpc
    def confirm_profile(self, session: Session, call: account.ConfirmProfile) -> calls.Session:
        return places.confirm_profile(self.context(session), call)

    @rpc
    def list_sessions(self, session: Session, call: account.ListSessions) -> account.SignedInPlaces:
        return places.show(self.context(session), call)

    @rpc
    def end_sessions(self, session: Session, call: account.EndSessions) -> account.SignedInPlaces:
        return places.end(self.context(session), call)

    @rpc
    def forget_device(self, session: Session, call: account.ForgetDevice) -> account.SignedInPlaces:
        return places.forget_device(self.context(session), call)

    @rpc
    def get_factors(self, session: Session, call: account.GetFactors) -> account.Factors:
        return factors.show(self.context(session), call)

    @rpc
    def prove(self, session: Session, call: account.Prove) -> account.Proved:
        return proofs.prove(self.context(session), call)

    @rpc
    def begin_totp_change(self, session: Session, call: account.BeginTotpChange) -> calls.TotpSetup:
        return factors.begin_totp_change(self.context(session), call)

    @rpc
    def confirm_totp_change(
        self, session: Session, call: account.ConfirmTotpChange
    ) -> account.Factors:
        return factors.confirm_totp_change(self.context(session), call)

    @rpc
    def remove_totp(self, session: Session, call: account.RemoveTotp) -> account.Factors:
        return factors.remove_totp(self.context(session), call)

    @rpc
    def make_recovery_codes(
        self, session: Session, call: account.MakeRecoveryCodes
    ) -> account.RecoveryCodes:
        return factors.make_recovery_codes(self.context(session), call)

    @rpc
    def begin_passkey_proof(
        self, session: Session, call: passkeys.BeginPasskeyProof
    ) -> passkeys.PasskeyOptions:
        return proofs.begin_passkey(self.context(session), call)

    @rpc
    def finish_passkey_proof(
        self, session: Session, call: passkeys.FinishPasskeyProof
    ) -> account.Proved:
        return proofs.finish_passkey(self.context(session), call)

    @rpc
    def begin_passkey_add(
        self, session: Session, call: passkeys.BeginPasskeyAdd
    ) -> passkeys.PasskeyOptions:
        return factors.begin_passkey_add(self.context(session), call)

    @rpc
    def finish_passkey_add(
        self, session: Session, call: passkeys.FinishPasskeyAdd
    ) -> account.Factors:
        return factors.finish_passkey_add(self.context(session), call)

    @rpc
    def rename_passkey(self, session: Session, call: passkeys.RenamePasskey) -> account.Factors:
        return factors.rename_passkey(self.context(session), call)

    @rpc
    def remove_passkey(self, session: Session, call: passkeys.RemovePasskey) -> account.Factors:
        return factors.remove_passkey(self.context(session), call)

    @rpc
    def rotate_secrets(
        self, session: Session, call: auth_operations.RotateSecrets
    ) -> auth_operations.SecretsRotated:
        return running.rotate_secrets(self.context(session), call)

    @rpc
    def sign_out_person(
        self, session: Session, call: auth_operations.SignOutPerson
    ) -> auth_operations.PersonSignedOut:
        return running.sign_out(self.context(session), call)

    @every(0.3)
    def send_typed_codes(self) -> None:
        with self.transaction() as session:
            codes.send_typed(self.context(session))

    @every(600)
    def prune(self) -> None:
        with self.transaction() as session:
            pruning.prune(self.context(session))

    def context(self, session: Session) -> Context:
        keys = Keys.read(self.settings.link_keys, self.settings.secret_keys)
        return Context(session, keys, datetime.datetime.now(datetime.UTC), self.settings.public_url)
