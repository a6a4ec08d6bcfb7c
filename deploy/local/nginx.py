"""The proxy before the object store: nginx from Debian, with a configuration of its own."""

from deploy import proxy
from deploy.local.preparing import stamp
from deploy.local.program import Program
from deploy.local.run import Run, write_private

SERVER = "/usr/sbin/nginx"

# In the foreground, with all that it writes in the run folder. One process does it all: workers
# would outlive a master that was killed, and keep its port from the next one.
CONFIGURATION = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 2048; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    default_type application/octet-stream;
    sendfile on;
    include {folder}/files.conf;
}}
"""


def prepare(run: Run) -> None:
    folder = run.data / "nginx"
    folder.mkdir(exist_ok=True, mode=0o711)
    write_private(folder / "nginx.conf", CONFIGURATION.format(folder=folder))
    listen, store = f"127.0.0.1:{run.ports.files}", f"127.0.0.1:{run.ports.s3}"
    write_private(folder / "files.conf", proxy.configuration(listen=listen, store=store))


def programs(run: Run) -> list[Program]:
    folder = run.data / "nginx"
    return [
        Program(
            name="nginx",
            command=(SERVER, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")),
            # With other settings it is another program, and started anew.
            environment={"SETTINGS": stamp.digest([folder / "nginx.conf", folder / "files.conf"])},
            stop_signal="QUIT",  # lets transfers end
            infrastructure=True,
        )
    ]
