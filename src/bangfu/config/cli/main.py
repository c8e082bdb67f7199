"""Read the words of a command and hand them to the command."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Any, NoReturn

from bangfu.config.cli import commands
from bangfu.config.cli.words import Refused
from bangfu.config.database.errors import DatabaseTrouble

# What the parser of the standard library says, and how it is said here.
_MISTAKES = (
    (r"the following arguments are required: (.+)", r"还要写 \1。 (\1 is missing.)"),
    (r"unrecognized arguments: (.+)", r"不认识 \1。 (\1 is not known.)"),
    (
        r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)",
        r"“\1”没有 \2，可以写 \3。 (\2 is not one of them.)",
    ),
    (
        r"argument (.+?): invalid int value: (.+)",
        r"“\1”要写一个整数，而不是 \2。 (\2 is no whole number.)",
    ),
    (r"argument (.+?): expected one argument", r"“\1”后面要写一个值。 (A value is missing.)"),
    (
        r"argument (.+?): expected at least one argument",
        r"“\1”后面至少要写一个值。 (A value is missing.)",
    ),
    (
        r"argument (.+?): ignored explicit argument (.+)",
        r"“\1”后面不用写 \2。 (It takes no value.)",
    ),
)
# How `./run` calls: what is wrong with its words is explained by its own help.
_BY_RUN = ["serve", "--prepare"]

# The exit code 1, for faults that BANGFU_DEBUG shows whole.
_OURS = -1


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
        super().add_usage(usage, actions, groups, "用法 (usage)：" if prefix is None else prefix)


class PlainParser(argparse.ArgumentParser):
    """Help with Chinese headings; mistakes are one sentence, with exit code 2."""

    explained_by = ""
    """The command whose help explains a mistake, where it is not the parser's own."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more, add_help=False, allow_abbrev=False, formatter_class=_Formatter)
        self._positionals.title = "要写的 (arguments)"
        self._optionals.title = "可选的 (options)"
        self.add_argument("-h", "--help", action="help", help="看用法 (show this help)")

    def error(self, message: str) -> NoReturn:
        for pattern, chinese in _MISTAKES:
            if found := re.fullmatch(pattern, message, re.DOTALL):
                message = found.expand(chinese)
                break
        else:
            # Our own words about one argument.
            message = re.sub(r"^argument (.+?): ", r"\1：", message) + "。"
        print(f"命令写得不对：{message}", file=sys.stderr)
        print(f"看用法 / how to use it: {self.explained_by or self.prog} --help", file=sys.stderr)
        raise SystemExit(2)


def parser() -> argparse.ArgumentParser:
    """This function will build the parser of every command."""
    top = PlainParser(
        prog="bangfu",
        description="帮扶台账的命令。每个命令后加 --help 看它的用法。"
        " (Commands of the register; add --help to any of them.)",
        epilog="数据库没有开时会自动打开，用完自动关上。"
        " (The embedded database is started when none runs, and stopped afterwards.)",
    )
    kinds = top.add_subparsers(dest="command", metavar="命令", required=True)
    for command in commands.ALL:
        command.declare(kinds)
    return top


def main(words: Sequence[str] | None = None) -> int:
    """This function will run one command and give its exit code: 0 done, 1 not done, 2 bad input.

    A person who types a wrong thing reads a sentence, never a traceback; a fault of ours is
    named by its kind and place (set BANGFU_DEBUG=1 to see it whole).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
    _get_ready()
    given = list(sys.argv[1:] if words is None else words)
    PlainParser.explained_by = "./run" if given[: len(_BY_RUN)] == _BY_RUN else ""
    asked = parser().parse_args(given)
    try:
        code = int(asked.run(asked) or 0)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        _drop_output()
        return 0
    except (KeyboardInterrupt, Exception) as fault:
        sentence, code = _worded(fault)
        if code == _OURS and os.environ.get("BANGFU_DEBUG") == "1":
            raise
        if isinstance(fault, OSError):
            _drop_output()
        print(sentence, file=sys.stderr)
        return abs(code)


def _worded(fault: BaseException) -> tuple[str, int]:
    """What a person reads when a command was not done, and its exit code."""
    if isinstance(fault, Refused):
        return str(fault), fault.code
    if isinstance(fault, DatabaseTrouble):
        return str(fault), 1
    if _interrupted(fault):
        return "已停止。 (Stopped.)", 130
    if isinstance(fault, UnicodeEncodeError):
        return "命令里有认不出的字符。 (The command holds characters of no encoding.)", 2
    if isinstance(fault, OSError):
        place = f"（{fault.filename}）" if fault.filename else ""
        return f"读写不了{place}：{fault.strerror or fault} (Cannot read or write.)", _OURS
    return _place_of(fault), _OURS


def _get_ready() -> None:
    """A terminal that cannot show a character shows its number; SIGTERM leaves in good order."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    with contextlib.suppress(ValueError):  # not the main thread
        signal.signal(signal.SIGTERM, _end)


def _end(number: int, frame: FrameType | None) -> NoReturn:
    """Told to stop by the system: out through every `finally`, so that the database stops too."""
    raise SystemExit(128 + number)


def _interrupted(fault: BaseException) -> bool:
    """Whether Ctrl-C lies beneath: a cleaning up that it cut short fails in a way of its own."""
    beneath = fault.__cause__ or fault.__context__
    return isinstance(fault, KeyboardInterrupt) or (beneath is not None and _interrupted(beneath))


def _drop_output() -> None:
    """What is still to be written goes nowhere, or the interpreter would complain at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _place_of(fault: BaseException) -> str:
    import traceback

    frames = traceback.extract_tb(fault.__traceback__)
    ours = [f for f in frames if "bangfu" in f.filename and "site-packages" not in f.filename]
    last = (ours or frames)[-1]
    return (
        f"程序出了错：{type(fault).__name__}（{last.filename}:{last.lineno}）。"
        "请把这一行告诉维护人员；bangfu doctor 可以检查安装。"
        " (A fault of the program; `bangfu doctor` checks the installation.)"
    )
