"""Settings of auth, read once from the environment."""

from typing import Annotated

from msgspec import Meta

from backbone.settings import ServiceSettings

PublicUrl = Annotated[str, Meta(pattern=r"^https?://[^/\s]+$")]
SecretKey = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{43}=$")]  # a Fernet key


class AuthSettings(ServiceSettings, frozen=True, kw_only=True):
    """`link_keys`: newest last; `secret_keys`: newest first, the others only decrypt."""

    public_url: PublicUrl
    link_keys: Annotated[list[str], Meta(min_length=1)]
    secret_keys: Annotated[list[SecretKey], Meta(min_length=1)]
