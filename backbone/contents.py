"""A service's table of contents: the functions that it answers with, and the functions that hear.

Which call or event a function is for stands in its annotations and nowhere else.
"""

import dataclasses
import typing
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from backbone.calls.turns import Place
from backbone.work import Work
from contracts import topology
from contracts.calls.call import Call
from contracts.events import Event, event_types

W = TypeVar("W", bound=Work)
C = TypeVar("C", bound=Call[Any])
E = TypeVar("E", bound=Event)
A = TypeVar("A")


@dataclasses.dataclass(frozen=True)
class Answer:
    """A function that answers one kind of call, with what reads that call from its JSON."""

    function: Callable[[Any, Any], Any]
    decoder: "msgspec.json.Decoder[Any]"
    reading: bool = False
    in_turn: Callable[[Any], Place] | None = None


@dataclasses.dataclass(frozen=True)
class Hearing:
    """A function that hears one kind of event: one at a time, or those that came `together`.

    `left_over`: such events come no more, but some may still wait.
    """

    function: Callable[[Any, Any], None]
    kind: type[Event]
    together: bool = False
    left_over: bool = False

    def tell(self, work: Work, events: Sequence[Event]) -> None:
        """Raises what the function raises."""
        if self.together:
            self.function(work, events)
        else:
            (event,) = events
            self.function(work, event)


Answers = dict[str, Answer]  # by the method of the call
Heard = dict[tuple[str, str], list[Hearing]]  # by exchange and type


def answer(
    function: Callable[[W, C], A],
    *,
    reading: bool = False,
    in_turn: Callable[[C], Place] | None = None,
) -> tuple[str, Answer]:
    """An entry of `answers`: `function(work, call)` answers as the call's class promises.

    It runs in one transaction, committed when it returns and rolled back when it raises, unless
    the DomainError says `keeps_changes`. `reading`: it changes nothing, and cannot: then each of
    its statements is alone, which spares the database and the way to it what a transaction takes.
    `in_turn`: what a call wants for itself alone, as a line to wait in, and who calls; those in one
    line come one after another.
    Raises TypeError where it promises something else.
    """
    kind, result = _annotations(function, Call)
    if kind.answer is not result:
        names = [function.__name__, *(each.__name__ for each in (result, kind, kind.answer))]
        raise TypeError("{} answers {}, {} promises {}.".format(*names))
    return kind.method, Answer(function, _decoder(kind), reading, in_turn)


def hear(function: Callable[[W, E], None]) -> Hearing:
    """An entry of `hears`: `function(work, event)` applies the event, or all that its class is of.

    Effect, inbox row and outgoing events commit together, once per event. Raise NotYet to have it
    tried later, EventRefused to park it.
    """
    return Hearing(function, _annotations(function, Event)[0])


def hear_together(function: Callable[[W, Sequence[E]], None]) -> Hearing:
    """An entry of `hears`: `function(work, events)` applies events that came one after the other.

    However they are divided, the same must come of it as of each by itself; what it needs to know
    of their times stands in the events, for `work.at` is now. When it raises, they are told to it
    one at a time, and then all is as with `hear`. To get more at once, events of which all that
    hear them do so together wait for others, for `backbone.inbox.lanes.PAUSE`.
    """
    return Hearing(function, _annotations(function, Event)[0], together=True)


def left_over(hearing: Hearing) -> Hearing:
    """An entry of `hears` for what is heard only where it waits: in the queue, or as a row."""
    return dataclasses.replace(hearing, left_over=True)


def heard(hearings: Iterable[Hearing]) -> Heard:
    """The hearings by the exchange and type of the events that they are of, in their order."""
    table: Heard = {}
    for hearing in hearings:
        for kind in event_types():
            if issubclass(kind, hearing.kind):
                table.setdefault((kind.exchange, kind.type), []).append(hearing)
    return table


def all_together(hearings: Iterable[Hearing]) -> bool:
    """Whether events that all of these hear are told to them together."""
    flags = [hearing.together for hearing in hearings]
    return bool(flags) and all(flags)


def are_to_come(hearings: Iterable[Hearing]) -> bool:
    """Whether any of these hears more of such events than what is left over."""
    return any(not hearing.left_over for hearing in hearings)


def binding(kind: type[Event], service: str) -> tuple[str, str]:
    """By which exchange and routing key such an event reaches the service."""
    return kind.exchange, topology.any_firm(kind.type, service if kind.addressed else "")


def _annotations(function: Callable[..., Any], of: type) -> tuple[Any, Any]:
    """What the second parameter is or holds, which is to be one of these, and what is returned."""
    hints = typing.get_type_hints(function)
    result = hints.pop("return")
    kind = list(hints.values())[1]
    if typing.get_origin(kind) is Sequence:
        (kind,) = typing.get_args(kind)
    if not issubclass(kind, of):
        raise TypeError(f"{function.__name__} is for {kind.__name__}, which is no {of.__name__}.")
    return kind, result


def _decoder(kind: type[Call[Any]]) -> "msgspec.json.Decoder[Any]":
    kwargs = msgspec.defstruct("Kwargs", [("call", kind)])
    return msgspec.json.Decoder(msgspec.defstruct("Arguments", [("kwargs", kwargs)]))
