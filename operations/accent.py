"""Whether a firm's colour can be read, as WCAG 2.2 defines contrast."""


def readable_on_white(accent: str) -> bool:
    """Whether white text on `#rrggbb` has the contrast of 4.5:1 that SC 1.4.3 asks for."""
    return 1.05 / (_luminance(accent) + 0.05) >= 4.5


def _luminance(accent: str) -> float:
    red, green, blue = (_linear(int(accent[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
