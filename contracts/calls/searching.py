"""What is common to all that is searched: what is looked for, and how what is found is shown."""

from typing import Annotated

import msgspec
from msgspec import Meta

from contracts.values import LINE

_AS_IT_IS = Meta(
    max_length=200,
    extra=LINE,
    description="Up to ten words, all to be found; the last may be the beginning of one. Case and"
    " accents make no difference, nor do endings in English and Spanish.",
    examples=["lease agreem"],
)
Question = Annotated[str, Meta(min_length=1), _AS_IT_IS]
QuestionIfAny = Annotated[str, _AS_IT_IS]


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a text; `found`: it is what was looked for. In order, they make the text up."""

    text: str
    found: bool = False
