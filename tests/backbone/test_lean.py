import importlib
import sys

import pytest

from backbone import lean


def test_what_is_left_out_is_not_found_until_somebody_wants_it() -> None:
    sys.modules.pop("this", None)
    with lean.without("this"), pytest.raises(ImportError):
        importlib.import_module("this")
    assert "this" not in sys.modules


def test_what_is_there_already_stays() -> None:
    with lean.without("json"):
        assert importlib.import_module("json") is sys.modules["json"]
    assert sys.modules["json"].loads("1") == 1
