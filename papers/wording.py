"""How days, moments and sums stand on a paper, in the languages that papers speak."""

import datetime
from decimal import Decimal

_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre"),
    *("octubre", "noviembre", "diciembre"),
)


def primary(language: str) -> str:
    """`es` of `es-MX`: what a paper's language is called in it."""
    return language.partition("-")[0]


def day(of: datetime.date, language: str = "en") -> str:
    """November 20, 2026; 20 de noviembre de 2026; 2026-11-20 in languages that we do not speak."""
    match primary(language):
        case "en":
            return f"{of:%B} {of.day}, {of.year}"
        case "es":
            return f"{of.day} de {_MONTHS[of.month - 1]} de {of.year}"
        case _:
            return of.isoformat()


def moment(at: datetime.datetime, language: str = "en") -> str:
    """November 20, 2026, 16:42 UTC: the same for whoever reads it, and wherever."""
    utc = at.astimezone(datetime.UTC)
    return f"{day(utc.date(), language)}, {utc:%H:%M} UTC"


def grouped(amount: str) -> str:
    """1,234.50, with a minus that is one."""
    return f"{Decimal(amount):,f}".replace("-", "\N{MINUS SIGN}")
