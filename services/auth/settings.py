"""Settings of auth, read once from the environment."""

import functools
from typing import Annotated

from msgspec import Meta

from backbone.settings import LinkKeys, PublicUrl, ServiceSettings, SpeaksSmtputf8
from services.auth.keys import Keys

SecretKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}=$")]  # a Fernet key
SecretKeys = Annotated[
    list[SecretKey],
    Meta(
        min_length=1,
        description='Encrypts authenticator secrets: `python -c "from cryptography.fernet import '
        'Fernet; print(Fernet.generate_key().decode())"`.\nTo rotate, put the new one first.',
    ),
]


class AuthSettings(ServiceSettings, frozen=True, kw_only=True, dict=True):
    """`link_keys`: newest last; `secret_keys`: newest first, the others only decrypt."""

    public_url: PublicUrl
    link_keys: LinkKeys
    secret_keys: SecretKeys
    smtputf8: SpeaksSmtputf8 = False

    @functools.cached_property
    def keys(self) -> Keys:
        return Keys.read(self.link_keys, self.secret_keys)
