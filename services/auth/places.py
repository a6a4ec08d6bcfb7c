"""Where somebody is signed in, and which devices are remembered: seen and ended by the owner."""

from contracts.calls import account as calls
from contracts.calls.auth import Session as SignedIn
from contracts.errors import InvalidInput, NotFound
from services.auth import devices, proofs, sessions, trail
from services.auth.context import Context
from services.auth.persons import is_time_zone
from services.auth.sessions import Live


def confirm_profile(ctx: Context, call: calls.ConfirmProfile) -> SignedIn:
    live = sessions.require(ctx, call.session_token)
    if not is_time_zone(call.time_zone):
        raise InvalidInput(f"The time zone '{call.time_zone}' is not an IANA name.")
    live.account.name, live.account.time_zone = call.name, call.time_zone
    sessions.changed(ctx, live.account.id)
    return sessions.shown(live)


def show(ctx: Context, call: calls.ListSessions) -> calls.SignedInPlaces:
    return _shown(ctx, sessions.require(ctx, call.session_token))


def end(ctx: Context, call: calls.EndSessions) -> calls.SignedInPlaces:
    """Raises NotSignedIn, NotFound, ProofNeeded."""
    live = sessions.require(ctx, call.session_token)
    own = call.which == "one" and call.session_id == live.session.id
    if call.which != "all" and not own:
        live = proofs.require(ctx, call.session_token)
    ended = _end(ctx, live, call)
    trail.signed_out(ctx, live.account, "person", ended)
    return _shown(ctx, live)


def sign_out(ctx: Context, token: str) -> None:
    live = sessions.find(ctx, token)
    ended = sessions.end(ctx, token)
    if live is not None:
        trail.signed_out(ctx, live.account, "person", ended)


def forget_device(ctx: Context, call: calls.ForgetDevice) -> calls.SignedInPlaces:
    live = sessions.require(ctx, call.session_token)
    remembered = devices.of_account(ctx, live.account.id, live.policy)
    found = [device for device in remembered if device.id == call.device_id]
    if not found:
        raise NotFound()
    found[0].revoked_at = ctx.now
    trail.factor_changed(ctx, live.account, "device_forgotten", live.session.agent)
    return _shown(ctx, live)


def _end(ctx: Context, live: Live, call: calls.EndSessions) -> int:
    if call.which == "others":
        return sessions.end_others(ctx, live)
    if call.which == "all":
        devices.forget_all(ctx, live.account.id)
        return sessions.end_all(ctx, live.account.id)
    ended = sessions.end_one(ctx, live, call.session_id) if call.session_id else 0
    if not ended:
        raise NotFound()
    return ended


def _shown(ctx: Context, live: Live) -> calls.SignedInPlaces:
    return calls.SignedInPlaces(
        sessions=[
            calls.SessionItem(
                session_id=one.id,
                agent=one.agent,
                started_at=one.started_at,
                last_used_at=one.last_used_at,
                current=one.id == live.session.id,
            )
            for one in sessions.open_ones(ctx, live)
        ],
        devices=[
            calls.DeviceItem(
                device_id=device.id,
                agent=device.agent,
                remembered_at=device.remembered_at,
                last_used_at=device.last_used_at,
                ends_at=devices.ends_at(device, live.policy),
            )
            for device in devices.of_account(ctx, live.account.id, live.policy)
        ],
    )
