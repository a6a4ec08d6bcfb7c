"""The web client as the gateway serves it: one page for every view, under a strict policy."""

import base64
import gzip
import hashlib
import os

import httpx
import pytest

from backbone import testing
from tests.gunicorn import FILES_URL, running_gateway

SCRIPT = "console.log('of our own & \"quoted\"')"
PAGE = f'<!doctype html><html><body><div id="a"></div><script>{SCRIPT}</script></body></html>'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("web")
    assets = folder / "_app" / "immutable"
    assets.mkdir(parents=True)
    (assets / "start.0a1b2c.js").write_text("export {}")
    (assets / "start.0a1b2c.js.gz").write_bytes(gzip.compress(b"export {}"))
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "index.html").write_text(PAGE)
    (assets / "assets").mkdir()
    (assets / "assets" / "pdf.worker.min.0a1b2c.mjs").write_text("export {}")
    (folder / "frame").mkdir()
    (folder / "frame" / "show.html").write_text(PAGE)
    (folder / "frame" / "show.js").write_text("export {}")
    return folder


@pytest.fixture(scope="module")
def url(folder):
    with running_gateway(testing.fresh_vhost(), web=folder) as gateway:
        yield gateway.url


def policy(answer):
    parts = [each.partition(" ") for each in answer.headers["content-security-policy"].split("; ")]
    return {name: sources for name, _, sources in parts}


@pytest.mark.parametrize("path", ["/", "/msgs", "/msgs/some-conversation?at=7", "/open", "/v1x"])
def test_every_view_is_the_one_page(url, path):
    answer = httpx.get(url + path)

    assert (answer.status_code, answer.text) == (200, PAGE)
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "damaged", ["/open%23", "/open/%23", "/open%2523", "/open=23", "/OPEN%23", "/open%0d%0a"]
)
def test_a_link_whose_hash_a_mail_filter_changed_still_leads_to_the_page_that_finds_it(
    url, damaged
):
    answer = httpx.get(f"{url}{damaged}eyJhIjoxfQ.s1g-n_d.")

    assert (answer.status_code, answer.text) == (200, PAGE)


def test_the_policy_lets_run_only_our_own_scripts(url):
    ours = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    allowed = policy(httpx.get(url))

    assert allowed["script-src"] == f"'self' 'sha256-{ours}'"
    assert allowed["default-src"] == allowed["object-src"] == allowed["base-uri"] == "'none'"
    assert allowed["frame-ancestors"] == "'none'"
    assert not any("unsafe-inline" in each or "unsafe-eval" in each for each in allowed.values())


def test_pages_fetch_documents_from_their_own_origin_and_frame_only_what_is_ours(url):
    allowed = policy(httpx.get(url))

    assert allowed["connect-src"] == f"'self' {FILES_URL}"
    assert allowed["frame-src"] == allowed["worker-src"] == "'self'"


