"""Starts the children, says when the pages answer, and stops all of them together."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from types import FrameType

READY_SECONDS = 120
STOP_SECONDS = 25


class CannotServe(Exception):
    """The pages cannot be served; the message says why."""


def port_is_free(host: str, port: int) -> bool:
    """This function will tell whether the port can be listened on."""
    with contextlib.closing(socket.socket()) as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((host, port))
        except OSError:
            return False
    return True


class _Stopping:
    """SIGTERM and SIGINT set a flag here instead of ending the process in the middle."""

    def __init__(self) -> None:
        self.event = threading.Event()

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        before = {kind: signal.getsignal(kind) for kind in (signal.SIGTERM, signal.SIGINT)}
        for kind in before:
            signal.signal(kind, self._told)
        try:
            yield
        finally:
            for kind, handler in before.items():
                signal.signal(kind, handler)

    def _told(self, number: int, frame: FrameType | None) -> None:
        self.event.set()


def _start(kind: str, *words: str) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches the supervisor alone, which stops the others in order.
    return subprocess.Popen(
        [sys.executable, "-m", "bangfu.config.serving.child", kind, *words],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        with contextlib.suppress(ProcessLookupError):
            child.terminate()
    until = time.monotonic() + STOP_SECONDS
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.1, until - time.monotonic()))
        # Whatever is left of its group, workers included.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        # A page that refuses is an answer; one that breaks is not.
        return error.code < 500
    except OSError:
        return False


def serve(host: str, port: int, *, ready: Callable[[str], None]) -> None:
    """This function will serve until SIGTERM or SIGINT, then stop every child.

    :param ready: called once with the address when the first page has really answered.
    :raises CannotServe: the port is taken, or a child ends by itself.
    """
    if not port_is_free(host, port):
        raise CannotServe(
            f"端口 {port} 已被占用，请用 --port 换一个。 (Port {port} is taken: choose another.)"
        )
    stopping = _Stopping()
    url = f"http://{host}:{port}"
    with stopping.listening():
        children = [
            _start("web", "--host", host, "--port", str(port)),
            _start("jobs"),
            _start("seals"),
        ]
        try:
            _await_first_answer(url, children, stopping.event)
            if not stopping.event.is_set():
                ready(url)
            while not stopping.event.wait(0.5):
                _check(children)
        finally:
            _stop(children)


def _await_first_answer(
    url: str, children: list[subprocess.Popen[bytes]], stopped: threading.Event
) -> None:
    until = time.monotonic() + READY_SECONDS
    while not stopped.is_set() and not _answers(url + "/"):
        _check(children)
        if time.monotonic() > until:
            raise CannotServe(f"{url} 一直没有回应。 ({url} does not answer.)")
        stopped.wait(0.1)


def _check(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is not None:
            kind = str(child.args[3])  # type: ignore[index]
            raise CannotServe(
                f"{kind} 进程自己停了（退出码 {child.returncode}），已全部停下。"
                f" (The process {kind!r} ended by itself; everything was stopped.)"
            )
