"""`python -m bangfu.config.serving.child web|jobs|seals`: one of the processes under the roof.

Each child stops when its standard input ends, so that none outlives a supervisor that was killed
outright and keeps the port.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import tempfile
import threading
from types import FrameType

THREADS = 8


def _stop_with_the_supervisor() -> None:
    def wait() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="end-of-input", daemon=True).start()


def web(host: str, port: int) -> None:
    """This function will answer requests until it is told to stop."""
    os.environ["BANGFU_POOL"] = "1"
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "bangfu.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=max(1, min(4, os.cpu_count() or 1)),
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
        log_access=False,
        workers_kill_timeout=10,
    ).serve()


def jobs() -> None:
    """This function will do queued work until it is told to stop."""
    import django

    django.setup()
    from django.conf import settings
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    tempfile.tempdir = str(settings.FILE_UPLOAD_TEMP_DIR)
    connector = app.connector
    assert isinstance(connector, DjangoConnector)

    async def work() -> None:
        async with app.open_async():
            await app.run_worker_async(
                wait=True,
                concurrency=2,
                shutdown_graceful_timeout=20,
                delete_jobs="successful",
            )

    with app.replace_connector(connector.get_worker_connector()) as _:
        asyncio.run(work())


def seals() -> None:
    """This function will seal what has been recorded, each second, until it is told to stop.

    Beside it, once a day, files that no paper names are swept away, and once an hour the trail is
    looked through for what is odd.
    """
    import django

    django.setup()
    from bangfu.audit import tasks
    from bangfu.desk.auditing import tasks as watch
    from bangfu.papers import tasks as papers
    from bangfu.rosters import tasks as rosters

    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sweep = threading.Thread(target=papers.run_forever, args=(stopped,), name="sweep")
    sweep.start()
    watching = threading.Thread(target=watch.run_forever, args=(stopped,), name="watch")
    watching.start()
    forgetting = threading.Thread(target=rosters.forget_forever, args=(stopped,), name="forget")
    forgetting.start()
    tasks.run_forever(stopped)
    sweep.join()
    watching.join()
    forgetting.join()


def main() -> None:
    """This function will be the child that the command line names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
    reader = argparse.ArgumentParser()
    reader.add_argument("kind", choices=["web", "jobs", "seals"])
    reader.add_argument("--host", default="127.0.0.1")
    reader.add_argument("--port", type=int, default=8000)
    asked = reader.parse_args()
    _stop_with_the_supervisor()
    if asked.kind == "web":
        web(asked.host, asked.port)
    elif asked.kind == "jobs":
        jobs()
    else:
        seals()


if __name__ == "__main__":
    main()
