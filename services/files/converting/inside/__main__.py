"""A child: `python -m services.files.converting.inside pdf in.pdf`, in a folder of its own."""

import importlib
import sys

from services.files.converting import report


def main() -> None:
    """Let one module read one file; each knows what it raises, and says the rest in its report."""
    kind, file = sys.argv[1:]
    reader = importlib.import_module(f"services.files.converting.inside.{kind}")
    report.write(reader.read(file))


if __name__ == "__main__":
    main()
