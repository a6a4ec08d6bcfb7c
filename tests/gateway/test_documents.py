"""A document's way through the whole portal: uploaded, sent, seen, opened, packed."""

import base64
import datetime
import hashlib

import httpx
import msgspec
import pytest

from backbone import testing
from contracts import buckets, ids
from contracts.events.documents import DocumentShared
from contracts.events.messages import MessagePosted
from tests.gateway import cast, papers
from tests.gateway.papers import TEXT
from tests.portal import Portal


@pytest.fixture(scope="module")
def ana(portal: Portal, firm: str) -> cast.Client:
    """A client whose attorney takes part too."""
    return cast.with_attorney(portal, cast.client(portal, firm, "ana-of-papers", "Ana Papers"))


def test_what_may_be_sent_is_said_before(ana: cast.Client) -> None:
    limits = ana.browser.get("/v1/documents/limits").json()
    assert limits["max_bytes"] == 5 * 1024**3
    assert limits["part_size"] == 8 * 1024**2
    assert "exe" in limits["refused_endings"]


def test_a_file_goes_with_a_message_and_is_opened(portal: Portal, ana: cast.Client) -> None:
    document_id = papers.upload(ana, name="Agreement ñ.txt")
    sent = papers.send(ana, document_id, body="")
    assert sent.status_code == 201, sent.text
    (attachment,) = sent.json()["attachments"]
    assert (attachment["name"], attachment["state"]) == ("Agreement ñ.txt", "checking")
    document = testing.wait_for(lambda: shared(ana, document_id)) or {}
    assert (document["mine"], document["state"]) == (True, "checking")
    refused = ana.browser.post(f"/v1/documents/{document_id}/address", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "not_ready")

    papers.find_good(portal, document_id)
    testing.wait_for(lambda: states(ana) == ["ready"])
    address = ana.browser.post(f"/v1/documents/{document_id}/address", {"purpose": "download"})
    read = httpx.get(address.json()["url"])
    assert (read.content, read.headers["x-content-type-options"]) == (TEXT, "nosniff")
    assert "Agreement%20%C3%B1.txt" in read.headers["content-disposition"]
    (listed,) = ana.browser.get("/v1/documents?q=agreement&sort=name").json()["items"]
    assert (listed["id"], listed["opened"]) == (document_id, True)


def shared(client: cast.Client, document_id: str) -> dict[str, object] | None:
    found: dict[str, object] = client.browser.get(f"/v1/documents/{document_id}").json()
    return found if found["shared_at"] else None


def states(client: cast.Client) -> list[str]:
    page = client.browser.get(f"/v1/conversations/{client.conversation_id}/messages").json()
    return [each["state"] for message in page["items"] for each in message["attachments"]]


def test_a_message_goes_only_with_what_is_there_and_ones_own(
    ana: cast.Client, ben: cast.Client
) -> None:
    unfinished = papers.begin(ana).json()["document_id"]
    for document_id, refusal in (
        (unfinished, (409, "not_ready")),
        (str(ids.new_id()), (404, "not_found")),
        (papers.upload(ben), (404, "not_found")),
    ):
        answer = papers.send(ana, document_id)
        assert (answer.status_code, answer.json()["code"]) == refusal
    nothing = papers.send(ana, body=" \u200b")
    assert (nothing.status_code, nothing.json()["field"]) == (422, "body")


def test_an_upload_goes_on_and_says_what_is_missing(ana: cast.Client) -> None:
    content = b"x" * (8 * 1024**2 + 5)
    document_id = papers.begin(ana, content).json()["document_id"]
    path = f"/v1/documents/{document_id}/upload"
    last = content[8 * 1024**2 :]
    digest = base64.b64encode(hashlib.sha256(last).digest()).decode()
    asked = ana.browser.post(f"{path}/addresses", {"parts": [{"number": 2, "sha256": digest}]})
    assert httpx.put(asked.json()["items"][0]["url"], content=last).status_code == 200
    assert ana.browser.get(path).json()["received"] == [2]
    refused = ana.browser.post(f"{path}/complete")
    assert (refused.status_code, refused.json()["code"]) == (409, "upload_incomplete")
    assert refused.json()["missing"] == [1]
    assert ana.browser.request("DELETE", path).status_code == 204
    assert ana.browser.get(path).status_code == 404


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": "setup.exe"}, "name"),
        ({"name": "\u202e\u2066"}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"size": 0}, "size"),
        ({"size": 5 * 1024**3 + 1}, "size"),
        ({"file": "3e2f8ff8-04de-5d19-87fe-033db0482017"}, "Idempotency-Key"),
    ],
)
def test_what_may_not_be_sent_is_refused_before_it_is(
    ana: cast.Client, more: dict[str, object], field: str
) -> None:
    answer = papers.begin(ana, **more)  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["field"]) == (422, field)


def test_documents_chosen_together_become_one_file(portal: Portal, ana: cast.Client) -> None:
    documents = [papers.upload(ana, name=f"{n}.txt") for n in range(2)]
    for each in documents:
        papers.find_good(portal, each)
    asked = ana.browser.post("/v1/documents/archive", {"document_ids": documents}).json()
    assert (asked["state"], asked["documents"], asked["address"]) == ("making", 2, None)
    papers.made(portal, asked["id"])
    done = ana.browser.get(f"/v1/archives/{asked['id']}").json()
    assert done["state"] == "ready"
    assert buckets.archive(asked["id"]) in done["address"]["url"]


def test_what_the_firm_shares_comes_with_its_message(
    portal: Portal, firm: str, ana: cast.Client
) -> None:
    told = {"matter_id": "m-ana-of-papers", "author_id": "nora"}
    now = datetime.datetime.now(datetime.UTC).isoformat()
    file = {"key": "k", "name": "Letter.txt", "size": 1, "sha256": "0" * 64}
    message = {"message_id": "with-letter", "body": "Please read.", "attachments": ["letter"]}
    posted = msgspec.convert({**told, **message, "posted_at": now}, MessagePosted)
    shared = msgspec.convert(
        {**told, **file, "document_id": "letter", "shared_at": now}, DocumentShared
    )
    portal.send(firm, posted)  # waits for the document
    portal.send(firm, shared)
    assert testing.wait_for(lambda: "checking" in states(ana) or None, within=60)
    assert ana.browser.get("/v1/documents?q=Letter").json()["items"] == []
