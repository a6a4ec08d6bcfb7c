"""What a run took and measured: told at its end, never asserted, as the machine may be busy."""

import dataclasses
from collections.abc import Iterable

import pytest

SLOWEST = 20


@dataclasses.dataclass
class Share:
    """`seconds`: with what was set up for it; what tests share counts where it was first needed."""

    name: str
    seconds: float = 0.0
    tests: int = 0

    def __str__(self) -> str:
        return f"{self.seconds:8.1f} s  {self.name}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = _reports(terminalreporter)
    _tell(terminalreporter, "measured", _measured(reports))
    tests, folders = _by_test(reports), _by_folder(reports)
    _tell(terminalreporter, f"slowest {SLOWEST}", map(str, tests[:SLOWEST]))
    counted = (f"{folder}, {folder.tests} tests" for folder in folders)
    _tell(terminalreporter, "time by folder", counted)


def _reports(terminalreporter: pytest.TerminalReporter) -> list[pytest.TestReport]:
    """Of each test's set-up, call and tear-down, whichever worker did it."""
    found = [report for kind in terminalreporter.stats.values() for report in kind]
    return [report for report in found if isinstance(report, pytest.TestReport)]


def _measured(reports: list[pytest.TestReport]) -> list[str]:
    """What tests told by `record_property`."""
    done = (report for report in reports if report.when == "call" and report.passed)
    return [f"{name}: {figure}" for report in done for name, figure in report.user_properties]


def _by_test(reports: list[pytest.TestReport]) -> list[Share]:
    return _slowest_first((report.nodeid, report) for report in reports)


def _by_folder(reports: list[pytest.TestReport]) -> list[Share]:
    """By the folder of the test's file."""
    return _slowest_first((report.location[0].rpartition("/")[0], report) for report in reports)


def _slowest_first(named: Iterable[tuple[str, pytest.TestReport]]) -> list[Share]:
    shares: dict[str, Share] = {}
    for name, report in named:
        share = shares.setdefault(name, Share(name))
        share.seconds += report.duration
        share.tests += report.when == "setup"
    return sorted(shares.values(), key=lambda share: -share.seconds)


def _tell(terminalreporter: pytest.TerminalReporter, heading: str, lines: Iterable[str]) -> None:
    if found := list(lines):
        terminalreporter.section(heading)
        terminalreporter.write_line("\n".join(found))
