"""What somebody holds in their hands. A journey that is not about looks needs one of them."""

from dataclasses import dataclass

import pytest


@dataclass(frozen=True)
class Device:
    """What somebody holds in their hands."""

    name: str
    width: int
    height: int
    phone: bool


PHONE = Device("phone", 360, 740, phone=True)
DESK = Device("desk", 1280, 800, phone=False)

on_a_phone = pytest.mark.parametrize("client", [PHONE], ids=["phone"], indirect=True)
at_a_desk = pytest.mark.parametrize("client", [DESK], ids=["desk"], indirect=True)
