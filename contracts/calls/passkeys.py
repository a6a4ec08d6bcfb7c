"""Calls to the auth service about passkeys (WebAuthn Level 3).

`options` go to `PublicKeyCredential.parse…OptionsFromJSON`, `credential` is what `toJSON` gives. A
challenge works once, for five minutes, in the browser that asked for it.
"""

import uuid
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from contracts.calls.account import BySession, Factors, Proved
from contracts.calls.auth import ByAttempt, Remember, TakeStep
from contracts.values import NAME

PasskeyName = Annotated[str, Meta(min_length=1, max_length=60, extra=NAME)]
Credential = Annotated[
    dict[str, Any], Meta(description="As `PublicKeyCredential.toJSON()` gives it.")
]


class PasskeyOptions(msgspec.Struct, frozen=True, kw_only=True):
    options: dict[str, Any]


class BeginPasskeySetup(ByAttempt[PasskeyOptions], frozen=True, kw_only=True):
    """During set-up, in place of the authenticator app. Raises StepOutOfOrder."""


class FinishPasskeySetup(TakeStep, frozen=True, kw_only=True):
    """Raises PasskeyRefused."""

    credential: Credential
    name: PasskeyName = "Passkey"


class BeginPasskeySignIn(ByAttempt[PasskeyOptions], frozen=True, kw_only=True):
    """At mailbox, code or totp. Raises StepOutOfOrder."""


class FinishPasskeySignIn(TakeStep, frozen=True, kw_only=True):
    """Counts as both factors where the authenticator verified its user. Raises PasskeyRefused."""

    credential: Credential
    remember: Remember = False


class BeginPasskeyAdd(BySession[PasskeyOptions], frozen=True, kw_only=True):
    """On the account page. Raises ProofNeeded."""


class FinishPasskeyAdd(BySession[Factors], frozen=True, kw_only=True):
    """Raises ProofNeeded, PasskeyRefused."""

    credential: Credential
    name: PasskeyName = "Passkey"


class RenamePasskey(BySession[Factors], frozen=True, kw_only=True):
    """Raises NotFound."""

    passkey_id: uuid.UUID
    name: PasskeyName


class RemovePasskey(BySession[Factors], frozen=True, kw_only=True):
    """Raises NotFound, ProofNeeded, LastFactor."""

    passkey_id: uuid.UUID


class BeginPasskeyProof(BySession[PasskeyOptions], frozen=True, kw_only=True):
    """Prove it is still you."""


class FinishPasskeyProof(BySession[Proved], frozen=True, kw_only=True):
    """The passkey's answer: it is still you. Raises PasskeyRefused."""

    credential: Credential
