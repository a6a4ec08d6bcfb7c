"""The portal's own origin, written as browsers write it, however a person typed it."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

import idna

_PORTS = {"http": 80, "https": 443}
_ASCII = re.compile(r"(?!.*xn--)[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?")
_NUMBER = re.compile(r"(.*\.)?([0-9]+|0x[0-9a-f]*)\.?")  # browsers take such a host for IPv4


class Origin(str):
    """`scheme://host[:port]` (RFC 6454, 6.1; WHATWG URL, 4.5): ASCII, lower case, no default port.

    Made from a public address such as `HTTPS://Bücher.example:443/`. Raises ValueError where a
    browser would see another origin in it than the person who wrote it, or none.
    """

    __slots__ = ()

    def __new__(cls, url: str) -> "Origin":
        parts, port = _split(url)
        scheme = parts.scheme
        if scheme not in _PORTS or not parts.hostname:
            raise ValueError("is no address that begins with http:// or https://")
        if parts.path not in ("", "/") or not url.isprintable() or set(url) & set("@?#\\ "):
            raise ValueError("is more than a scheme, a host and a port")
        if port == 0 or parts.netloc.endswith(":"):
            raise ValueError("has a port that is none")
        shown = "" if port in (None, _PORTS[scheme]) else f":{port}"
        return super().__new__(cls, f"{scheme}://{_host(parts.hostname)}{shown}")

    @property
    def host(self) -> str:
        """Without the port."""
        return urlsplit(self).hostname or ""


def _split(url: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(url)
        return parts, parts.port
    except ValueError as error:
        raise ValueError("has a port or an IPv6 address that is none") from error


def _host(host: str) -> str:
    try:
        if ":" in host:
            return f"[{ipaddress.IPv6Address(host).compressed}]"
        if _NUMBER.fullmatch(host):
            return str(ipaddress.IPv4Address(host))
        return host if _ASCII.fullmatch(host) else idna.encode(host, uts46=True).decode()
    except ValueError as error:
        raise ValueError("has a host that is none (IDNA 2008)") from error
