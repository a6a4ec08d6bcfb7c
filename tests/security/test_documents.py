"""Documents, tried by those whom they are not for: whatever way there is, and whoever they are."""

import datetime
import uuid
from typing import Any

import httpx
import pytest

from backbone import testing
from contracts import buckets, ids
from contracts.events.documents import DocumentRevoked, DocumentShared
from contracts.events.matters import MatterParticipantAdded, MatterParticipantRemoved
from services.files.settings import FilesSettings
from services.files.store.addresses import OPEN_FOR
from tests.gateway import cast, papers
from tests.gateway.papers import TEXT
from tests.portal import Portal

COMMENT = "Is the second page meant to be empty?"
NOW = datetime.datetime.now(datetime.UTC)


@pytest.fixture(scope="module")
def paul(portal: Portal, owner: cast.Client) -> cast.Client:
    """A client of the owner's firm, whose matter has an attorney."""
    return cast.with_attorney(portal, cast.client(portal, owner.firm_id, "paul", "Paul Papers"))


@pytest.fixture(scope="module")
def late(portal: Portal, paul: cast.Client) -> cast.Client:
    """Somebody who takes part in Paul's matter too, and sees what is of tomorrow on."""
    late = cast.client(portal, paul.firm_id, "late-reader", "Lea Reader")
    join(portal, paul, late, NOW + datetime.timedelta(days=1))
    return late


@pytest.fixture(scope="module")
def letter(portal: Portal, paul: cast.Client) -> str:
    return shared(portal, paul, "letter")


def join(
    portal: Portal, client: cast.Client, other: cast.Client, since: datetime.datetime | None = None
) -> None:
    portal.send(
        client.firm_id,
        MatterParticipantAdded(
            matter_id=f"m-{client.contact_id}",
            contact_id=other.contact_id,
            name="Other",
            kind="third_party",
            role="Expert",
            from_date=since,
        ),
    )


def shared(portal: Portal, client: cast.Client, ref: str) -> str:
    """A document of the firm's in the client's matter, ready to be opened."""
    portal.send(
        client.firm_id,
        DocumentShared(
            document_id=ref,
            matter_id=f"m-{client.contact_id}",
            name=f"Confidential {ref}.txt",
            shared_at=datetime.datetime.now(datetime.UTC),
            author_id="nora",
            key="k",
            size=len(TEXT),
            sha256="0" * 64,
        ),
    )
    document_id = str(ids.document_id(client.firm_id, ref))
    testing.wait_for(lambda: papers.find_good(portal, document_id), within=60)
    assert reads(client, document_id)
    return document_id


def reads(client: cast.Client, document_id: str) -> bool:
    return client.browser.get(f"/v1/documents/{document_id}").status_code == 200


def comments(client: cast.Client, document_id: str) -> bool:
    """Messaging hears by itself of who left."""
    return client.browser.get(f"/v1/documents/{document_id}/comments").status_code == 200


def attempts(client: cast.Client, document_id: str) -> list[httpx.Response]:
    """All that somebody can try with a document that they know the id of."""
    browser, path = client.browser, f"/v1/documents/{document_id}"
    digest = {"number": 1, "sha256": "A" * 43 + "="}
    return [
        browser.get(path),
        browser.get(f"{path}/comments"),
        *(browser.post(f"{path}/address", {"purpose": way}) for way in ("view", "download")),
        browser.post(f"{path}/address", {"version": 1}),
        browser.get(f"{path}/upload"),
        browser.post(f"{path}/upload/addresses", {"parts": [digest]}),
        browser.post(f"{path}/upload/complete"),
        browser.request("DELETE", f"{path}/upload"),
        browser.post("/v1/documents/archive", {"document_ids": [document_id]}),
        papers.send(client, document_id),
    ]


def codes(answers: list[httpx.Response]) -> set[tuple[int, str]]:
    return {(answer.status_code, answer.json()["code"]) for answer in answers}


@pytest.fixture(scope="module")
def comment(paul: cast.Client, letter: str) -> str:
    """What Paul has said of the letter, as soon as messaging knows of it."""
    testing.wait_for(lambda: papers.comment(paul, letter, COMMENT).status_code == 201, within=60)
    return COMMENT


@pytest.mark.parametrize("who", ["elsewhere", "foreign", "late"])
def test_nobody_reads_or_writes_comments_on_anothers_document(
    request: pytest.FixtureRequest, paul: cast.Client, letter: str, comment: str, who: str
) -> None:
    other: cast.Client = request.getfixturevalue(who)
    assert comment in paul.browser.get(f"/v1/documents/{letter}/comments").text
    for document_id in (letter, str(uuid.uuid4())):
        path = f"/v1/documents/{document_id}/comments"
        assert codes([other.browser.get(path)]) == {(404, "not_found")}
        assert codes([papers.comment(other, document_id)]) == {(422, "invalid_input")}


@pytest.mark.parametrize("who", ["elsewhere", "foreign", "late"])
def test_nobody_gets_anywhere_with_anothers_document(
    request: pytest.FixtureRequest, paul: cast.Client, letter: str, who: str
) -> None:
    other: cast.Client = request.getfixturevalue(who)
    assert reads(paul, letter)
    assert codes(attempts(other, letter)) == {(404, "not_found")}
    assert codes(attempts(other, str(uuid.uuid4()))) == {(404, "not_found")}
    for path in ("", "?q=Confidential", f"?matter_id={paul.matter_id}", f"?cursor={letter}"):
        found = other.browser.get(f"/v1/documents{path}")
        assert "Confidential" not in found.text


