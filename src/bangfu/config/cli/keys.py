"""`bangfu keys rotate`: new keys in the place of old ones, without losing anything."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from bangfu.config.cli.words import Refused, at_work, command, require_tables
from bangfu.config.home import Home

_AGAIN = "再执行一次 bangfu keys rotate 就能换完。 (Run it again to finish.)"


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "keys",
        help="更换密钥 (replace the keys)",
        description="更换密钥。 (Replace the keys.)",
    )
    acts = made.add_subparsers(dest="act", metavar="做什么", required=True)
    rotate = command(
        acts,
        "rotate",
        help="换上新的密钥 (make new keys)",
        description="换上新的密钥，像换门锁：里面的东西不动，以后用新钥匙开。"
        "怀疑密钥文件被人拷走过，或者管密钥的人走了，就换一次。"
        "旧钥匙还留在密钥文件里，因为旧的备份要靠它打开。网页不用停；换到一半断了，再执行一次就行。"
        "换完请马上把 keys 文件夹另存一份。哪一样都不写，就三样都换。"
        " (Make new keys, as one changes a lock: what is inside stays where it is. Do it when the"
        " key files may have been copied, or when their keeper leaves. The old keys stay in the"
        " files, for old backups need them. The pages may go on; a run that was broken off is"
        " simply run again. Keep a copy of the folder `keys` afterwards. Without an option, all"
        " three are replaced.)",
    )
    for name, what in (
        ("people", "个人和住户资料的密钥 (of people and households)"),
        ("papers", "材料原件的密钥 (of the originals)"),
        ("audit", "封存留痕的密钥 (of the seal on the trail)"),
    ):
        rotate.add_argument(f"--{name}", action="store_true", help=f"换{what}")
    rotate.set_defaults(run=run)


def run(asked: argparse.Namespace) -> int:
    """This function will replace the keys that were asked for, and say what was done.

    :raises Refused: it was stopped in the middle.
    """
    everything = not (asked.people or asked.papers or asked.audit)
    with at_work():
        require_tables()
        try:
            for wanted, rotate in (
                (asked.people, _people),
                (asked.papers, _papers),
                (asked.audit, _audit),
            ):
                if everything or wanted:
                    _say(rotate)
        except KeyboardInterrupt:
            raise Refused(f"停在半路，什么也没有丢；{_AGAIN}", code=130) from None
        print(
            f"请马上把 {Home.here().keys} 另存一份，和数据库的备份分开放。"
            " (Keep a copy of this folder now, apart from the backups of the database.)"
        )
    return 0


def _say(rotate: Callable[[], str]) -> None:
    print(rotate(), flush=True)


def _people() -> str:
    from bangfu.frame import clock
    from bangfu.offices.access import OPERATOR
    from bangfu.privacy import keys

    count = keys.rotate_master(by=OPERATOR, at=clock.now())
    return f"个人和住户资料的密钥换好了，{count}把钥匙重新包过。 (People and households: done.)"


def _papers() -> str:
    from bangfu.frame import clock
    from bangfu.offices.access import OPERATOR
    from bangfu.papers import actions

    count = actions.rotate(by=OPERATOR, at=clock.now())
    return f"材料原件的密钥换好了，{count}份材料的钥匙重新包过。 (Originals: done.)"


def _audit() -> str:
    from bangfu.audit import rotation
    from bangfu.frame import clock
    from bangfu.offices.access import OPERATOR

    if not rotation.rotate(by=OPERATOR, at=clock.now()):
        return "留痕还没有封存过，没有密钥可换。 (Nothing is sealed yet: no key to replace.)"
    return "封存留痕的密钥换好了，以后的记录用新的封。 (The seal on the trail: done.)"
