"""The watch over the trail at work beside the server."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

from django.db import Error, connections

from bangfu.frame import clock

from . import watch

log = logging.getLogger(__name__)


def run_forever(stop: threading.Event, *, first: float = 120.0, interval: float = 3600.0) -> None:
    """This function will look through yesterday and today once an hour, until `stop` is set.

    Not at an hour of the night: the machines of an office are switched off then. It runs in a
    thread of its own; trouble is logged by its kind, and tried again.
    """
    wait = first
    while not stop.wait(wait):
        wait = interval
        try:
            today = clock.today()
            for day in (today - timedelta(days=1), today):
                watch.watch(day, at=clock.now())
        except Error as trouble:
            log.error("the watch over the trail failed: %s", type(trouble).__name__)
        finally:
            connections["default"].close()
