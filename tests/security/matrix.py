"""Every route with what it takes, so that each can be tried by those whom it is not for.

A route without a row fails the tests: whoever adds one says here what it is about.
"""

import dataclasses
import uuid
from collections.abc import Iterator
from typing import Any

from litestar.routes import HTTPRoute

from contracts import ids
from gateway import openapi
from gateway.origin import SAFE

CREDENTIAL = {"id": "AAAA", "type": "public-key", "response": {}}


@dataclasses.dataclass(frozen=True)
class Row:
    """`thing`: what in the path belongs to someone. `body`: one of the right shape.

    `sent`: it takes a document that was sent, and not one that is on its way.
    """

    thing: str = ""
    body: Any = None
    headers: dict[str, str] = dataclasses.field(default_factory=dict)
    query: str = ""
    sent: bool = False


@dataclasses.dataclass(frozen=True)
class Route:
    """`needs`: "session", "attempt" or nothing."""

    name: str
    method: str
    path: str
    needs: str

    @property
    def row(self) -> Row:
        return ROWS[self.name]

    @property
    def unsafe(self) -> bool:
        return self.method not in SAFE

    def at(self, **things: Any) -> str:
        """Its path for these things; made-up ones where nothing is given."""
        made_up = {name: uuid.uuid4() for name in THINGS}
        if self.row.sent and "sent_document_id" in things:
            things["document_id"] = things["sent_document_id"]
        query = f"?{self.row.query}" if self.row.query else ""
        return self.path.format(**{**made_up, "number": 1, "name": "x.ics", **things}) + query


