"""The service itself: events in by the broker, calls over RPC, nothing secret in its log."""

import datetime
import functools
import uuid

import msgspec
import psycopg
import pyotp
import pytest
from cryptography.fernet import Fernet
from typer.testing import CliRunner

from backbone import testing
from backbone.calls.asking import ask
from backbone.testing import fresh_database, send_event, wait_for
from contracts import ids, links
from contracts.calls import account, passkeys
from contracts.calls import auth as calls
from contracts.errors import AttemptEnded, LinkInvalid, NotSignedIn, StepOutOfOrder
from contracts.events import decode
from contracts.events.accounts import CodeIssued, LinkRequested
from contracts.events.contacts import ContactInvited
from contracts.events.firms import FirmRegistered
from operations import sign_in

LINK_KEY = "the-one-key"


@pytest.fixture(scope="module")
def url():
    return fresh_database("auth")


@pytest.fixture(scope="module")
def broker():
    return testing.fresh_vhost()


@pytest.fixture(scope="module")
def service(url, broker):
    own = {
        "public_url": "http://localhost:8100",
        "link_keys": LINK_KEY,
        "secret_keys": Fernet.generate_key().decode(),
        "log_level": "DEBUG",  # at which it says most
        "poll": 3600,  # codes go out because their clock was woken
    }
    with testing.running("auth", url, broker, **own) as process:
        yield process


@pytest.fixture
def call(broker, service):
    return functools.partial(ask, broker)


def link(email: str = "ana@example.com") -> str:
    now = datetime.datetime.now(datetime.UTC)
    return links.seal(
        links.Link(
            firm_id="hollis",
            person_id=ids.person_id("hollis", "c-1"),
            address_digest=links.address_digest(email),
            target=links.Target(),
            issued_at=now,
            expires_at=now + links.VALID_FOR,
        ),
        [LINK_KEY],
    )


def published(url):
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT exchange, body FROM outbox ORDER BY id").fetchall()
    return [decode(bytes(body), exchange)[1] for exchange, body in rows]


def mailed_code(url) -> str:
    return [event.code for event in published(url) if isinstance(event, CodeIssued)][-1]


def invite(broker, call):
    """The contact first and its firm after: the service waits for what is missing."""
    invited = ContactInvited(contact_id="c-1", name="Ana Duarte", email="ana@example.com")
    send_event(testing.firm_url(broker, "hollis"), "hollis", invited)
    send_event(broker, "hollis", FirmRegistered(name="Hollis & Bray"))

    def started():
        try:
            return call(calls.StartSignIn(link=link()))
        except LinkInvalid:
            return None

    return wait_for(started, within=20)


def test_a_person_invited_over_the_broker_signs_in_over_rpc(broker, url, service, call):
    token = invite(broker, call).attempt_token
    call(calls.SendCode(attempt_token=token))
    proved = calls.CheckCode(attempt_token=token, code=mailed_code(url))
    walked = call(proved)
    assert walked.sign_in.step == "totp_setup"
    token = walked.attempt_token
    secret = call(calls.BeginTotp(attempt_token=token)).secret
    shown = calls.CheckTotp(attempt_token=token, code=pyotp.TOTP(secret).now())
    walked = call(shown)
    kept, token = walked.sign_in.recovery_codes, walked.attempt_token
    done = call(calls.KeepRecoveryCodes(attempt_token=token))

    held = calls.ResolveSession(session_token=done.session_token)
    session = call(held)
    assert [person.person_id for person in session.persons] == [ids.person_id("hollis", "c-1")]
    call(calls.EndSession(session_token=done.session_token))
    with pytest.raises(NotSignedIn):
        call(held)

    secrets = [token, done.session_token, secret, proved.code, shown.code, *kept]
    private = [*secrets, link(), "ana@example.com", "Duarte"]
    log = service.log.read_text()
    assert not any(each in log for each in private)
    assert "call answered" in log


def test_a_refusal_says_over_rpc_where_the_sign_in_stands(broker, call):
    token = invite(broker, call).attempt_token

    with pytest.raises(StepOutOfOrder) as refused:
        call(calls.BeginTotp(attempt_token=token))
    assert refused.value.extra == {"step": "mailbox"}


def test_a_made_up_session_token_is_nobodys(broker, call):
    made_up = calls.ResolveSession(session_token=uuid.uuid4().hex)

    with pytest.raises(NotSignedIn):
        call(made_up)


FILLING = {
    "code": "12345678",
    "name": "Phone",
    "time_zone": "Europe/Paris",
    "credential": {},
    "which": "all",
    "factor": "totp",
    "passkey_id": str(uuid.uuid4()),
    "device_id": str(uuid.uuid4()),
}


def every(kind: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    """The calls of this kind; what others are built upon is none itself."""
    modules = (calls, account, passkeys)
    found = [it for module in modules for it in vars(module).values() if isinstance(it, type)]
    return [it for it in found if issubclass(it, kind) and not it.__subclasses__()]


def filled(kind: type[msgspec.Struct], **token: str) -> msgspec.Struct:
    required = [field.name for field in msgspec.structs.fields(kind) if field.required]
    return msgspec.convert({**{name: FILLING.get(name) for name in required}, **token}, kind)


@pytest.mark.parametrize("kind", every(calls.ByAttempt), ids=lambda kind: kind.__name__)
def test_no_step_of_a_sign_in_answers_a_made_up_attempt(call, kind):
    with pytest.raises(AttemptEnded):
        call(filled(kind, attempt_token="x" * 43))


@pytest.mark.parametrize("kind", every(account.BySession), ids=lambda kind: kind.__name__)
def test_nothing_on_the_account_page_answers_a_made_up_session(call, kind):
    with pytest.raises(NotSignedIn):
        call(filled(kind, session_token="x" * 43))


def test_the_commands_of_those_who_run_it_reach_the_service(broker, service, monkeypatch):
    monkeypatch.setenv("REDWELL_AMQP_URL", broker)
    run = CliRunner().invoke

    assert "All have the newest key now." in run(sign_in.app, ["rotate"]).output
    nobody = run(sign_in.app, ["end", "hollis", "c-404"])
    assert (nobody.exit_code, nobody.output) == (1, "There is nothing here for you to see.\n")


def test_a_code_for_a_typed_address_is_sent_by_the_clock(broker, url, call):
    invite(broker, call)
    before = len(published(url))
    started = call(calls.StartByAddress(email="ana@example.com"))

    assert started.sign_in.step == "code"
    [sent] = wait_for(lambda: published(url)[before:])
    assert isinstance(sent, CodeIssued | LinkRequested)
