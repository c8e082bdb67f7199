"""`bangfu user`: accounts from the machine itself, for when no administrator can get in."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bangfu.config.cli.words import Refused, at_work, command, day, name, require_tables, today

if TYPE_CHECKING:
    from bangfu.offices.actions import Opened
    from bangfu.offices.models import Area, Organisation, User

# In the order of the posts table; the words are those of `offices.models.Role`.
ROLES = (
    "village_worker", "social_worker", "volunteer", "clerk", "reviewer", "approver", "liaison",
    "leader", "inspector", "system_admin", "security_admin", "auditor",
)  # fmt: skip

# Those of `offices.models.ReopenReason`.
REASONS = ("closed_by_mistake", "came_back", "leave_over", "needed_again")


def declare(kinds: Any) -> None:
    """This function will add the command to the parser."""
    made = command(
        kinds,
        "user",
        help="开账号，重设密码和两步验证 (accounts)",
        description="开账号；没有管理员能登录时，重设密码和两步验证。"
        " (Open accounts; reset a password or a second factor when no administrator can get in.)",
    )
    acts = made.add_subparsers(dest="act", metavar="做什么", required=True)
    add = command(
        acts,
        "add",
        help="开一个账号，给一个岗位 (open an account and give it a post)",
        description="开一个账号，给一个岗位；首次密码只显示这一次。"
        " (Open an account and give it a post; its first password is shown once.)",
    )
    add.add_argument("username", metavar="账号", help="小写字母和数字 (small letters and digits)")
    add.add_argument(
        "--name", required=True, type=name, metavar="姓名", help="真实姓名 (the person's name)"
    )
    add.add_argument("--role", required=True, choices=ROLES, metavar="角色", help=" ".join(ROLES))
    add.add_argument(
        "--organisation", default="", metavar="单位",
        help="单位全称或简称；只有一个镇时不写就是镇政府 (name of the office)",
    )  # fmt: skip
    add.add_argument(
        "--area", default="", metavar="区划代码",
        help="管哪里，12 位区划代码；不写就是单位所在地 (twelve-digit code of the area it covers)",
    )  # fmt: skip
    add.add_argument("--from", dest="begins", type=day, metavar="日期", help="任职日期，默认今天")
    add.add_argument("--until", type=day, metavar="日期", help="离任日期；检查人员必须写")
    add.set_defaults(run=run)
    _declare_resets(acts)


def _declare_resets(acts: Any) -> None:
    password = command(
        acts,
        "reset-password",
        help="忘了密码：给一个新的首次密码 (give a new first password)",
        description="给一个新的首次密码，只显示这一次；锁着的账号同时解锁，他的会话都结束。"
        " (Give a new first password, shown once; a lock is lifted and sessions end.)",
    )
    password.set_defaults(run=reset_password)
    factor = command(
        acts,
        "reset-second-factor",
        help="丢了手机和备用码：关掉两步验证 (take off a lost second factor)",
        description="关掉两步验证，备用码作废，他的会话都结束；岗位要求两步验证的，下次登录时重新开启。"
        " (Take off a lost second factor; recovery codes and sessions end with it.)",
    )
    factor.set_defaults(run=reset_second_factor)
    for one in (password, factor, *_declare_closing(acts)):
        one.add_argument("username", metavar="账号", help="谁的账号 (whose account)")


def _declare_closing(acts: Any) -> tuple[argparse.ArgumentParser, argparse.ArgumentParser]:
    closing = command(
        acts,
        "close",
        help="停用账号 (close an account)",
        description="停用账号，他的会话都结束，做过的事都留着；手上还有没办完的，先办移交。"
        " (Close an account; refused while work is open in its hands.)",
    )
    closing.add_argument(
        "--known", action="store_true",
        help="知道停用后这里有事没有人办 (also who is the last to do something)",
    )  # fmt: skip
    closing.set_defaults(run=close)
    opening = command(
        acts,
        "reopen",
        help="恢复停用的账号 (reopen a closed account)",
        description="恢复停用的账号，给一个新的首次密码；以前的岗位不跟着回来，要重新给。"
        " (Reopen a closed account with a new first password and no post.)",
    )
    opening.add_argument(
        "--reason", required=True, choices=REASONS, metavar="原因", help=" ".join(REASONS)
    )
    opening.set_defaults(run=reopen)
    return closing, opening


def run(asked: argparse.Namespace) -> int:
    """This function will open the account and print its first password."""
    with at_work():
        require_tables()
        from django.core.exceptions import ValidationError

        from bangfu.offices.actions.acting import Cannot

        try:
            opened = _open(asked)
        except Cannot as refusal:
            raise Refused(str(refusal)) from refusal
        except ValidationError as refusal:
            raise Refused("".join(refusal.messages)) from refusal
        print(f"账号 {opened.user.username} 已开。 (The account is open.)")
        print(f"首次密码 (first password): {opened.password}")
        print("请当面交给本人；第一次登录时要改。 (To be changed at the first login.)")
    return 0


def reset_password(asked: argparse.Namespace) -> int:
    """This function will give the account a new first password, print it, and lift its lock."""
    from bangfu.frame import clock

    with at_work(), _as_operator(asked.username) as user:
        from bangfu.offices import actions, queries
        from bangfu.offices.access import OPERATOR

        at = clock.now()
        first = actions.reset_password(user=user, by=OPERATOR, at=at)
        if queries.locked_until(user.username, at=clock.machine_time()):
            actions.unlock(user=user, by=OPERATOR, at=at)
    print(f"账号 {user.username} 有了新的首次密码。 (The account has a new first password.)")
    print(f"首次密码 (first password): {first}")
    print("请当面交给本人；第一次登录时要改。 (To be changed at the first login.)")
    return 0


def reset_second_factor(asked: argparse.Namespace) -> int:
    """This function will take off the account's second factor."""
    from bangfu.frame import clock

    with at_work(), _as_operator(asked.username) as user:
        from bangfu.offices import actions
        from bangfu.offices.access import OPERATOR

        actions.reset_second_factor(user=user, by=OPERATOR, at=clock.now())
    print(f"账号 {user.username} 的两步验证已关掉。 (The second factor is taken off.)")
    print(
        "岗位要求两步验证的，下次登录时重新开启。 (Where a post asks for one, the next login does.)"
    )
    return 0


