"""ClamAV's daemon, where it is installed: checks documents for viruses.

In a bubble where there can be one, as it opens what strangers have sent. With the database that
`freshclam` keeps for the machine; without one it knows the test virus alone.
"""

import pathlib
import shutil

from backbone.confined import confinement
from deploy.local.preparing import stamp
from deploy.local.program import Program
from deploy.local.run import Run, write_private

SERVER = pathlib.Path("/usr/sbin/clamd")
DATABASE = pathlib.Path("/var/lib/clamav")

# The file that every virus check finds and that harms nobody (EICAR, 2003), as an NDB signature.
TEST_SIGNATURE = (
    "Redwell.Test.EICAR:0:*:"
    "58354f2150254041505b345c505a58353428505e2937434329377d2445494341522d5354414e444152442d"
    "414e544956495255532d544553542d46494c452124482b482a\n"
)
# What it does not look into wholly it says so of, so that nothing is called clean unseen.
CONFIGURATION = """\
Foreground yes
LogTime no
LocalSocket {within}/socket
LocalSocketMode 600
PidFile {folder}/pid
TemporaryDirectory {folder}/tmp
DatabaseDirectory {database}
MaxThreads 4
StreamMaxLength 2000M
MaxFileSize 2000M
MaxScanSize 2000M
MaxScanTime 120000
AlertExceedsMax yes
AlertEncrypted yes
ReadTimeout 60
CommandReadTimeout 30
"""


def installed() -> bool:
    return SERVER.exists()


def address(run: Run) -> str:
    """As the files worker is told it; empty where there is none."""
    return f"unix:{_folder(run)}/socket" if installed() else ""


def prepare(run: Run) -> None:
    if not installed():
        return
    folder = _folder(run)
    for made in (folder, folder / "tmp", folder / "database"):
        made.mkdir(exist_ok=True, mode=0o700)
    write_private(folder / "database" / "test.ndb", TEST_SIGNATURE)
    database = DATABASE if any(DATABASE.glob("*.c[lv]d")) else folder / "database"
    # The path of a Unix socket may have 107 bytes only; in its bubble the folder has this name too.
    within = "/var/tmp" if confinement.has_bubbles() else folder
    text = CONFIGURATION.format(folder=folder, database=database, within=within)
    write_private(folder / "clamd.conf", text)
    # A copy: where AppArmor is at work, Debian's profile binds the one of the system to its places.
    own = folder / "clamd"
    if not own.exists() or own.stat().st_mtime < SERVER.stat().st_mtime:
        shutil.copy(SERVER, own)


def programs(run: Run) -> list[Program]:
    if not installed():
        return []
    folder = _folder(run)
    around = confinement.bubble(folder, str(DATABASE)) if confinement.has_bubbles() else []
    return [
        Program(
            name="clamd",
            command=(*around, str(folder / "clamd"), "--config-file", str(folder / "clamd.conf")),
            # With other settings it is another program, and started anew.
            environment={"HOME": str(folder), "SETTINGS": stamp.digest([folder / "clamd.conf"])},
            infrastructure=True,
        )
    ]


def _folder(run: Run) -> pathlib.Path:
    return run.data / "clamd"
