"""Calls to the auth service for the people who run Redwell."""

from typing import Annotated

import msgspec
from msgspec import Meta

from contracts.calls.auth import AuthCall
from contracts.values import FirmId, Ref


class SecretsRotated(msgspec.Struct, frozen=True, kw_only=True):
    rotated: int


class RotateSecrets(AuthCall[SecretsRotated], frozen=True, kw_only=True):
    """Encrypt all that is stored encrypted anew, with the newest key; call again until 0."""

    most: Annotated[int, Meta(ge=1, le=10_000)] = 1000


class PersonSignedOut(msgspec.Struct, frozen=True, kw_only=True):
    sessions: int


class SignOutPerson(AuthCall[PersonSignedOut], frozen=True, kw_only=True):
    """End every session and forget every device of a contact's account. Raises NotFound."""

    firm_id: FirmId
    contact_id: Ref
