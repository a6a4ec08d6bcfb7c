"""The child: `python -m papers.inside invoice`, in a folder of its own with the data in it."""

import pathlib
import sys
from typing import Any

from papers import fonts

DATA, PAPER, PLAIN = "data.json", "paper.pdf", "plain"
TEMPLATES = pathlib.Path(__file__).parent / "templates"
LASTING = ["a-2a", "ua-1"]


def main() -> None:
    """Draw the paper, without the standards where they refuse it: then `plain` lies beside it."""
    template, said = sys.argv[1], pathlib.Path(DATA).read_text()
    import typst

    def drawn(standards: list[Any]) -> bytes:
        paper: bytes = typst.compile(
            str(TEMPLATES / f"{template}.typ"),
            root=str(TEMPLATES),
            font_paths=fonts.folders(said),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": said},
            pdf_standards=standards,
        )
        return paper

    try:
        paper = drawn(LASTING)
    except typst.TypstError:
        paper = drawn([])
        pathlib.Path(PLAIN).touch()
    pathlib.Path(PAPER).write_bytes(paper)


if __name__ == "__main__":
    main()
