"""Forms of a journey: a long one of every kind of question, and a short one for two people."""

import uuid
from typing import Any
from urllib.parse import urljoin

import msgspec

from contracts import ids
from contracts.events.forms import FormRequested
from contracts.forms.questions import Definition
from tests.journeys.client import Client
from tests.journeys.office import Office

Json = dict[str, Any]


def both(english: str, spanish: str) -> dict[str, str]:
    return {"en": english, "es": spanish}


def asked(kind: str, id: str, label: str, spanish: str, **more: Any) -> Json:
    return {"kind": kind, "id": id, "label": both(label, spanish), **more}


def page(id: str, title: str, spanish: str, *questions: Json, **more: Any) -> Json:
    return {
        "id": id,
        "title": both(title, spanish),
        "sections": [{"questions": list(questions)}],
        **more,
    }


def option(value: str, label: str, spanish: str) -> Json:
    return {"value": value, "label": both(label, spanish)}


TITLE = "About you and your case"
CHILD = [
    asked("text", "name", "Name", "Nombre"),
    asked("date", "born", "Date of birth", "Fecha de nacimiento"),
]
STATES = [
    option("single", "Single", "Soltero o soltera"),
    option("married", "Married", "Casado o casada"),
    option("divorced", "Divorced", "Divorciado o divorciada"),
]
HEARD = [
    option("friend", "A friend", "Por una amistad"),
    option("web", "The web", "Por internet"),
    option("else", "Somewhere else", "Por otro medio"),
]
EVERY_KIND = {
    "languages": ["en", "es"],
    "title": both(TITLE, "Sobre usted y su caso"),
    "about": both("It takes about ten minutes.", "Lleva unos diez minutos."),
    "pages": [
        page(
            "you",
            "About you",
            "Sobre usted",
            asked("text", "full_name", "Your full name", "Su nombre completo"),
            asked("email", "email", "Your e-mail address", "Su correo electrónico"),
            asked("phone", "phone", "Your phone number", "Su teléfono", required=False),
            asked("date", "date_of_birth", "Your date of birth", "Su fecha de nacimiento"),
            asked("one_of", "state", "Your marital status", "Su estado civil", options=STATES),
        ),
        page(
            "spouse",
            "Your spouse",
            "Su cónyuge",
            asked("person", "spouse", "Your spouse", "Su cónyuge"),
            asked("date_range", "lived", "Lived together", "Convivencia", open_end=True),
            asked_if={"op": "is", "question": "state", "value": "married"},
        ),
        page(
            "family",
            "Your children",
            "Sus hijos",
            asked("yes_no", "has_children", "Do you have children?", "¿Tiene hijos?"),
            asked(
                "group",
                "children",
                "Your children",
                "Sus hijos",
                row=both("Child", "Hijo o hija"),
                questions=CHILD,
                least=1,
                asked_if={"op": "is", "question": "has_children", "value": True},
            ),
        ),
        page(
            "money",
            "Home and money",
            "Casa y dinero",
            asked("address", "home", "Where you live", "Dónde vive"),
            asked("money", "income", "Income a month", "Ingresos al mes", currency="USD"),
            asked("percent", "share", "Your share of the house", "Su parte de la casa"),
            asked("number", "cars", "How many cars", "Cuántos coches", required=False),
            asked("several_of", "heard", "How you heard of us", "Cómo nos halló", options=HEARD),
        ),
        page(
            "papers",
            "Your papers",
            "Sus papeles",
            asked(
                "information",
                "hint",
                "Good photographs will do",
                "Bastan buenas fotografías",
                text=both("All corners must be seen.", "Deben verse todas las esquinas."),
            ),
            asked("files", "papers", "Your lease", "Su contrato de alquiler"),
            asked("long_text", "story", "What happened", "Qué pasó", longest=300, required=False),
        ),
        page(
            "sign",
            "Your signature",
            "Su firma",
            asked(
                "signature",
                "signature",
                "Sign here",
                "Firme aquí",
                statement=both("All of this is true.", "Todo esto es cierto."),
            ),
        ),
    ],
}
FOR_TWO = {
    "languages": ["en"],
    "title": {"en": "Your home"},
    "pages": [
        {
            "id": "home",
            "title": {"en": "Your home"},
            "sections": [
                {
                    "questions": [
                        {"kind": "text", "id": "street", "label": {"en": "Street"}},
                        {"kind": "text", "id": "city", "label": {"en": "City"}},
                        {"kind": "yes_no", "id": "rented", "label": {"en": "Is it rented?"}},
                    ]
                }
            ],
        }
    ],
}


def request(office: Office, definition: Json, *people: str, joint: bool = False) -> uuid.UUID:
    """Ask for it; the id of the form that the first of them fills in."""
    office.publish(
        FormRequested(
            request_id="F-1",
            matter_id="M-1",
            author_id="nora",
            assignees=list(people),
            definition=msgspec.convert(definition, Definition),
            joint=joint,
            note="Please bring the lease, too.",
        )
    )
    return ids.form_request_id(office.firm_id, "F-1", "" if joint else people[0])


def open_form(client: Client, form_id: uuid.UUID, query: str = "") -> None:
    client.page.goto(urljoin(client.page.url, f"/documents/forms/{form_id}{query}"))
