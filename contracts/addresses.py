"""E-mail addresses: as they are compared, and as they may be shown."""


def normalize(address: str) -> str:
    """The address as it is compared: the same mailbox, however it was typed.

    Local parts are ASCII (`contracts.values.Address`), so folding cannot make one of two.
    """
    return address.strip().lower()


def masked(address: str) -> str:
    """Enough for the owner to recognize, too little for anyone else: `m•••@example.test`."""
    local_part, _, domain = address.rpartition("@")
    return f"{local_part[:1]}•••@{domain}"
