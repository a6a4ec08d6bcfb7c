"""Passkeys (WebAuthn Level 3): a challenge, what the authenticator signs, and what is kept of it.

A challenge is bound to the attempt or session that asked for it, works once and for five minutes.
"""

import datetime
import json
import uuid
from typing import Any

import webauthn
from sqlalchemy import select
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import exceptions
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from contracts import ids
from contracts.addresses import shown
from contracts.errors import PasskeyRefused
from services.auth.models import Account, Attempt, Passkey, Session
from services.auth.work import AuthWork

Options = dict[str, Any]
VALID_FOR = datetime.timedelta(minutes=5)
# An authenticator that verifies its user counts as two factors; one that can't still counts as one.
VERIFY = UserVerificationRequirement.PREFERRED


def offer_setup(
    work: AuthWork, holder: Attempt | Session, address: str, name: str, known: list[Passkey]
) -> Options:
    """Options to make a passkey; those the account has already are not made twice."""
    options = webauthn.generate_registration_options(
        rp_id=work.settings.public_url.host,
        rp_name="Redwell",
        user_id=uuid.uuid5(ids.NAMESPACE, f"passkey/{address}").bytes,
        user_name=shown(address),
        user_display_name=name or shown(address),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=VERIFY
        ),
        exclude_credentials=_descriptors(known),
    )
    _challenge(work, holder, options.challenge)
    return _as_json(webauthn.options_to_json(options))


def add(
    work: AuthWork, holder: Attempt | Session, account: Account, credential: Options, name: str
) -> tuple[Passkey, bool]:
    """The new passkey, and whether its authenticator verified the user. Raises PasskeyRefused."""
    try:
        made = webauthn.verify_registration_response(
            credential=credential,
            expected_challenge=_spend(work, holder),
            expected_rp_id=work.settings.public_url.host,
            expected_origin=work.settings.public_url,
        )
    except (exceptions.WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused() from error
    if _by_credential(work, made.credential_id) is not None:
        raise PasskeyRefused()
    passkey = Passkey(
        id=ids.new_id(),
        account_id=account.id,
        credential_id=made.credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        name=name,
        added_at=work.now,
    )
    work.session.add(passkey)
    return passkey, made.user_verified


def offer(work: AuthWork, holder: Attempt | Session, known: list[Passkey]) -> Options:
    """Options to sign in. With nothing `known` the browser offers what it has for this site."""
    options = webauthn.generate_authentication_options(
        rp_id=work.settings.public_url.host,
        allow_credentials=_descriptors(known),
        user_verification=VERIFY,
    )
    _challenge(work, holder, options.challenge)
    return _as_json(webauthn.options_to_json(options))


def use(work: AuthWork, holder: Attempt | Session, address: str, credential: Options) -> bool:
    """Whether the authenticator verified its user, too. The passkey must be the address's own.

    Raises PasskeyRefused.
    """
    challenge = _spend(work, holder)
    passkey = _of_address(work, address, credential)
    if passkey is None:
        raise PasskeyRefused()
    verified = _verify(work, passkey, challenge, credential)
    passkey.sign_count, passkey.last_used_at = verified.new_sign_count, work.now
    return verified.user_verified


def of_account(work: AuthWork, account: Account) -> list[Passkey]:
    return list(
        work.session.scalars(
            select(Passkey).where(Passkey.account_id == account.id).order_by(Passkey.added_at)
        )
    )


def _verify(
    work: AuthWork, passkey: Passkey, challenge: bytes, credential: Options
) -> VerifiedAuthentication:
    try:
        return webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=work.settings.public_url.host,
            expected_origin=work.settings.public_url,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    except (exceptions.WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise PasskeyRefused() from error


def _challenge(work: AuthWork, holder: Attempt | Session, challenge: bytes) -> None:
    holder.challenge, holder.challenge_ends_at = challenge, work.now + VALID_FOR


def _spend(work: AuthWork, holder: Attempt | Session) -> bytes:
    """The challenge, gone from now on whatever comes of it (PasskeyRefused keeps that)."""
    challenge, ends_at = holder.challenge, holder.challenge_ends_at
    holder.challenge = holder.challenge_ends_at = None
    if challenge is None or ends_at is None or ends_at <= work.now:
        raise PasskeyRefused()
    return challenge


def _of_address(work: AuthWork, address: str, credential: Options) -> Passkey | None:
    try:
        named = webauthn.base64url_to_bytes(str(credential.get("id", "")))
    except ValueError:
        return None
    return work.session.scalar(
        select(Passkey)
        .join(Account, Account.id == Passkey.account_id)
        .where(Passkey.credential_id == named, Account.address == address)
        .with_for_update(of=Passkey)
    )


def _by_credential(work: AuthWork, credential_id: bytes) -> Passkey | None:
    return work.session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))


def _descriptors(passkeys: list[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=passkey.credential_id) for passkey in passkeys]


def _as_json(text: str) -> Options:
    options: Options = json.loads(text)
    return options
