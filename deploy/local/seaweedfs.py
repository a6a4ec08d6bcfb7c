"""A private S3 store: SeaweedFS, all in one process; loopback only."""

import pathlib
import subprocess
import sys

from deploy.local.program import Program
from deploy.local.run import Run
from deploy.local.secrets import Secrets


def weed() -> str:
    return str(pathlib.Path(sys.executable).parent / "weed")


def prepare(run: Run) -> None:
    data = run.data / "seaweedfs"
    data.mkdir(exist_ok=True, mode=0o700)
    # It keeps the options of its first start here, and prefers them to the ones it is given.
    (data / "mini.options").unlink(missing_ok=True)


def _options(run: Run) -> dict[str, object]:
    ports, data = run.ports, run.data / "seaweedfs"
    return {
        "dir": data,
        "ip": "localhost",
        "ip.bind": "127.0.0.1",
        "master.port": ports.weed_master,
        "master.port.grpc": ports.weed_master_grpc,
        "master.telemetry": "false",
        "master.volumeSizeLimitMB": 256,
        "volume.port": ports.weed_volume,
        "volume.port.grpc": ports.weed_volume_grpc,
        "filer.port": ports.weed_filer,
        "filer.port.grpc": ports.weed_filer_grpc,
        "s3.port": ports.s3,
        "s3.allowedOrigins": f"http://localhost:{ports.portal}",
        "s3.port.grpc": ports.weed_s3_grpc,
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        "s3.iam.readOnly": "false",
        "admin.port": ports.weed_admin,
        "admin.port.grpc": ports.weed_admin_grpc,
        "admin.ui": "false",
        "webdav": "false",
    }


def programs(run: Run, secrets: Secrets) -> list[Program]:
    options = (f"-{name}={value}" for name, value in _options(run).items())
    return [
        Program(
            name="seaweedfs",
            command=(weed(), "-logtostderr=true", "mini", *options),
            environment={
                "AWS_ACCESS_KEY_ID": secrets["s3_access"],
                "AWS_SECRET_ACCESS_KEY": secrets["s3_secret"],
                "WEED_S3_SSE_KEY": secrets["s3_encryption"],
                # No GOMEMLIMIT: what it has mapped counts too, so it would collect all the time.
                "GOGC": "50",
                "HOME": str(run.data / "seaweedfs"),
            },
            infrastructure=True,
        )
    ]


def write_through(run: Run) -> None:
    """Makes the store sync each object to the disk before it answers; by default it doesn't."""
    done = run.data / "seaweedfs" / ".synchronous"
    if done.exists():
        return
    address = f"localhost:{run.ports.weed_master}.{run.ports.weed_master_grpc}"
    filer = f"localhost:{run.ports.weed_filer}.{run.ports.weed_filer_grpc}"
    subprocess.run(
        [weed(), "shell", f"-master={address}", f"-filer={filer}"],
        input=b"fs.configure -locationPrefix=/buckets/ -fsync -apply\n",
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=30,
    )
    done.touch()
