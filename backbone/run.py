"""Runs one service until it is told to end: `python -m backbone.run messaging`."""

import os
import warnings

# Names are looked up by the system, as everywhere else; eventlet's own resolver adds only risk.
os.environ["EVENTLET_NO_GREENDNS"] = "yes"

# That eventlet is deprecated is known and decided on; see docs/decisions.
warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")

from backbone import lean  # noqa: E402

with lean.without("OpenSSL"):  # 4 MB
    import eventlet

    eventlet.monkey_patch()

import errno  # noqa: E402
import importlib  # noqa: E402
import inspect  # noqa: E402
import signal  # noqa: E402
import sys  # noqa: E402
from typing import Any  # noqa: E402

from nameko import config  # noqa: E402
from nameko.runners import ServiceRunner  # noqa: E402

from backbone import log, settings  # noqa: E402
from backbone.postgres import greenwait  # noqa: E402
from backbone.service import Service  # noqa: E402

# Calls, events and the clock each bound themselves; nameko's pool must never be what they wait in.
_WORKERS = 400


def main() -> None:
    """Run the service named by the first argument, or the module that holds it."""
    service = find(sys.argv[1])
    greenwait.install()
    loaded = settings.load(service.Settings)
    log.configure(service.name, loaded.log_level)
    config.update(settings=loaded, AMQP_URI=loaded.amqp_url, max_workers=_WORKERS)
    runner = ServiceRunner()
    runner.add_service(service)
    signal.signal(signal.SIGTERM, lambda *_: eventlet.spawn_n(runner.stop))
    signal.signal(signal.SIGINT, lambda *_: eventlet.spawn_n(runner.stop))
    runner.start()
    log.get().info("service started")
    _wait(runner)
    log.get().info("service ended")


def find(name: str) -> type[Service]:
    """The Service subclass of `services.<name>.service`, or of the module of that full name."""
    module = importlib.import_module(name if "." in name else f"services.{name}.service")
    for _, found in inspect.getmembers(module, inspect.isclass):
        if issubclass(found, Service) and found.__module__ == module.__name__:
            return found
    raise SystemExit(f"{module.__name__} holds no Service.")


def _wait(runner: Any) -> None:
    """Wait for the end in a greenlet of its own: a signal interrupts the one that waits here."""
    ended = eventlet.spawn(runner.wait)
    while True:
        try:
            ended.wait()
        except OSError as error:
            if error.errno != errno.EINTR:
                raise
        else:
            return


if __name__ == "__main__":
    main()
