"""On whose behalf a call is made."""

import uuid

import msgspec


class CallerPerson(msgspec.Struct, frozen=True, kw_only=True):
    person_id: uuid.UUID
    firm_id: str


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in account and the persons it may act as. Services check who takes part."""

    account_id: uuid.UUID
    persons: list[CallerPerson]
