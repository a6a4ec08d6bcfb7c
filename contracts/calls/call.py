"""What a call is: it knows which service it asks, and what that answers."""

import re
import typing
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

A = TypeVar("A")


class Call(msgspec.Struct, Generic[A], frozen=True, kw_only=True):
    """A call answered by an `A`, for example `class SendMessage(MessagingCall[Message], …)`.

    `service`: who answers; empty for a call that every service answers. `method`, the name under
    which it travels, and `answer`, the type answered, follow from the class.
    """

    service: ClassVar[str] = ""
    method: ClassVar[str] = ""
    answer: ClassVar[Any] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "method" not in cls.__dict__:
            cls.method = _snake(cls.__name__)
        for base in getattr(cls, "__orig_bases__", ()):
            (answer, *_) = typing.get_args(base) or (None,)
            if answer is not None and not isinstance(answer, TypeVar):
                cls.answer = answer


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
