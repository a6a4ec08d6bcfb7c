"""How what a text is found by is kept, in a column of type tsvector with a GIN index.

Each lexeme has its scope before it: six hexadecimal digits of the id of the conversation or matter
that the text belongs to. So a search within one reads nothing of the others, however much they hold
and however few letters are given; and how long it takes tells nothing of them. Two scopes may share
their digits: who searches compares the ids as well.
"""

import uuid
from typing import Any

from sqlalchemy import Boolean, SQLColumnExpression, Text, bindparam, cast, func
from sqlalchemy.dialects.postgresql import TSQUERY

from finding.asking import SCOPE
from finding.words import lexemes_of

_DIGITS = 6


def kept(scope: uuid.UUID, *texts: str) -> str:
    """The column's value: what these texts together are found by within the scope.

    As text, which PostgreSQL reads faster than an array: lexemes are letters and digits alone.
    """
    digits = scope.hex[:_DIGITS]
    return " ".join([digits + each for each in lexemes_of(*texts)])


def found_in(kept: SQLColumnExpression[Any], scope: SQLColumnExpression[uuid.UUID]) -> Any:
    """Whether what is kept in this scope is found by the parameter `query` (`asking.tsquery`)."""
    digits = func.left(cast(scope, Text), _DIGITS)
    query = cast(func.replace(bindparam("query", type_=Text), SCOPE, digits), TSQUERY)
    return kept.op("@@", return_type=Boolean())(query)
