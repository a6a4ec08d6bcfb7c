"""The rows that auth keeps."""

from services.auth.models.attempts import Attempt, Code, Tally
from services.auth.models.factors import Authenticator, RecoveryCode
from services.auth.models.model import Model
from services.auth.models.people import Account, Firm, Person
from services.auth.models.sessions import Session

__all__ = [
    "Account",
    "Attempt",
    "Authenticator",
    "Code",
    "Firm",
    "Model",
    "Person",
    "RecoveryCode",
    "Session",
    "Tally",
]
