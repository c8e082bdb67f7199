"""Read the words of a command and hand them to the command."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from bangfu.config.cli import commands
from bangfu.config.cli.words import Refused
from bangfu.config.database.errors import DatabaseTrouble


class _Formatter(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: Any = None) -> None:
        super().add_usage(usage, actions, groups, "用法 (usage)：" if prefix is None else prefix)


class PlainParser(argparse.ArgumentParser):
    """Help with Chinese headings; mistakes are one sentence, with exit code 2."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more, add_help=False, allow_abbrev=False, formatter_class=_Formatter)
        self._positionals.title = "要写的 (arguments)"
        self._optionals.title = "可选的 (options)"
        self.add_argument("-h", "--help", action="help", help="看用法 (show this help)")

    def error(self, message: str) -> NoReturn:
        print(f"命令写得不对：{message}。", file=sys.stderr)
        print(f"看用法 / how to use it: {self.prog} --help", file=sys.stderr)
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
    asked = parser().parse_args(words)
    try:
        return int(asked.run(asked) or 0)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.code
    except DatabaseTrouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("已停止。 (Stopped.)", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        if os.environ.get("BANGFU_DEBUG") == "1":
            raise
        print(_place_of(fault), file=sys.stderr)
        return 1


def _place_of(fault: Exception) -> str:
    import traceback

    frames = traceback.extract_tb(fault.__traceback__)
    ours = [f for f in frames if "bangfu" in f.filename and "site-packages" not in f.filename]
    last = (ours or frames)[-1]
    return (
        f"程序出了错：{type(fault).__name__}（{last.filename}:{last.lineno}）。"
        "请把这一行告诉维护人员；bangfu doctor 可以检查安装。"
        " (A fault of the program; `bangfu doctor` checks the installation.)"
    )
