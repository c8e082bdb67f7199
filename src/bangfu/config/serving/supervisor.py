"""Starts the children, says when the pages answer, and stops all of them together."""

from __future__ import annotations

import contextlib
import errno
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
MOST_ENDS_A_MINUTE = 6


class CannotServe(Exception):
    """The pages cannot be served; the message says why."""


def why_not(host: str, port: int) -> str:
    """This function will say why this IP address and port cannot be listened on, or ""."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with contextlib.closing(socket.socket(family)) as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            one.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return (
                f"端口 {port} 已被占用，请用 --port 换一个。"
                f" (Port {port} is taken: choose another with --port.)"
            )
        if error.errno == errno.EACCES:
            return (
                f"本用户不能用端口 {port}，请用 --port 换一个 1024 以上的。"
                f" (This user may not use port {port}: choose one above 1024.)"
            )
        return (
            f"本机没有 {host} 这个地址，请改 --host。"
            f" (This machine has no address {host}: change --host.)"
        )
    return ""


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


class _Children:
    """The processes under the roof; one that ends by itself is started again, within reason."""

    def __init__(self, host: str, port: int) -> None:
        self._words = {
            "web": ["--host", host, "--port", str(port)],
            "jobs": [],
            "seals": [],
        }
        self._alive: dict[str, subprocess.Popen[bytes]] = {}
        self._ends: list[float] = []

    def start(self) -> None:
        for kind in self._words:
            self._start(kind)

    def tend(self) -> None:
        """Start again what has ended.

        :raises CannotServe: something ends again and again.
        """
        for kind, child in list(self._alive.items()):
            if child.poll() is None:
                continue
            now = time.monotonic()
            self._ends = [then for then in self._ends if now - then < 60] + [now]
            if len(self._ends) > MOST_ENDS_A_MINUTE:
                raise CannotServe(
                    f"{kind} 进程一再自己停下（退出码 {child.returncode}），已全部停下。"
                    f" (The process {kind!r} keeps ending by itself; everything was stopped.)"
                )
            _end_group(child)
            self._start(kind)

    def stop(self) -> None:
        children = list(self._alive.values())
        for child in children:
            with contextlib.suppress(ProcessLookupError):
                child.terminate()
        until = time.monotonic() + STOP_SECONDS
        for child in children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(max(0.1, until - time.monotonic()))
            _end_group(child)
            child.wait()

    def _start(self, kind: str) -> None:
        # A group of its own: Ctrl-C reaches the supervisor alone, which stops the rest in order.
        self._alive[kind] = subprocess.Popen(
            [sys.executable, "-m", "bangfu.config.serving.child", kind, *self._words[kind]],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """Whatever is left of a child's group, workers included."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        # A page that refuses is an answer; one that breaks is not.
        return error.code < 500
    except OSError:
        return False


def serve(host: str, port: int, *, ready: Callable[[str], None], tend: Callable[[], None]) -> None:
    """This function will serve until SIGTERM or SIGINT, then stop every child.

    :param ready: called once with the address when the first page has really answered.
    :param tend: called every two seconds; it keeps up what the children stand on.
    :raises CannotServe: the port is taken, or a child keeps ending by itself.
    """
    if trouble := why_not(host, port):
        raise CannotServe(trouble)
    stopping = _Stopping()
    url = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    children = _Children(host, port)
    with stopping.listening():
        try:
            children.start()
            _await_first_answer(url, children, stopping.event)
            if not stopping.event.is_set():
                ready(url)
            while not stopping.event.wait(2):
                tend()
                children.tend()
        finally:
            children.stop()


def _await_first_answer(url: str, children: _Children, stopped: threading.Event) -> None:
    until = time.monotonic() + READY_SECONDS
    while not stopped.is_set() and not _answers(url + "/"):
        children.tend()
        if time.monotonic() > until:
            raise CannotServe(f"{url} 一直没有回应。 ({url} does not answer.)")
        stopped.wait(0.1)
