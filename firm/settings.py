"""Who the firm is and where its broker is: from the environment, or from a file written for it."""

import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from backbone import settings
from backbone.settings import AmqpUrl
from contracts.values import FirmId


class FirmSettings(msgspec.Struct, frozen=True, kw_only=True):
    """`firm_staff`: the contact id of whoever writes messages when nobody is named.

    `firm_s3_…`: the drop bucket and the firm's key for it; only who shares documents needs them.
    """

    firm_id: FirmId
    firm_amqp_url: AmqpUrl
    firm_staff: str = ""
    firm_s3_endpoint: str = ""
    firm_s3_access_key: str = ""
    firm_s3_secret_key: str = ""
    firm_s3_bucket: str = ""


def load(firm_id: str = "", environment: Mapping[str, str] = os.environ) -> FirmSettings:
    """The settings of `firm_id`; without one, of the environment's firm or of the only one here.

    Raises SystemExit saying what is missing. `firm add` writes the files that this reads.
    """
    firm_id = firm_id or environment.get("REDWELL_FIRM_ID", "")
    if firm_id == environment.get("REDWELL_FIRM_ID") and "REDWELL_FIRM_AMQP_URL" in environment:
        return settings.load(FirmSettings, environment)
    folder = run_folder(environment) / "firms"
    return settings.load(FirmSettings, read_environment_file(_file_of(folder, firm_id)))


def run_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of the running stack: REDWELL_RUN, or `.run` beside the code."""
    repository = Path(__file__).resolve().parents[1]
    return repository / (environment.get("REDWELL_RUN") or ".run")


def read_environment_file(path: Path) -> dict[str, str]:
    """The variables of a file of NAME=value lines."""
    lines = [line for line in path.read_text().splitlines() if line and line[0] != "#"]
    return dict(line.split("=", 1) for line in lines)


def _file_of(folder: Path, firm_id: str) -> Path:
    known = sorted(path.stem for path in folder.glob("*.env"))
    if not known:
        raise SystemExit("No firm is known here. Add one with: redwell firm add ID --name NAME")
    if not firm_id and len(known) > 1:
        raise SystemExit(f"Say which firm with --firm: {', '.join(known)}")
    if firm_id and firm_id not in known:
        raise SystemExit(f"The firm '{firm_id}' is not known here, only: {', '.join(known)}")
    return folder / f"{firm_id or known[0]}.env"
