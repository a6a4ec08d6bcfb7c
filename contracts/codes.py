"""Codes as people enter them: from any keyboard, with whatever stands between their characters."""

import unicodedata


def entered(text: str) -> str:
    """The code that is meant: digits of any script as 0 to 9, letters large, and nothing else.

    Full-width letters are letters (NFKC); spaces, joiners, hyphens and marks fall away.
    """
    return "".join(
        _digit(each) for each in unicodedata.normalize("NFKC", text).upper() if each.isalnum()
    )


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter, letter))
