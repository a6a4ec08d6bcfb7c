"""What a route is given by naming it: the ways to the other parts, and who is asking."""

from litestar.di import NamedDependency
from litestar.params import SkipValidation

from contracts.calls.auth import Session
from contracts.calls.caller import Caller
from gateway.calls import Calls
from gateway.credentials import Client
from gateway.hints import Hints
from gateway.live import Live
from gateway.session import Sessions

# Litestar would check each against its type on every request, though we made them ourselves.
Rpc = NamedDependency[SkipValidation[Calls]]
Me = NamedDependency[SkipValidation[Caller]]
MySession = NamedDependency[SkipValidation[Session]]
Asking = NamedDependency[SkipValidation[Client]]
KnownSessions = NamedDependency[SkipValidation[Sessions]]
LiveStreams = NamedDependency[SkipValidation[Live]]
BrokerLine = NamedDependency[SkipValidation[Hints]]
Token = NamedDependency[SkipValidation[str]]
