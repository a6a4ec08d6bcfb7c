"""What a browser is told of its sign-in: where it stands, and nothing that it must not know yet."""

import msgspec

from contracts.addresses import masked
from contracts.calls.auth import Factor, FirmCard, SignIn, Step, Stop
from contracts.links import Target
from services.auth import firms, recovery
from services.auth.walk import Walk
from services.auth.work import AuthWork

NO_FIRM = FirmCard(id="", name="", contact="", accent="#1f4f82")


def describe(work: AuthWork, walk: Walk) -> SignIn:
    """Where the sign-in stands. It says no name before something is proved."""
    step, person = walk.step, walk.person
    return SignIn(
        step=step,
        firm=firms.card(walk.firms[0]) if walk.firms else NO_FIRM,
        name=_name(walk) if walk.first_proved else "",
        masked_address=masked(walk.email),
        first_time=person is not None and (not walk.is_set_up or person.activated_at is None),
        target=msgspec.convert(walk.attempt.target, Target),
        resend_at=walk.code.resend_at if walk.code and not walk.first_proved else None,
        recovery_codes=recovery.shown(work, walk.account)
        if step == "recovery_codes" and walk.account
        else [],
        factors=_factors(walk, step),
        remembered=walk.device is not None,
        way=[] if step == "done" else _stops(walk),
    )


def _name(walk: Walk) -> str:
    """As the person has confirmed it; until then as the firm has it."""
    confirmed = walk.account.name if walk.account else None
    return confirmed or (walk.person.name if walk.person else "")


def _stops(walk: Walk) -> list[Stop]:
    """All steps, as far as the browser may know them.

    Who holds the link of a first invitation is not told before a proof that the address has an
    account, which could only be by another firm.
    """
    first: list[Stop] = [] if walk.device else ["mailbox", "code"]
    person = walk.person
    if not walk.first_proved and (person is None or person.activated_at is None):
        return [*first, "totp"] if person is None else [*first, *_SET_UP, "welcome"]
    confirmed = walk.account is not None and walk.account.time_zone is not None
    return [*first, *_stops_of_second_factor(walk), *([] if confirmed else _WELCOME)]


def _stops_of_second_factor(walk: Walk) -> list[Stop]:
    if not walk.is_set_up or walk.step == "recovery_codes":
        return _SET_UP
    if not walk.has_factor:
        return []
    unkept = walk.account is not None and walk.account.codes_sealed is not None
    return ["totp", "recovery_codes"] if unkept else ["totp"]


_SET_UP: list[Stop] = ["totp_setup", "recovery_codes"]
_WELCOME: list[Stop] = ["welcome"]


def _factors(walk: Walk, step: Step) -> list[Factor]:
    allowed = walk.policy.second_factors
    offered: dict[Factor, bool]
    if step == "totp_setup":
        offered = {"passkey": "passkey" in allowed, "totp": True, "email": "email" in allowed}
    elif step == "totp":
        offered = {
            "passkey": "passkey" in allowed and bool(walk.passkeys),
            "totp": walk.authenticator is not None,
            "recovery_code": True,
        }
    else:
        may = step in ("mailbox", "code") and (walk.person is None or bool(walk.passkeys))
        offered = {"passkey": may and "passkey" in allowed}
    return [factor for factor, is_offered in offered.items() if is_offered]
