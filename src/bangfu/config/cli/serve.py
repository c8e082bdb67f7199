"""`bangfu serve`: the pages, the background work and the sealing, until it is stopped."""

from __future__ import annotations

import argparse
from typing import Any

from bangfu.config.cli import first_start
from bangfu.config.cli.words import Refused, at_work
from bangfu.config.database import keep_running
from bangfu.config.serving import CannotServe, port_is_free, serve


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    command = kinds.add_parser(
        "serve",
        help="打开台账网页 (serve the pages)",
        description="打开台账网页，直到按 Ctrl-C。只在本机上能看到；要让别的电脑用，请在前面放一个"
        " HTTPS 代理。 (Serve the pages on this machine until Ctrl-C; put an HTTPS proxy in front"
        " for others.)",
    )
    command.add_argument("--port", type=port, default=8000, metavar="端口", help="默认 8000")
    command.add_argument(
        "--host", default="127.0.0.1", metavar="地址", help="默认只听本机 (loopback by default)"
    )
    command.add_argument(
        "--prepare",
        action="store_true",
        help="先升级数据库；台账还空着就先建演示镇 (migrate first; fill an empty register)",
    )
    command.add_argument(
        "--drawer",
        metavar="文件夹",
        help="配合 --prepare：不建演示镇，收这个文件夹里的表格 (take in this folder instead)",
    )
    command.add_argument(
        "--empty", action="store_true", help="配合 --prepare：从空台账开始 (begin empty)"
    )
    command.set_defaults(run=run)


def port(word: str) -> int:
    """This function will read a port number.

    :raises argparse.ArgumentTypeError: not a number from 1 to 65535.
    """
    if not word.isascii() or not word.isdigit() or not 1 <= int(word) <= 65535:
        raise argparse.ArgumentTypeError(f"端口应是 1 到 65535 的整数，而不是 {word}")
    return int(word)


def run(asked: argparse.Namespace) -> int:
    """This function will serve until SIGTERM or Ctrl-C."""
    if asked.drawer and asked.empty:
        raise Refused("--drawer 和 --empty 只能用一个。 (Use either --drawer or --empty.)")
    drawer = first_start.folder(asked.drawer) if asked.drawer else None
    if not port_is_free(asked.host, asked.port):
        raise Refused(
            f"端口 {asked.port} 已被占用，请用 --port 换一个。"
            f" (Port {asked.port} is taken: choose another with --port.)"
        )
    with at_work():
        if asked.prepare or drawer:
            first_start.prepare(drawer=drawer, empty=asked.empty)
        try:
            serve(
                asked.host,
                asked.port,
                ready=lambda url: print(f"ready {url}", flush=True),
                tend=keep_running,
            )
        except CannotServe as trouble:
            raise Refused(str(trouble), code=1) from trouble
        print("正在关闭…… (stopping)", flush=True)
    return 0
