"""A person as events name them."""

import uuid

import msgspec


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """A person as both sides know them."""

    person_id: uuid.UUID
    contact_ref: str
    name: str
