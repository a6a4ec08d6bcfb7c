"""The fonts that papers are set in: Noto, for the scripts of nearly all names there are."""

import pathlib
import re

import manimgx_fonts
import manimgx_fonts_cjk

# Chinese, Japanese and Korean: their font has 32 MB, and is read only where one of them stands.
_CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)


def folders(said: str) -> list[str]:
    """Those in which this text can be set."""
    packages = [manimgx_fonts]
    if _CJK.search(said):
        packages.append(manimgx_fonts_cjk)
    return [str(pathlib.Path(str(package.__file__)).parent) for package in packages]
