"""The service that does nothing: what a call costs before it does anything."""

from backbone.service import Service, answer
from backbone.work import Work
from bench.empty_call import Echo, Echoed


def echo(work: Work, call: Echo) -> Echoed:
    return Echoed(text=call.text)


class EchoService(Service):
    name = "echo"
    answers = [answer(echo)]
