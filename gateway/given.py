"""What a route is given by naming it: the ways to the other parts, and who is asking."""

from typing import Annotated

from litestar.params import Dependency

from contracts.calls.auth import Session
from contracts.calls.caller import Caller
from gateway.calls import Calls
from gateway.credentials import Client
from gateway.hints import Hints
from gateway.live import Live
from gateway.session import Sessions

# Litestar would check each against its type on every request, though we made them ourselves.
Rpc = Annotated[Calls, Dependency(skip_validation=True)]
Me = Annotated[Caller, Dependency(skip_validation=True)]
MySession = Annotated[Session, Dependency(skip_validation=True)]
Asking = Annotated[Client, Dependency(skip_validation=True)]
KnownSessions = Annotated[Sessions, Dependency(skip_validation=True)]
LiveStreams = Annotated[Live, Dependency(skip_validation=True)]
BrokerLine = Annotated[Hints, Dependency(skip_validation=True)]
Token = Annotated[str, Dependency(skip_validation=True)]
