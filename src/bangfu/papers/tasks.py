"""The daily sweep at work beside the server."""

from __future__ import annotations

import logging
import threading

from django.db import Error, connections

from bangfu.frame import clock

from . import actions

log = logging.getLogger(__name__)


def run_forever(stop: threading.Event, *, first: float = 300.0, interval: float = 86_400.0) -> None:
    """This function will sweep soon after the start, then once a day, until `stop` is set.

    Not at an hour of the night: the machines of an office are switched off then. It runs in a
    thread or a process of its own; trouble is logged, and tried again the next day.
    """
    wait = first
    while not stop.wait(wait):
        wait = interval
        try:
            # The machine's own moment: files know no other, whatever day BANGFU_TODAY sets.
            actions.sweep_drafts(at=clock.machine_time())
            removed = actions.sweep(at=clock.machine_time())
            if removed:
                log.info("the sweep removed %d files that no paper names", removed)
        except actions.CannotSweep as refusal:
            log.error("the sweep removed nothing: %s", refusal)
        except (Error, OSError) as trouble:
            log.error("the sweep failed, trying again: %s", type(trouble).__name__)
        finally:
            connections["default"].close()
