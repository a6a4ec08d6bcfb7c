"""python -m deploy.local up [--infrastructure]"""

import argparse

from deploy.local import run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.local")
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up")
    up.add_argument("--infrastructure", action="store_true")
    options = parser.parse_args()
    from deploy.local.start import start

    start(run.chosen(), infrastructure_only=options.infrastructure)


main()
