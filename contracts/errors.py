"""Everything that can be refused, each with its code, its HTTP status and words for a person.

A service raises the specific error; it crosses RPC by its code; the gateway turns it into problem
details (RFC 9457) in one place, `gateway/errors.py`.
"""

import datetime
from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal with a stable code. `extra` holds JSON-able members shown beside the message.

    `keeps_changes`: what the call changed before it was refused is committed all the same, as a
    wrong try must stay counted.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    retryable: ClassVar[bool] = False
    keeps_changes: ClassVar[bool] = False
    message: ClassVar[str] = "That did not work."

    def __init__(self, message: str = "", **extra: Any) -> None:
        self.text = message or self.message
        self.extra = extra
        super().__init__(self.text)


class InvalidInput(DomainError):
    """A value that breaks the promised shape; the message names which and why."""

    code, status, message = "invalid_input", 422, "That has not the form that it needs."


class NotFound(DomainError):
    """Missing, or not for this caller: the two look the same."""

    code, status, message = "not_found", 404, "There is nothing here for you to see."


class NotSignedIn(DomainError):
    code, status, message = "not_signed_in", 401, "Please sign in to go on."


class AccessEnded(DomainError):
    """The caller may look but no longer act, for example in a closed matter."""

    code, status, message = "access_ended", 409, "This matter is closed."


class Conflict(DomainError):
    """The same client-made id arrived again with other content."""

    code, status, message = "conflict", 409, "That id was already used for something else."


class NotYours(DomainError):
    """The caller may see it; only its author may change it."""

    code, status, message = "not_yours", 403, "Only who wrote this can change it."


class MessageChanged(DomainError):
    """It is no longer as the caller saw it: edited or withdrawn meanwhile, on another device."""

    code, status = "message_changed", 409
    message = "This message was changed meanwhile. Look at it again before you change it."


class AudienceChanged(DomainError):
    """`extra`: audience_version, as it is now; changes, what became of each person since.

    Ask the sender, then send again under the same id with the version of now.
    """

    code, status = "audience_changed", 409
    message = "Somebody else reads this than when it was written."


class FormMoved(DomainError):
    """Somebody answered meanwhile, on another device or another person; look again, then send."""

    code, status = "form_moved", 409
    message = (
        "An answer was changed meanwhile. Please look at the form once more before you send it."
    )


class FormIncomplete(DomainError):
    """`extra`: problems (list of contracts.forms.verdict.AnswerProblem)."""

    code, status = "form_incomplete", 422
    message = "Something in this form is still missing, or not as it needs to be."


class UploadIncomplete(DomainError):
    """`extra`: missing (numbers of parts that are to be sent, or sent again)."""

    code, status, message = "upload_incomplete", 409, "Not all of the file has arrived yet."
    keeps_changes = True


class TooMuchUnsent(DomainError):
    """`extra`: unsent (contracts.calls.files.Unsent)."""

    code, status = "too_much_unsent", 409
    message = "Too many files wait here to be sent. Send or remove some of them first."


class NotReady(DomainError):
    """The document is there, and cannot be opened or sent; `extra`: state."""

    code, status, message = "not_ready", 409, "This document is still being checked."


class LinkInvalid(DomainError):
    code, status, message = "link_invalid", 410, "This link is not complete or not ours."


class LinkExpired(DomainError):
    """`extra`: firm {id, name, contact, accent}; a new link can be asked for."""

    code, status, message = "link_expired", 410, "This link has expired."


class LinkRevoked(DomainError):
    """`extra`: firm {id, name, contact, accent}.

    The address changed, or the firm let the person go.
    """

    code, status, message = "link_revoked", 410, "This link no longer works."


class AttemptEnded(DomainError):
    """The sign-in was never begun in this browser, ran out, or was used up."""

    code, status = "attempt_ended", 410
    message = "This sign-in is no longer open. Open the link in your e-mail again."


class CodeWrong(DomainError):
    """`extra`: tries_left (int)."""

    code, status, message = "code_wrong", 422, "That code does not match."
    keeps_changes = True


class ClockWrong(CodeWrong):
    """The authenticator's code is right for another minute, and counts as wrong all the same."""

    code = "clock_wrong"
    message = "That code belongs to another minute: the clock of your phone is wrong."

    @classmethod
    def by(cls, ahead: datetime.timedelta) -> "ClockWrong":
        """`ahead`: by how much the phone's clock is; negative where it is behind."""
        minutes = max(1, round(abs(ahead) / datetime.timedelta(minutes=1)))
        where = "ahead" if ahead > datetime.timedelta() else "behind"
        unit = "minute" if minutes == 1 else "minutes"
        return cls(
            f"The clock of your phone is about {minutes} {unit} {where}. Let the phone set its date"
            " and time by itself, then enter the next code."
        )


class CodeExpired(DomainError):
    code, status, message = "code_expired", 422, "That code has expired. Ask for a new one."
    keeps_changes = True


class TooManyTries(DomainError):
    """`extra`: retry_after (whole seconds)."""

    code, status = "too_many_tries", 429
    keeps_changes = True
    message = "That was tried too often. Please wait a moment."


class StepOutOfOrder(DomainError):
    """The sign-in stands at another step; `extra`: step."""

    code, status, message = "step_out_of_order", 409, "Another step comes first."


class ProofNeeded(DomainError):
    """What is asked for needs a second factor proved within the last minutes, once more."""

    code, status, message = "proof_needed", 403, "Please prove that it is you, once more."


class PasskeyRefused(DomainError):
    """The passkey's answer does not hold; a new challenge is needed."""

    code, status, message = "passkey_refused", 422, "That passkey did not work."
    keeps_changes = True


class LastFactor(DomainError):
    code, status = "last_factor", 409
    message = "This is your last way to sign in. Add another one first."


class Unavailable(DomainError):
    """A part of Redwell is away; the same request may simply be sent again."""

    code, status, retryable = "unavailable", 503, True
    message = "We cannot reach a part of the portal right now. Nothing is lost; please try again."


class Unexpected(DomainError):
    """A fault of ours. What happened is in the log under the trace id, and nowhere else."""

    code, status = "unexpected", 500
    message = "Something went wrong on our side. We have taken note of it."


class NotYet(DomainError):
    """An event came before the one it builds on; it is tried again later."""

    code, status, retryable = "not_yet", 409, True


class EventRefused(DomainError):
    """An event that can never be applied as it is; it is parked with this reason at once."""

    code, status = "event_refused", 422


def by_code(code: str, message: str, extra: dict[str, Any]) -> DomainError:
    """The error that crossed a boundary as its code, or a plain DomainError for an unknown one."""
    return _BY_CODE.get(code, DomainError)(message, **extra)


def kinds(of: type[DomainError] = DomainError) -> list[type[DomainError]]:
    """Every kind of error that has been declared so far, the most general first."""
    return [of, *(deeper for each in of.__subclasses__() for deeper in kinds(each))]


_BY_CODE = {error.code: error for error in kinds()}
CODES = sorted(_BY_CODE)
