"""The stack's passwords and keys: made once, kept in the run folder, given to programs only."""

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping

from contracts.topology import SERVICES
from deploy.local.run import Run, write_private_json

Secrets = Mapping[str, str]


def _password() -> str:
    return secrets.token_urlsafe(24)


def _fernet_key() -> str:
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


MAKERS: dict[str, Callable[[], str]] = {
    "amqp": _password,
    "erlang_cookie": lambda: secrets.token_hex(20),
    "postgres": _password,
    **{f"postgres_{service}": _password for service in SERVICES},
    "s3_access": lambda: secrets.token_hex(10),
    "s3_secret": _password,
    "s3_encryption": lambda: secrets.token_hex(32),
    "link": _password,
    "encryption": _fernet_key,
}


def load(run: Run) -> Secrets:
    """What is missing is made; what is there stays as it is."""
    path = run.folder / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    missing = {name: make() for name, make in MAKERS.items() if name not in kept}
    if missing:
        write_private_json(path, kept | missing)
    return kept | missing
