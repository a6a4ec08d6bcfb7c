"""The built web client, made again when anything that it is made from has changed."""

from deploy.local.announce import run, step
from deploy.local.preparing import node, stamp
from deploy.local.preparing.python import program
from deploy.local.run import REPOSITORY

SOURCES = ("src", "static", "package.json", "vite.config.ts", "tsconfig.json")
BUILT = node.WEB / "build"
STAMP = node.WEB / "node_modules" / ".built"
# Made by the build itself, from the contract.
MADE = node.WEB / "src/lib/api/schema.d.ts"


def build() -> None:
    sources = [path for name in SOURCES for path in stamp.files(node.WEB / name) if path != MADE]
    wanted = stamp.digest([*sources, REPOSITORY / "contracts/openapi.yaml"])
    if (BUILT / "index.html").exists() and stamp.is_current(STAMP, wanted):
        return
    step("Building the web client …")
    npm = [program("npm"), "run", "build"]
    run(npm, "The web client could not be built.", cwd=node.WEB, env=node.environment())
    STAMP.write_text(wanted)
