"""The headers that keep browsers from doing more than the portal needs."""

import re

import msgspec

Pairs = list[tuple[bytes, bytes]]

# What the viewer lets show strangers' markup stands below here, in a frame of its own that is
# sandboxed: to the browser it is of no origin, so its files are fetched from elsewhere.
FRAMES = "/frame/"

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}
API = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
FRAMED = {
    name: value
    for name, value in ALWAYS.items()
    if name not in ("X-Frame-Options", "Cross-Origin-Resource-Policy")
} | {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
HTTPS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


# Policies (CSP 3) of what is no page of the portal's. The reader of PDFs runs in a worker, where
# fast decoders of scanned pages are WebAssembly; the page around it allows none.
READER = re.compile(r"/_app/.*/pdf\.worker[^/]*\.mjs")
READER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"
# Markup of strangers: none of its scripts runs, and nothing of it is fetched.
FRAME_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'unsafe-inline'",
        "img-src data: blob:",
        "font-src data: blob:",
        "sandbox allow-scripts allow-modals",
        "frame-ancestors 'self'",
    ]
)


class Headers(msgspec.Struct, frozen=True):
    """What is added to every answer of the API, of the web client, and of what it frames."""

    api: Pairs
    web: Pairs
    framed: Pairs


def headers(https: bool) -> Headers:
    more = HTTPS if https else {}
    return Headers(
        api=_pairs(ALWAYS | API | more), web=_pairs(ALWAYS | more), framed=_pairs(FRAMED | more)
    )


def content_security_policy(scripts: list[str], styles: list[str], files_url: str) -> str:
    """The page's policy; `scripts` and `styles` are the hashes of what stands inside it.

    Documents are sent to and fetched from `files_url`, and shown as data that is here: images may
    come so too (the QR code of the authenticator). Everything else is our own.
    """
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *scripts]),
            " ".join(["style-src 'self' 'unsafe-hashes'", *styles]),
            "img-src 'self' data: blob:",
            "font-src 'self'",
            f"connect-src 'self' {files_url}",
            "manifest-src 'self'",
            "worker-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _pairs(headers: dict[str, str]) -> Pairs:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
