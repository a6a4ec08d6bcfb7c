"""The headers that keep browsers from doing more than the portal needs."""

import msgspec

Pairs = list[tuple[bytes, bytes]]

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
HTTPS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}


class Headers(msgspec.Struct, frozen=True):
    """What is added to every answer of the API, and of the web client."""

    api: Pairs
    web: Pairs


def headers(https: bool) -> Headers:
    always = ALWAYS | (HTTPS if https else {})
    return Headers(api=_pairs(always | API), web=_pairs(always))


def content_security_policy(scripts: list[str], styles: list[str]) -> str:
    """The page's policy; `scripts` and `styles` are the hashes of what stands inside it.

    Images may come as data (the QR code of the authenticator). Everything else is our own.
    """
    return "; ".join(
        [
            "default-src 'none'",
            " ".join(["script-src 'self'", *scripts]),
            " ".join(["style-src 'self' 'unsafe-hashes'", *styles]),
            "img-src 'self' data: blob:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
        ]
    )


def _pairs(headers: dict[str, str]) -> Pairs:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]
