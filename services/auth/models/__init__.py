"""The rows that auth keeps."""

from services.auth.models.attempts import Attempt, Code, Tally
from services.auth.models.factors import Authenticator, Passkey, RecoveryCode
from services.auth.models.model import Model
from services.auth.models.people import Account, Firm, Person
from services.auth.models.sessions import Device, Session
from services.auth.models.trail import Record

__all__ = [
    "Account",
    "Attempt",
    "Authenticator",
    "Code",
    "Device",
    "Firm",
    "Model",
    "Passkey",
    "Person",
    "Record",
    "RecoveryCode",
    "Session",
    "Tally",
]
