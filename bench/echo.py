"""The service that does nothing: what a call costs before it does anything."""

from sqlalchemy.orm import Session

from backbone.service import Service, rpc
from bench.empty_call import Echo


class EchoService(Service):
    name = "echo"

    @rpc
    def echo(self, session: Session, call: Echo) -> Echo:
        return call
