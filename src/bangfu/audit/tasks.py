"""The sealer at work beside the server."""

from __future__ import annotations

import logging
import threading

from django.db import Error, connections

from bangfu.frame import clock

from . import anchor, sealing
from .keyfile import KeyTrouble

log = logging.getLogger(__name__)


def run_forever(stop: threading.Event, *, interval: float = 1.0) -> None:
    """This function will seal once every `interval` seconds until `stop` is set, then once more.

    It runs in a thread or a process of its own. Trouble is logged once and tried again: what is
    not sealed yet shows by its age.
    """
    told = ""
    while True:
        stopping = stop.wait(interval)
        try:
            sealing.seal_pending(at=clock.now())
            told = ""
        except (Error, KeyTrouble, OSError, anchor.Damaged) as trouble:
            said = f"{type(trouble).__name__} {getattr(trouble, 'code', '')}".strip()
            if said != told:
                log.error("sealing the trail failed, trying on: %s", said)
            told = said
            connections["trace"].close()
        if stopping:
            connections.close_all()
            return
