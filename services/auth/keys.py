"""The keys of auth: some sign links, some encrypt what must be read again."""

import dataclasses

from cryptography.fernet import Fernet, MultiFernet


@dataclasses.dataclass(frozen=True)
class Keys:
    """`links` sign and read secure links; `secrets` encrypts what must be read again."""

    links: list[str]
    secrets: MultiFernet
    newest_secret: Fernet

    @classmethod
    def read(cls, links: list[str], secrets: list[str]) -> "Keys":
        """From settings: link keys newest last, Fernet keys newest first."""
        each = [Fernet(key) for key in secrets]
        return cls(links, MultiFernet(each), each[0])
