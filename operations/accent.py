"""Whether a firm's colour can be read, as WCAG 2.2 defines contrast."""

from contracts.colours import luminance


def readable_on_white(accent: str) -> bool:
    """Whether white text on `#rrggbb` has the contrast of 4.5:1 that SC 1.4.3 asks for."""
    return 1.05 / (luminance(accent) + 0.05) >= 4.5