THINGS = (
    "conversation_id",
    "message_id",
    "matter_id",
    "document_id",
    "archive_id",
    "task_id",
    "invoice_id",
    "request_id",
    "person_id",
    "appointment_id",
    "form_id",
    "session_id",
    "device_id",
    "passkey_id",
)
ROWS = {
    "getHealth": Row(),
    "getReady": Row(),
    "openLink": Row(body={"link": "x" * 40}),
    "startByAddress": Row(body={"email": "nobody@nowhere.example"}),
    "requestLink": Row(body={"link": "x" * 40}),
    "getSignIn": Row(),
    "sendCode": Row(),
    "checkCode": Row(body={"code": "12345678"}),
    "beginTotp": Row(),
    "checkTotp": Row(body={"code": "123456"}),
    "checkRecoveryCode": Row(body={"code": "AAAA-BBBB-CCCC"}),
    "keepRecoveryCodes": Row(),
    "useMailboxAlone": Row(),
    "beginPasskeySetup": Row(),
    "finishPasskeySetup": Row(body={"credential": CREDENTIAL}),
    "beginPasskeySignIn": Row(),
    "finishPasskeySignIn": Row(body={"credential": CREDENTIAL}),
    "getSession": Row(),
    "signOut": Row(),
    "listMatters": Row(),
    "getMatter": Row("matter_id"),
    "getStanding": Row("matter_id"),
    "getNewestStep": Row(),
    "listTodo": Row(),
    "countTodo": Row(),
    "listTasks": Row(),
    "getTask": Row("task_id"),
    "completeTask": Row("task_id", body={"note": "Done."}),
    "reopenTask": Row("task_id"),
    "tickStep": Row("task_id", body={"done": True}),
    "listAppointments": Row(),
    "getAppointment": Row("appointment_id"),
    "confirmAppointment": Row("appointment_id"),
    "askAnotherTime": Row("appointment_id", body={"message_id": str(ids.new_id())}),
    "writeAppointment": Row("appointment_id"),
    "getCalendarFeed": Row(),
    "makeCalendarFeed": Row(body={"full": False}),
    "changeCalendarFeed": Row(body={"full": True}),
    "endCalendarFeed": Row(),
    "readFeed": Row(),
    "listForms": Row(),
    "getForm": Row("form_id"),
    "patchAnswers": Row(
        "form_id", body={"answers": [{"path": "full_name", "value": "Ana", "base_version": 0}]}
    ),
    "submitForm": Row("form_id", body={"change": 0}),
    "getSubmission": Row("form_id"),
    "listConversations": Row(),
    "getConversation": Row("conversation_id"),
    "markRead": Row("conversation_id", body={"message_id": str(ids.new_id())}),
    "listMessages": Row("conversation_id"),
    "sendMessage": Row(
        "conversation_id",
        body={"body": "Hello", "audience_version": 0},
        headers={"Idempotency-Key": str(ids.new_id())},
    ),
    "listChangedMessages": Row("conversation_id"),
    "listPins": Row("conversation_id"),
    "getMessage": Row("message_id"),
    "editMessage": Row("message_id", body={"body": "Other", "revision": 1, "audience_version": 0}),
    "withdrawMessage": Row("message_id"),
    "seeRevision": Row("message_id", body={"revision": 1}),
    "pinMessage": Row("message_id"),
    "unpinMessage": Row("message_id"),
    "listTrustAccounts": Row(),
    "listTrustLines": Row(),
    "listTrustRequests": Row(),
    "getTrustRequest": Row("request_id"),
    "listInvoices": Row(),
    "getInvoiceTotals": Row(),
    "getInvoice": Row("invoice_id"),
    "getInvoiceLedes": Row("invoice_id", query="format=98BI"),
    "getInvoicePaper": Row("invoice_id"),
    "viewInvoice": Row("invoice_id"),
    "openPayment": Row("invoice_id"),
    "listDocuments": Row(),
    "listDocumentSources": Row(),
    "getDocument": Row("document_id"),
    "listComments": Row("document_id", sent=True),
    "addressDocument": Row("document_id", body={"purpose": "view"}),
    "makeArchive": Row(body={"document_ids": [str(ids.new_id())]}),
    "getArchive": Row("archive_id"),
    "searchMessages": Row(query="q=lease"),
    "searchConversations": Row(query="q=lease"),
    "searchDocuments": Row(query="q=lease"),
    "getUploadLimits": Row(),
    "beginUpload": Row(
        "conversation_id",
        body={"name": "Lease.pdf", "size": 1000, "media_type": "application/pdf"},
        headers={"Idempotency-Key": str(ids.new_id())},
    ),
    "addressParts": Row("document_id", body={"parts": [{"number": 1, "sha256": "A" * 43 + "="}]}),
    "getUpload": Row("document_id"),
    "completeUpload": Row("document_id"),
    "cancelUpload": Row("document_id"),
    "openLiveStream": Row(),
    "confirmProfile": Row(body={"name": "Ana", "time_zone": "Europe/Lisbon"}),
    "listSessions": Row(),
    "endOneSession": Row("session_id"),
    "endSessions": Row(query="which=others"),
    "forgetDevice": Row("device_id"),
    "prove": Row(body={"factor": "totp", "code": "123456"}),
    "beginPasskeyProof": Row(),
    "finishPasskeyProof": Row(body={"credential": CREDENTIAL}),
    "getFactors": Row(),
    "beginTotpChange": Row(),
    "confirmTotpChange": Row(body={"code": "123456"}),
    "removeTotp": Row(),
    "makeRecoveryCodes": Row(),
    "beginPasskeyAdd": Row(),
    "finishPasskeyAdd": Row(body={"credential": CREDENTIAL}),
    "renamePasskey": Row("passkey_id", body={"name": "Mine"}),
    "removePasskey": Row("passkey_id"),
}


def routes(needs: str | None = None) -> list[Route]:
    """The routes that the app itself has, by name; those that need this when named."""
    named = sorted(_routes(), key=lambda route: (route.name, route.method))
    return [route for route in named if needs in (None, route.needs)]


def _routes() -> Iterator[Route]:
    for route in openapi.documented().routes:
        handlers = route.route_handlers if isinstance(route, HTTPRoute) else []
        for handler in handlers:
            needs = [name for need in handler.resolve_security() for name in need]
            for method in handler.http_methods - {"OPTIONS"}:
                name = handler.operation_id or handler.handler_name
                yield Route(str(name), str(method), route.path_format, next(iter(needs), ""))
