"""Whether an answer is one that contracts/openapi.yaml names for its operation."""

import functools
import re
from typing import Any

import httpx
import yaml

from gateway.openapi import FILE
from gateway.problem import MEDIA_TYPE

# Told before a route is found, of any of them.
ANYWHERE = {"method_not_allowed", "request_header_fields_too_large", "request_timeout"}
Codes = dict[str, set[str]]  # by status


def check(answer: httpx.Response) -> None:
    """Raises AssertionError for a refusal that its operation does not name."""
    told = answer.headers.get("content-type") == MEDIA_TYPE
    codes = named(answer.request.method, answer.request.url.path) if told else None
    if codes is None or (code := answer.json()["code"]) in ANYWHERE:
        return
    assert code in codes.get(str(answer.status_code), ()), (
        f"openapi.yaml does not name {answer.status_code} {code} for {answer.request.method} "
        f"{answer.request.url.path}: say so after 'Raises' in the words of its call."
    )


def named(method: str, path: str) -> Codes | None:
    """The codes of the operation there, if there is one."""
    each = (codes for of, pattern, codes in _operations() if of == method and pattern.match(path))
    return next(each, None)


@functools.cache
def _operations() -> list[tuple[str, re.Pattern[str], Codes]]:
    """Method, path and codes; paths without parameters first."""
    whole = yaml.safe_load(FILE.read_text())
    answers = whole["components"]["responses"]
    return [
        (method.upper(), _pattern(path), _codes(operation, answers))
        for path, operations in sorted(whole["paths"].items(), key=lambda each: "{" in each[0])
        for method, operation in operations.items()
    ]


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\{\w+\}", "[^/]+", path) + "$")


def _codes(operation: Any, answers: Any) -> Codes:
    names = {
        status: answer["$ref"].rpartition("/")[2]
        for status, answer in operation["responses"].items()
        if "$ref" in answer
    }
    return {status: _enum(answers[name]) for status, name in names.items()}


def _enum(answer: Any) -> set[str]:
    (of,) = answer["content"].values()
    return set(of["schema"]["allOf"][1]["properties"]["code"]["enum"])
