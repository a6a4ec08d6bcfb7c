"""A fingerprint reader that knows its owner and keeps passkeys: Chromium's virtual one."""

import contextlib
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

READER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class FingerprintReader:
    """It belongs to one tab. Whoever else looks at the tab by DevTools takes it away on leaving."""

    def __init__(self, page: Page) -> None:
        self._devtools = page.context.new_cdp_session(page)
        self._put_in([])

    @contextlib.contextmanager
    def put_away(self) -> Iterator[None]:
        """While somebody else looks; afterwards it is back with the passkeys that it had."""
        own = {"authenticatorId": self._id}
        kept = self._devtools.send("WebAuthn.getCredentials", own)["credentials"]
        yield
        self._devtools.send("WebAuthn.disable")
        self._put_in(kept)

    def _put_in(self, kept: list[Any]) -> None:
        self._devtools.send("WebAuthn.enable")
        added = self._devtools.send("WebAuthn.addVirtualAuthenticator", {"options": READER})
        self._id = added["authenticatorId"]
        for each in kept:
            one = {"authenticatorId": self._id, "credential": each}
            self._devtools.send("WebAuthn.addCredential", one)
