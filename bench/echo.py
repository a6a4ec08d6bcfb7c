"""The service that does nothing: what a call costs before it does anything."""

import msgspec
from sqlalchemy.orm import Session

from backbone.service import Service, rpc


class Echo(msgspec.Struct, frozen=True, kw_only=True):
    text: str


class EchoService(Service):
    name = "echo"

    @rpc
    def echo(self, session: Session, call: Echo) -> Echo:
        return call
