"""`bangfu serve`: the pages, the background work and the sealing, until it is stopped."""

from __future__ import annotations

import argparse
import ipaddress
from typing import Any

from bangfu.config.cli import first_start
from bangfu.config.cli.words import Refused, at_work, one_at_a_time
from bangfu.config.database import keep_running
from bangfu.config.serving import CannotServe, serve, why_not


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
        "--host",
        type=host,
        default="127.0.0.1",
        metavar="地址",
        help="默认只听本机 (loopback by default)",
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


def host(word: str) -> str:
    """This function will read the IP address to listen on; `localhost` is loopback.

    :raises argparse.ArgumentTypeError: it is none.
    """
    if word == "localhost":
        return "127.0.0.1"
    try:
        return str(ipaddress.ip_address(word))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"地址应写成 127.0.0.1 或 0.0.0.0 的样子，而不是 {word} (an IP address)"
        ) from None


def run(asked: argparse.Namespace) -> int:
    """This function will serve until SIGTERM or Ctrl-C."""
    if asked.drawer and asked.empty:
        raise Refused("--drawer 和 --empty 只能用一个。 (Use either --drawer or --empty.)")
    if asked.drawer is not None and not asked.drawer.strip():
        raise Refused("--drawer 后面要写一个文件夹。 (Write a folder after --drawer.)")
    drawer = first_start.folder(asked.drawer) if asked.drawer else None
    if reason := why_not(asked.host, asked.port):
        raise Refused(reason)
    with at_work():
        if asked.prepare or drawer:
            with one_at_a_time():
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
