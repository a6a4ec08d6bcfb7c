"""Where somebody is signed in, and which devices are remembered: seen and ended by the owner."""

from contracts.calls.account import (
    DeviceItem,
    EndSessions,
    ForgetDevice,
    ListSessions,
    SessionItem,
    SignedInPlaces,
)
from contracts.calls.auth import EndSession
from contracts.errors import NotFound
from services.auth import devices, proofs, sessions, trail
from services.auth.sessions import Live
from services.auth.work import AuthWork


def list_(work: AuthWork, call: ListSessions) -> SignedInPlaces:
    return _shown(work, sessions.require(work, call.session_token))


def end(work: AuthWork, call: EndSessions) -> SignedInPlaces:
    """Raises NotSignedIn, NotFound, ProofNeeded."""
    live = sessions.require(work, call.session_token)
    own = call.which == "one" and call.session_id == live.session.id
    if call.which != "all" and not own:
        live = proofs.require(work, call.session_token)
    trail.signed_out(work, live.account, "person", _end_chosen(work, live, call))
    return _shown(work, live)


def sign_out(work: AuthWork, call: EndSession) -> None:
    sign_out_here(work, call.session_token)


def sign_out_here(work: AuthWork, token: str) -> None:
    """The session of this token ends, if it is one."""
    live = sessions.find(work, token)
    ended = sessions.end(work, token)
    if live is not None:
        trail.signed_out(work, live.account, "person", ended)


def forget_device(work: AuthWork, call: ForgetDevice) -> SignedInPlaces:
    live = sessions.require(work, call.session_token)
    remembered = devices.of_account(work, live.account.id, live.policy)
    found = [device for device in remembered if device.id == call.device_id]
    if not found:
        raise NotFound()
    found[0].revoked_at = work.now
    trail.factor_changed(work, live.account, "device_forgotten", live.session.agent)
    return _shown(work, live)


def _end_chosen(work: AuthWork, live: Live, call: EndSessions) -> int:
    """How many have ended by it. Raises NotFound."""
    if call.which == "others":
        return sessions.end_others(work, live)
    if call.which == "all":
        devices.forget_all(work, live.account.id)
        return sessions.end_all(work, live.account.id)
    ended = sessions.end_one(work, live, call.session_id) if call.session_id else 0
    if not ended:
        raise NotFound()
    return ended


def _shown(work: AuthWork, live: Live) -> SignedInPlaces:
    return SignedInPlaces(
        sessions=[
            SessionItem(
                session_id=one.id,
                agent=one.agent,
                started_at=one.started_at,
                last_used_at=one.last_used_at,
                current=one.id == live.session.id,
            )
            for one in sessions.open_ones(work, live)
        ],
        devices=[
            DeviceItem(
                device_id=device.id,
                agent=device.agent,
                remembered_at=device.remembered_at,
                last_used_at=device.last_used_at,
                ends_at=devices.ends_at(device, live.policy),
            )
            for device in devices.of_account(work, live.account.id, live.policy)
        ],
    )