def close(asked: argparse.Namespace) -> int:
    """This function will close the account, unless work is open in its hands."""
    from bangfu.frame import clock

    with at_work(), _as_operator(asked.username) as user:
        from bangfu.offices import actions
        from bangfu.offices.access import OPERATOR

        try:
            actions.close_account(user=user, by=OPERATOR, at=clock.now(), known=asked.known)
        except actions.AsksAgain as again:
            told = "\n".join([str(again), *again.still])
            raise Refused(
                f"{told}\n仍要停用，加上 --known。 (To close it all the same: --known)"
            ) from again
    print(f"账号 {user.username} 已停用。 (The account is closed.)")
    return 0


def reopen(asked: argparse.Namespace) -> int:
    """This function will reopen a closed account and print its new first password."""
    from bangfu.frame import clock

    with at_work(), _as_operator(asked.username, closed=True) as user:
        from bangfu.offices import actions
        from bangfu.offices.access import OPERATOR

        first = actions.reopen_account(user=user, reason=asked.reason, by=OPERATOR, at=clock.now())
    print(f"账号 {user.username} 已恢复，还没有岗位。 (The account is open again, without a post.)")
    print(f"首次密码 (first password): {first}")
    print("请当面交给本人；第一次登录时要改。 (To be changed at the first login.)")
    return 0


@contextlib.contextmanager
def _as_operator(username: str, *, closed: bool = False) -> Iterator[User]:
    """The account, in a transaction of the command line; what the rules refuse is a sentence."""
    require_tables()
    from bangfu.offices import queries
    from bangfu.offices.actions.acting import Cannot
    from bangfu.offices.scope import operator_scope, scoped

    with scoped(operator_scope(), on=today()):
        user = queries.find_user(username)
        if user is None:
            raise Refused(f"没有账号 {username}。 (There is no such account.)")
        if not user.is_active and not closed:
            raise Refused(f"账号 {username} 已停用。 (The account is closed.)")
        try:
            yield user
        except Cannot as refusal:
            raise Refused(str(refusal)) from refusal


def _open(asked: argparse.Namespace) -> Opened:
    """Account and post in one transaction: an account that can do nothing helps nobody."""
    from bangfu.frame import clock
    from bangfu.offices import actions
    from bangfu.offices.access import OPERATOR
    from bangfu.offices.scope import operator_scope, scoped

    on, at = today(), clock.now()
    with scoped(operator_scope(), on=on):
        office = _organisation(asked.organisation)
        opened = actions.open_account(
            username=asked.username,
            display_name=asked.name,
            organisation=office,
            by=OPERATOR,
            at=at,
        )
        actions.give_post(
            user=opened.user,
            role=asked.role,
            organisation=office,
            area=_area(asked.area) if asked.area else None,
            by=OPERATOR,
            at=at,
            valid_from=asked.begins or on,
            valid_until=asked.until,
        )
        return opened


def _organisation(name: str) -> Organisation:
    from django.db.models import Q

    from bangfu.offices.models import Organisation

    if name:
        found = list(Organisation.objects.filter(Q(name=name) | Q(short_name=name))[:2])
    else:
        found = list(Organisation.objects.filter(kind="town_government")[:2])
    if len(found) == 1:
        return found[0]
    names = "、".join(
        Organisation.objects.order_by("area_id", "name").values_list("name", flat=True)[:20]
    )
    if not names:
        raise Refused("还没有单位，请先建镇：bangfu town add --help (There is no office yet.)")
    raise Refused(f"请用 --organisation 写明单位：{names} (Which office?)")


def _area(code: str) -> Area:
    from bangfu.offices.models import Area

    found = Area.objects.filter(code=code).order_by("lo").first()
    if found is None:
        raise Refused(f"没有区划代码是 {code} 的地方。 (There is no area with this code.)")
    return found