def test_nor_does_a_stranger(portal: Portal, paul: cast.Client, letter: str) -> None:
    nobody = cast.Client(paul.firm_id, "paul", "", portal.browser())
    tried = [*attempts(nobody, letter), papers.comment(nobody, letter)]
    assert codes(tried) == {(401, "not_signed_in")}


def test_an_upload_is_completed_by_nobody_else(
    request: pytest.FixtureRequest, paul: cast.Client
) -> None:
    document_id = papers.begin(paul).json()["document_id"]
    httpx.put(papers.address_of(paul, document_id), content=TEXT)
    for who in ("elsewhere", "foreign", "late"):
        other: cast.Client = request.getfixturevalue(who)
        assert codes(attempts(other, document_id)) == {(404, "not_found")}
        again = papers.begin(other, file=document_id)
        assert (again.status_code, again.json()["code"]) == (409, "conflict")
    done = paul.browser.post(f"/v1/documents/{document_id}/upload/complete")
    assert done.status_code == 200


def test_what_is_revoked_is_gone_for_everybody_from_the_next_request_on(
    portal: Portal, paul: cast.Client
) -> None:
    document_id = shared(portal, paul, "mistake")
    archive = paul.browser.post("/v1/documents/archive", {"document_ids": [document_id]}).json()
    papers.made(portal, archive["id"])
    portal.send(paul.firm_id, DocumentRevoked(document_id="mistake"))
    testing.wait_for(lambda: not reads(paul, document_id))
    assert codes(attempts(paul, document_id)) == {(404, "not_found")}
    testing.wait_for(lambda: papers.comment(paul, document_id).status_code == 422)
    assert paul.browser.get(f"/v1/archives/{archive['id']}").status_code == 404
    assert "mistake" not in paul.browser.get("/v1/documents").text


def test_who_left_the_matter_gets_nothing_from_the_next_request_on(
    portal: Portal, owner: cast.Client
) -> None:
    lara = cast.with_attorney(portal, cast.client(portal, owner.firm_id, "lara", "Lara Leaver"))
    document_id, own = shared(portal, lara, "for-lara"), papers.upload(lara)
    gone = MatterParticipantRemoved(matter_id="m-lara", contact_id="lara")
    portal.send(lara.firm_id, gone)
    testing.wait_for(lambda: not reads(lara, document_id) and not comments(lara, document_id))
    for each in (document_id, own):
        assert codes(attempts(lara, each)) == {(404, "not_found")}
        assert papers.comment(lara, each).status_code == 404
    assert lara.browser.get("/v1/documents").json()["items"] == []
    assert papers.begin(lara).status_code == 404


def test_an_address_ends_after_its_minute_and_opens_nothing_else(
    portal: Portal, paul: cast.Client, letter: str
) -> None:
    own = paul.browser.post(f"/v1/documents/{letter}/address", {}).json()["url"]
    assert f"X-Amz-Expires={OPEN_FOR.seconds}&" in own
    changed = [
        own.replace("X-Amz-Expires=60", "X-Amz-Expires=600"),
        own.replace(f"/{paul.firm_id}/", "/another-firm/"),
        own + "&response-content-type=text%2Fhtml",
        own.replace("attachment", "inline"),
        own.partition("?")[0],
    ]
    assert {httpx.get(each).status_code for each in changed} == {403}
    assert httpx.put(own, content=b"x").status_code in (403, 405)
    ended = signed_before(buckets.version(paul.firm_id, uuid.uuid4()))
    assert httpx.get(ended).status_code == 403


def settings() -> FilesSettings:
    nowhere: dict[str, Any] = {"amqp_url": "amqp://nowhere/", "database_url": "postgresql://x/"}
    return FilesSettings(**nowhere, **testing.store_settings())  # type: ignore[arg-type]


def signed_before(key: str) -> str:
    """An address of a minute that was given two minutes ago."""
    ago = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=2)
    return settings().store.signer.get_presigned_url(
        "GET", buckets.DOCUMENTS, key, expires=OPEN_FOR, request_date=ago
    )


def test_an_address_for_bytes_takes_them_alone_and_reads_nothing(paul: cast.Client) -> None:
    document_id = papers.begin(paul).json()["document_id"]
    url = papers.address_of(paul, document_id)
    assert httpx.put(url, content=TEXT[::-1]).status_code == 400
    assert httpx.put(url, content=TEXT).status_code == 200
    assert httpx.put(url, content=TEXT).status_code == 200  # replayed: the very same bytes
    assert httpx.get(url).status_code == 403
    other = url.replace("x-amz-checksum-sha256=", "x-amz-checksum-sha256=A")
    assert httpx.put(other, content=TEXT).status_code == 403


def test_an_address_names_nobody_and_no_file(paul: cast.Client) -> None:
    document_id = papers.begin(paul, name="Diagnosis of Paul.pdf").json()["document_id"]
    url = papers.address_of(paul, document_id)
    assert "Diagnosis" not in url
    assert "paul" not in url.lower().replace(paul.firm_id, "")
