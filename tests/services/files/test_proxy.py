"""The origin of documents: nothing there acts in a browser, and nothing unsigned passes."""

import datetime
import io

import httpx
import msgspec
import pytest

from backbone import testing
from contracts import buckets
from operations import documents_store
from operations.object_store import ObjectStore
from services.files.settings import FilesSettings
from services.files.store import Store
from tests.services.files import making

KEY = "test-proxy/object"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>fetch("/stolen")</script></svg>'
PORTAL = "http://localhost:1234"


@pytest.fixture(scope="module")
def store() -> Store:
    where = msgspec.convert(testing.stack()["s3"], ObjectStore)
    documents_store.prepare(where, testing.stack()["portal"])
    told = testing.store_settings()
    made = FilesSettings(amqp_url="amqp://x", database_url="postgresql://x", **told)  # type: ignore[arg-type]
    made.store.client.put_object(
        buckets.DOCUMENTS, KEY, io.BytesIO(SVG), len(SVG), content_type="image/svg+xml"
    )
    return made.store


def signed(store: Store, method: str = "GET", key: str = KEY, **query: str) -> str:
    return store.signer.get_presigned_url(
        method,
        buckets.DOCUMENTS,
        key,
        expires=datetime.timedelta(minutes=1),
        extra_query_params=dict(query),
    )


def test_an_image_that_holds_a_script_comes_sandboxed(store: Store) -> None:
    answer = httpx.get(signed(store))
    assert (answer.status_code, answer.content) == (200, SVG)
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert [name for name in headers if name.startswith(("x-amz", "seaweed"))] == []


def test_a_refusal_comes_sandboxed_too(store: Store) -> None:
    answer = httpx.get(signed(store).replace("Signature=", "Signature=0"))
    assert answer.status_code == 403
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "POST", "DELETE", "PATCH"])
def test_what_nobody_has_signed_does_not_reach_the_store(store: Store, method: str) -> None:
    answer = httpx.request(method, f"{testing.stack()['files']}/{buckets.DOCUMENTS}/{KEY}")
    assert (answer.status_code, "nginx" in answer.headers["Server"]) == (403, True)
    assert b"AccessDenied" not in answer.content


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_what_no_browser_has_to_do_is_refused_even_signed(store: Store, method: str) -> None:
    assert httpx.request(method, signed(store, method)).status_code == 403
    assert httpx.get(signed(store)).status_code == 200


def test_ranges_come_through_to_pages_of_the_portal_alone(store: Store) -> None:
    ours = {"Origin": testing.stack()["portal"], "Range": "bytes=0-3"}
    answer = httpx.get(signed(store), headers=ours)
    assert (answer.status_code, answer.content) == (206, SVG[:4])
    assert answer.headers["Access-Control-Allow-Origin"] == testing.stack()["portal"]
    assert "content-range" in answer.headers["Access-Control-Expose-Headers"].lower()
    theirs = httpx.get(signed(store), headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in theirs.headers


def test_a_part_goes_through_as_it_was_signed(store: Store) -> None:
    content = making.pdf(3)
    assert httpx.put(signed(store, "PUT"), content=content).status_code == 200
    assert httpx.get(signed(store)).content == content


def test_a_session_of_the_portal_is_not_passed_on(store: Store) -> None:
    """Cookies of one host are sent to all its ports."""
    answer = httpx.get(signed(store), headers={"Cookie": "session=secret", "Authorization": "x"})
    assert answer.status_code == 200
