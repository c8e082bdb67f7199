"""What happens before the pages open for the first time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bangfu.config.cli import migrate
from bangfu.config.cli.words import Refused, pending, today


def folder(word: str) -> Path:
    """This function will read the name of a folder that exists.

    :raises Refused: there is no such folder, or it cannot be read.
    """
    place = Path(word).expanduser().absolute()
    if not place.is_dir():
        raise Refused(f"没有这个文件夹：{place} (There is no such folder.)")
    return place


def bring_up_to_date() -> None:
    """This function will run the migrations that the database has not seen yet."""
    if pending():
        tell("准备数据库…… (preparing the database)")
        migrate.bring_up_to_date()


def prepare(*, drawer: Path | None, empty: bool) -> None:
    """This function will migrate, fill a register that is new, and print the demo accounts."""
    bring_up_to_date()
    if drawer is not None:
        found_if_none()
        if in_demo_town():
            tell(
                "这里是演示镇：您的表会和虚构的住户放在一起。只想收自己的表，请换一个空的"
                " BANGFU_HOME。 (This is the demo town: your own sheets join its invented"
                " families; choose an empty BANGFU_HOME to keep them apart.)"
            )
        from bangfu.config.cli.take_in import take_in

        for file in take_in([drawer])["files"]:
            tell(f"  {file['file']}：{file['rows']}行，收进{file['taken']}，等待{file['waiting']}")
    elif empty:
        found_if_none()
    elif has_demo() or not has_town():
        # Goes on with a town whose making ended in the middle; a finished one is left alone.
        build_demo()
    print_accounts()


def has_town() -> bool:
    """This function will tell whether anybody has made a town yet."""
    from bangfu.offices import queries
    from bangfu.offices.scope import operator_scope, scoped

    with scoped(operator_scope(), on=today(), read_only=True):
        return queries.list_towns().exists()


def has_demo() -> bool:
    """This function will tell whether the demo town was made, or begun, in this home."""
    from bangfu.demo import town

    return bool(town.accounts_of(_keep()))


def in_demo_town() -> bool:
    """This function will tell whether the town of this home is an invented one."""
    from bangfu.offices import queries
    from bangfu.offices.scope import operator_scope, scoped

    with scoped(operator_scope(), on=today(), read_only=True):
        setting = queries.find_town_setting()
        return bool(setting and setting.is_demo)


def build_demo(*, seed: int | None = None, people: bool = True, size: int = 0) -> None:
    """This function will build the demo town, without ``people`` its offices alone.

    ``size`` is how many people are invented in place of the drawer.

    :raises Refused: another town is there.
    """
    from bangfu.demo import town
    from bangfu.frame import clock

    more: dict[str, Any] = {} if seed is None else {"seed": seed}
    try:
        town.build(_keep(), at=clock.now(), say=tell, people=people, size=size, **more)
    except town.CannotBuildTown as refusal:
        raise Refused(str(refusal)) from refusal


def found_if_none() -> None:
    """This function will make the town that comes with the platform, with nobody in the register.

    An office of another town makes its own first, by `bangfu town add`.
    """
    new = not has_town()
    if new:
        tell("还没有建镇：先按随附的样子建好镇、村和账号。 (Making the town that comes with it.)")
    if new or has_demo():
        build_demo(people=False)


def print_accounts() -> None:
    """This function will print the accounts that were made with the town, where there are any."""
    from bangfu.demo import town

    if lines := town.told_of(_keep()):
        print("\n".join(lines), flush=True)


def tell(line: str) -> None:
    """This function will tell a step to whoever waits."""
    print(line, file=sys.stderr, flush=True)


def _keep() -> Path:
    from django.conf import settings

    return Path(settings.BANGFU_HOME)
