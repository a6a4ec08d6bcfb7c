"""How gunicorn runs the gateway: `gunicorn -c gateway/gunicorn.conf.py gateway.app:app`."""

import gc
import os
import resource
from typing import Any

# Each live stream is an open file, and 1,024 of them are what a process usually begins with.
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)

bind = os.environ.get("REDWELL_BIND", "127.0.0.1:8000")
# Half of the cores: the services, the database and the broker need the rest.
workers = int(os.environ.get("REDWELL_WORKERS") or max(1, len(os.sched_getaffinity(0)) // 2))
worker_class = "gateway.worker.Worker"

# One import for all workers: less memory, and a recycled worker is back in milliseconds. New code
# needs a restart of the whole gateway; SIGHUP only replaces the workers.
preload_app = True


def when_ready(server: Any) -> None:
    """What all workers share stays shared: their garbage collectors would write to each object."""
    gc.collect()
    gc.freeze()


# A worker that grew is replaced, never all of them at once, and its successor comes first.
max_requests = int(os.environ.get("REDWELL_MAX_REQUESTS", "50000"))
max_requests_jitter = max_requests // 5


def child_exit(server: Any, worker: Any) -> None:
    """One less again, after one that had called its successor (`gateway/worker.py`)."""
    server.num_workers = max(server.cfg.workers, server.num_workers - 1)


timeout = 30  # seconds without a sign of life until a worker is killed
graceful_timeout = 15  # seconds for answers under way; live streams end at once
keepalive = 75  # seconds; longer than proxies keep their side, so that they close first

# Addresses of the proxies in front, whose X-Forwarded-For tells the client's; by default none.
forwarded_allow_ips = os.environ.get("REDWELL_TRUSTED_PROXIES", "")

# The access log is ours (`gateway/edge.py`): without query strings, ids and headers.
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