def test_only_the_worker_that_reads_pdfs_may_run_webassembly(url):
    reader = policy(httpx.get(f"{url}/_app/immutable/assets/pdf.worker.min.0a1b2c.mjs"))

    assert reader["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert reader["default-src"] == "'none'"
    assert "wasm" not in policy(httpx.get(url))["script-src"]


@pytest.mark.parametrize("file", ["show.html", "show.js"])
def test_the_frame_for_markup_of_strangers_is_sandboxed_and_reaches_nothing(url, file):
    answer = httpx.get(f"{url}/frame/{file}")
    allowed = policy(answer)

    assert allowed["default-src"] == "'none'"
    assert allowed["sandbox"] == "allow-scripts allow-modals"
    assert allowed["frame-ancestors"] == allowed["script-src"] == "'self'"
    assert "connect-src" not in allowed
    # Sandboxed it is of no origin, so that its own script comes from elsewhere.
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "x-frame-options" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/_app/immutable/start.0a1b2c.js", "/v1/health", "/v1/no"])
def test_every_answer_carries_the_headers_that_protect(url, path):
    headers = httpx.get(url + path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers
    assert "strict-transport-security" not in headers


def test_the_api_is_never_kept_by_a_cache(url):
    headers = httpx.get(f"{url}/v1/health").headers

    assert headers["cache-control"] == "no-store"
    assert headers["content-security-policy"].startswith("default-src 'none'")


def test_assets_with_a_hash_in_their_name_are_kept_for_good_and_sent_packed(url):
    answer = httpx.get(f"{url}/_app/immutable/start.0a1b2c.js")

    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.text == "export {}"
    plain = httpx.get(
        f"{url}/_app/immutable/start.0a1b2c.js", headers={"Accept-Encoding": "identity"}
    )
    assert "content-encoding" not in plain.headers


@pytest.mark.parametrize(
    ("accepted", "sent"),
    [
        ("gzip", "gzip"),
        ("br, gzip", "gzip"),
        ("GZIP;q=0.5", "gzip"),
        ("*", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=0.000, br", None),
        ("identity, gzip;q=0.5", None),
        ("*;q=0, gzip;q=0.1", "gzip"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("x-gzip", None),
        ("", None),
    ],
)
def test_an_answer_is_packed_as_the_client_asks(url, accepted, sent):
    """RFC 9110, 12.5.3."""
    headers = {"Accept-Encoding": accepted}
    answer = httpx.get(f"{url}/_app/immutable/start.0a1b2c.js", headers=headers)

    assert (answer.status_code, answer.headers.get("content-encoding")) == (200, sent)
    assert answer.text == "export {}"
    assert answer.headers["vary"] == "accept-encoding"


@pytest.mark.parametrize("accepted", ["*;q=0", "identity;q=0, gzip;q=0"])
def test_who_accepts_nothing_gets_nothing(url, accepted):
    assert httpx.get(url, headers={"Accept-Encoding": accepted}).status_code == 406


@pytest.mark.parametrize(
    "path",
    ["/_app/immutable/gone.js", "/gone.png", "/sitemap.xml", "/.well-known/gone", "/_app/gone"],
)
def test_a_missing_file_is_missing(url, path):
    assert httpx.get(url + path).status_code == 404


def test_head_of_a_file_tells_its_length(url):
    answer = httpx.head(f"{url}/icon.svg")

    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["content-length"]) > 0


@pytest.mark.parametrize("path", ["/../pyproject.toml", "/%2e%2e/pyproject.toml", "//etc/passwd"])
def test_nothing_outside_the_folder_is_served(url, path):
    assert httpx.get(url + path).text in (PAGE, "")


def test_an_unchanged_page_is_not_sent_again(url):
    etag = httpx.get(url).headers["etag"]
    again = httpx.get(url, headers={"If-None-Match": etag})

    assert (again.status_code, again.content) == (304, b"")


def test_head_tells_the_same_without_the_page(url):
    head, whole = httpx.head(url), httpx.get(url)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.content))


def test_nothing_but_reading_is_answered(url):
    assert httpx.post(f"{url}/msgs").status_code == 405


def test_a_client_built_anew_is_served_without_a_restart(url, folder):
    page = folder / "index.html"
    page.write_text(PAGE.replace("console.log", "console.info"))
    os.utime(page, (1, 1))
    try:
        answer = httpx.get(url)
        assert "console.info" in answer.text
        assert "sha256-" in policy(answer)["script-src"]
    finally:
        page.write_text(PAGE)


@pytest.fixture(scope="module")
def public():
    """Where the public address is written as people write it."""
    typed = "HTTPS://Bücher.example:443/"
    with running_gateway(testing.fresh_vhost(), public_url=typed) as gateway:
        yield gateway.url


def test_over_https_browsers_are_told_to_stay_there(public):
    assert "max-age=" in httpx.get(public).headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://xn--bcher-kva.example", 422),
        ("https://xn--bcher-kva.example:444", 403),
        ("http://xn--bcher-kva.example", 403),
        ("https://bucher.example", 403),
    ],
)
def test_our_own_pages_are_known_by_the_origin_that_browsers_write(public, origin, status):
    answer = httpx.post(f"{public}/v1/sign-in", json={"link": "short"}, headers={"Origin": origin})

    assert answer.status_code == status


def test_the_client_that_is_built_has_an_icon_and_turns_robots_away(portal):
    icon, robots = (httpx.get(f"{portal.url}/{name}") for name in ("favicon.ico", "robots.txt"))

    assert icon.headers["content-type"] in ("image/x-icon", "image/vnd.microsoft.icon")
    assert icon.content[:4] == b"\0\0\1\0"
    assert robots.headers["content-type"] == "text/plain; charset=utf-8"
    assert robots.text.splitlines() == ["User-agent: *", "Disallow: /"]
