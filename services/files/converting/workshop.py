"""Where children work: on this machine, or in a converter that shares a folder with us."""

import pathlib
from typing import Protocol

from backbone.confined import children, confinement
from backbone.confined.confinement import Confinement
from services.files.converting import steps


class Workshop(Protocol):
    """`place`: the folder below which each job has one of its own."""

    place: pathlib.Path

    def confinement(self) -> Confinement:
        """What keeps children in; none where nothing does, or nobody answers."""

    def has_office(self) -> bool:
        """Whether LibreOffice is there."""

    def do(self, step: str, folder: pathlib.Path, file: str) -> None:
        """One of STEPS on a file in the folder.

        Raises NotConfined, TookTooMuch, Broke of `children`.
        """


class Here:
    """Children of this very process."""

    def __init__(self, place: pathlib.Path) -> None:
        self.place = place

    def confinement(self) -> Confinement:
        return confinement.found()

    def has_office(self) -> bool:
        return steps.office() is not None

    def do(self, step: str, folder: pathlib.Path, file: str) -> None:
        chosen = steps.STEPS[step]
        children.run(chosen.command(folder, file), folder, chosen.limits)
