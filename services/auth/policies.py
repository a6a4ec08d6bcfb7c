"""How a firm's clients sign in. For an account that knows several firms the strictest holds."""

import dataclasses
import datetime
import functools
from collections.abc import Iterable
from typing import Any

import msgspec

from contracts.errors import NotYet
from contracts.events.firms import FirmPolicyChanged
from services.auth.models import Firm
from services.auth.work import AuthWork

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
DAY = datetime.timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class Policy:
    """`second_factors` of totp, passkey, email; authenticator apps always count."""

    # NIST SP 800-63B-4, 2.2.3 (AAL2): at most an hour idle and a day in all.
    second_factors: frozenset[str] = frozenset({"totp", "passkey"})
    idle: datetime.timedelta = HOUR
    absolute: datetime.timedelta = 24 * HOUR
    remembered: datetime.timedelta = 30 * DAY

    def is_met(self, proofs: Iterable[str]) -> bool:
        """Whether these proofs are enough to be signed in."""
        given = set(proofs)
        passkeys = "passkey" in self.second_factors
        if passkeys and "passkey_verified" in given:
            return True
        if "email" in self.second_factors and "mailbox" in given:
            return True
        seconds = {"totp", "recovery_code"}
        if passkeys:
            seconds |= {"passkey", "passkey_verified"}
        return bool(given & {"mailbox", "device"}) and bool(given & seconds)

    def and_also(self, other: "Policy") -> "Policy":
        return Policy(
            second_factors=self.second_factors & other.second_factors,
            idle=min(self.idle, other.idle),
            absolute=min(self.absolute, other.absolute),
            remembered=min(self.remembered, other.remembered),
        )


def change(work: AuthWork, event: FirmPolicyChanged) -> None:
    """What is given changes; of two events the newer counts, for each value by itself."""
    firm = work.session.get(Firm, work.firm_id, with_for_update=True)
    if firm is None:
        raise NotYet(f"The firm '{work.firm_id}' is not registered yet.")
    moment = work.at.timestamp()
    given = {
        name: {"value": value, "at": moment}
        for name, value in msgspec.to_builtins(event).items()
        if value is not None and moment >= firm.policy.get(name, {}).get("at", 0)
    }
    firm.policy = firm.policy | given


def strictest(firms: Iterable[Firm]) -> Policy:
    """The firms' policies in one; the usual one where there is no firm."""
    each = [_of(firm.policy) for firm in firms]
    return functools.reduce(Policy.and_also, each) if each else Policy()


def _of(stored: dict[str, Any]) -> Policy:
    usual = Policy()
    value = {name: entry["value"] for name, entry in stored.items()}
    factors = value.get("second_factors")
    return Policy(
        second_factors=frozenset({"totp", *factors})
        if factors is not None
        else usual.second_factors,
        idle=value["idle_minutes"] * MINUTE if "idle_minutes" in value else usual.idle,
        absolute=value["absolute_hours"] * HOUR if "absolute_hours" in value else usual.absolute,
        remembered=value["remembered_days"] * DAY
        if "remembered_days" in value
        else usual.remembered,
    )
