"""E-mail addresses as they travel."""

from contracts.errors import EventRefused


def as_it_travels(address: str) -> str:
    """The address with its domain in ASCII (IDNA); raises EventRefused where there is no such."""
    local_part, _, domain = address.rpartition("@")
    try:
        return f"{local_part}@{domain.encode('idna').decode()}"
    except UnicodeError as error:
        raise EventRefused("The e-mail address has a domain that cannot exist.") from error
