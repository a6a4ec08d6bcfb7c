"""What a form's paper says by itself, in the languages that papers speak."""

import dataclasses
from collections.abc import Callable

from papers.wording import primary


@dataclasses.dataclass(frozen=True)
class FormWords:
    """`range`: from a day to another, or to none. `signed`: by whom, when, under which version."""

    matter: str
    sent_by: str
    sent_at: str
    answers: str
    form: str
    proof: str
    yes: str
    no: str
    not_answered: str
    range: Callable[[str, str], str]
    signed: Callable[[str, str, str], str]


def spoken(language: str) -> FormWords:
    """In this language; in English where we do not speak it."""
    return _SPOKEN.get(primary(language), _ENGLISH)


_ENGLISH = FormWords(
    matter="Matter",
    sent_by="Sent by",
    sent_at="Sent",
    answers="Answers",
    form="Form",
    proof="These values belong to the answers and to the form. Any change would alter them.",
    yes="Yes",
    no="No",
    not_answered="Not answered",
    range=lambda start, end: f"{start} to {end}" if end else f"From {start}",
    signed=lambda by, at, version: f"Signed by {by}, {at} · statement, version {version}",
)
_SPANISH = FormWords(
    matter="Asunto",
    sent_by="Enviado por",
    sent_at="Enviado",
    answers="Respuestas",
    form="Formulario",
    proof="Estos valores son de las respuestas y del formulario. Cualquier cambio los alteraría.",
    yes="Sí",
    no="No",
    not_answered="Sin respuesta",
    range=lambda start, end: f"{start} a {end}" if end else f"Desde {start}",
    signed=lambda by, at, version: f"Firmado por {by}, {at} · declaración, versión {version}",
)
_SPOKEN = {"en": _ENGLISH, "es": _SPANISH}
