"""Who may come in: persons and accounts, links, factors and sessions."""

from backbone.service import Service, answer, every, hear, when_due
from backbone.setbacks import one_by_one
from services.auth import (
    codes,
    contacts,
    factors,
    firms,
    policies,
    profile,
    proofs,
    pruning,
    resetting,
    running,
    sessions,
    signed_in_places,
    signing_in,
    starting,
)
from services.auth.models import Code
from services.auth.settings import AuthSettings
from services.auth.work import AuthWork


class AuthService(Service):
    name = "auth"
    Settings = AuthSettings
    Work = AuthWork
    answers = [
        answer(starting.by_link),
        answer(starting.by_address),
        answer(starting.request_link),
        answer(signing_in.look),
        answer(signing_in.send_code),
        answer(signing_in.check_code),
        answer(signing_in.begin_totp),
        answer(signing_in.check_totp),
        answer(signing_in.check_recovery_code),
        answer(signing_in.keep_recovery_codes),
        answer(signing_in.use_mailbox_alone),
        answer(signing_in.begin_passkey_setup),
        answer(signing_in.finish_passkey_setup),
        answer(signing_in.begin_passkey_sign_in),
        answer(signing_in.finish_passkey_sign_in),
        answer(sessions.resolve),
        answer(profile.confirm),
        answer(signed_in_places.list_),
        answer(signed_in_places.end),
        answer(signed_in_places.sign_out),
        answer(signed_in_places.forget_device),
        answer(proofs.prove),
        answer(proofs.begin_passkey),
        answer(proofs.finish_passkey),
        answer(factors.show),
        answer(factors.begin_totp_change),
        answer(factors.confirm_totp_change),
        answer(factors.remove_totp),
        answer(factors.make_recovery_codes),
        answer(factors.begin_passkey_add),
        answer(factors.finish_passkey_add),
        answer(factors.rename_passkey),
        answer(factors.remove_passkey),
        answer(running.rotate_secrets),
        answer(running.sign_out),
    ]
    hears = [
        hear(firms.register),
        hear(policies.change),
        hear(sessions.announce_policy),
        hear(contacts.invite),
        hear(contacts.update),
        hear(contacts.remove),
        hear(resetting.reset),
    ]

    @when_due(Code)
    def send_typed_codes(self) -> float | None:
        return one_by_one(self, codes.typed, codes.send_typed)

    @every(600)
    def prune(self) -> None:
        with self.turn() as work:
            pruning.prune(work)
