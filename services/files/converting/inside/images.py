"""Images, as a JPEG that every browser shows; one of several pages, such as a fax, as a PDF.

What is shown has no place, no camera and no other note in it: only its pixels, turned upright.
"""

import io
import warnings
from collections.abc import Iterator

import pi_heif
import pikepdf
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from services.files.converting.report import DAMAGED, JPEG, PDF, TOO_MUCH, Made, Report, not_shown

_LONGEST = 2400  # pixels of a side
_MOST_PIXELS = 100_000_000
_MOST_PAGES = 500
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF", "HEIF")

Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def read(file: str) -> Report:
    pi_heif.register_heif_opener(thumbnails=False)
    try:
        with Image.open(file, formats=_FORMATS) as image:
            if image.format == "TIFF" and getattr(image, "n_frames", 1) > 1:
                return _pages(image)
            return _picture(image)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError, MemoryError):
        return not_shown(TOO_MUCH)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return not_shown(DAMAGED)


def _picture(image: Image.Image) -> Report:
    image.draft("RGB", (_LONGEST, _LONGEST))
    shown = _plain(ImageOps.exif_transpose(image))
    shown.thumbnail((_LONGEST, _LONGEST))
    shown.save(JPEG, "JPEG", quality=85, progressive=True, icc_profile=_colours(image), exif=b"")
    return Report(shown_as="image", renditions=[Made(name=JPEG, media_type="image/jpeg")])


def _pages(image: Image.Image) -> Report:
    with pikepdf.new() as pdf:
        for page in _each(image):
            with pikepdf.open(_as_pdf(page)) as one:
                pdf.pages.extend(one.pages)
        pdf.save(PDF)
        made = [Made(name=PDF, media_type="application/pdf")]
        return Report(shown_as="pdf", pages=len(pdf.pages), renditions=made)


def _each(image: Image.Image) -> Iterator[Image.Image]:
    for number, frame in enumerate(ImageSequence.Iterator(image)):
        if number >= _MOST_PAGES:
            return
        yield frame


def _as_pdf(page: Image.Image) -> io.BytesIO:
    """Black and white stays so, in a form made for it."""
    file = io.BytesIO()
    upright = ImageOps.exif_transpose(page)
    plain = upright if upright.mode == "1" else _plain(upright)
    if plain.mode != "1":
        plain.thumbnail((_LONGEST, _LONGEST))
    plain.save(file, "PDF", resolution=max(plain.size) / 11.0)  # a page is about as long, in inches
    file.seek(0)
    return file


def _plain(image: Image.Image) -> Image.Image:
    """On white where it can be seen through; in 8 bits a colour."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value / 256).convert("L").convert("RGB")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        white = Image.new("RGBA", seen.size, "white")
        white.alpha_composite(seen)
        return white.convert("RGB")
    return image.convert("RGB")


def _colours(image: Image.Image) -> bytes | None:
    """The profile its colours are measured by, which fits only where they stay as they were."""
    profile: bytes | None = image.info.get("icc_profile")
    return profile if image.mode == "RGB" and profile and len(profile) < 64 * 1024 else None
