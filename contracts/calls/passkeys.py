"""Calls to the auth service about passkeys (WebAuthn Level 3).

`options` go to `PublicKeyCredential.parse…OptionsFromJSON`, `credential` is what `toJSON` gives. A
challenge works once, for five minutes, in the browser that asked for it. Raises PasskeyRefused.
"""

import uuid
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from contracts.calls.account import BySession
from contracts.calls.auth import ByAttempt, TakeStep

PasskeyName = Annotated[str, Meta(min_length=1, max_length=60)]


class PasskeyOptions(msgspec.Struct, frozen=True, kw_only=True):
    options: dict[str, Any]


class BeginPasskeySetup(ByAttempt, frozen=True, kw_only=True):
    """During set-up, in place of the authenticator app → PasskeyOptions."""


class FinishPasskeySetup(TakeStep, frozen=True, kw_only=True):
    credential: dict[str, Any]
    name: PasskeyName = "Passkey"


class BeginPasskeySignIn(ByAttempt, frozen=True, kw_only=True):
    """At mailbox, code or totp → PasskeyOptions."""


class FinishPasskeySignIn(TakeStep, frozen=True, kw_only=True):
    """Counts as both factors where the authenticator verified its user."""

    credential: dict[str, Any]
    remember: bool = False


class BeginPasskeyAdd(BySession, frozen=True, kw_only=True):
    """On the account page → PasskeyOptions. Raises ProofNeeded."""


class FinishPasskeyAdd(BySession, frozen=True, kw_only=True):
    """→ Factors. Raises ProofNeeded."""

    credential: dict[str, Any]
    name: PasskeyName = "Passkey"


class RenamePasskey(BySession, frozen=True, kw_only=True):
    """→ Factors. Raises NotFound."""

    passkey_id: uuid.UUID
    name: PasskeyName


class RemovePasskey(BySession, frozen=True, kw_only=True):
    """→ Factors. Raises NotFound, ProofNeeded, LastFactor."""

    passkey_id: uuid.UUID


class BeginPasskeyProof(BySession, frozen=True, kw_only=True):
    """Prove it is still you → PasskeyOptions."""


class FinishPasskeyProof(BySession, frozen=True, kw_only=True):
    """→ Proved."""

    credential: dict[str, Any]
