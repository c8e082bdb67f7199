"""What a first user of a page stops at: a few sentences for each page, behind its 帮助."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

HINTS: dict[str, tuple[StrPromise, ...]] = {
    "desk:home": (
        _("要紧的排在前面。点蓝色的字，就到办它的地方。"),
        _("要找人，在上面的框里打姓名、拼音，或号码、电话的末4位。"),
    ),
    "desk:households": (
        _("选了条件就筛。每个条件是一个小标签，点 × 去掉。"),
        _("常用的条件可以“存为视图”，下次一点就到。"),
        _("已退出的户不在名单里，点“已退出”看。"),
    ),
    "desk:people": (
        _("选了条件就筛。每个条件是一个小标签，点 × 去掉。"),
        _("点姓名看这个人，点住户看全家。"),
    ),
    "desk:household": (
        _("上面是今天的情况，下面是以前的每一次变化，写着谁说的、哪一天。"),
        _("家里有事，点“登记变化”。记错了，点“更正信息”。办错了，在变更记录里撤回。"),
        _("打印出来是一户一档，号码不会印全。"),
    ),
    "desk:person": (
        _("每一项都写着来自哪份名单、哪一行、哪一天。"),
        _("号码要看全，先选理由。谁看过、为什么看，都会记下。"),
    ),
    "desk:search": (
        _("打姓名、拼音、拼音首字母，或号码、电话的末4位。"),
        _("找不到，可能是别的村的，不归您管。"),
    ),
    "changes:choose": (
        _("选怎么了，填一张短表就行。"),
        _("30天内可以撤回。别人刚改过这一户，会告诉您，填的字还在。"),
    ),
    "changes:tell": (
        _("生效日期是事情发生的那天，不是今天。"),
        _("依据写您凭什么知道的。"),
    ),
    "changes:open": (_("先查有没有重复，再登记。没有身份证号也能登记。"),),
    "changes:wrong_about": (
        _("“更正”是原来就记错了；情况变了，到住户页点“登记变化”。"),
        _("旧的不会删，留在变更记录里。"),
    ),
    "pairs:asked": (
        _("打印给村里，请村里勾一个答复并签名。号码、电话是遮住的。"),
        _("收回后照编号点开那一对，按 Y 或 N。"),
    ),
    "policies:what_if": (_("选一个数，写改成多少，看要花多少钱、谁多谁少。什么也不会真的改。"),),
    "policies:revision": (
        _("先试算，再送复核；审核人同意、审批人发布以后才算数。"),
        _("起草的人不能自己复核、发布。"),
    ),
    "desk:entitled": (
        _("标“没领过就给”的，发之前先问领过没有。"),
        _("“补上就能算清的”里点人名，去登记缺的情况。"),
    ),
    "rosters:batches": (
        _("把表格文件放进来，什么列序都行，先核对再入库。"),
        _("同一份文件放两次，不会重复。改过的再放一次，会更新。"),
    ),
    "rosters:batch": (
        _("先看“待核实”：能改的直接改，按 Enter 到下一处；改不了的请村里核实。"),
        _("待核实的行不会丢，先入库别的行也行。"),
        _("入错了，点“撤回本批”，台账回到入库以前。"),
    ),
    "rosters:columns": (_("右边选每一列是什么。选好后，下次同样的表就照此读。"),),
    "rosters:worklist": (
        _("按村打印，请村里在右栏填好。"),
        _("交回后点“录入回复”，照编号逐条填。"),
    ),
    "rosters:replies": (
        _("照纸上的编号找到那一条，写的是什么就填什么。"),
        _("没写的空着，不会丢，还在清单上。"),
    ),
    "rosters:difference": (_("名单上没有不等于退出，请先核实。"),),
    "offices:calendar": (
        _("标“休”的放假，标“班”的调休上班；期限按这张年历算。"),
        _("没公布的年份，先按周一至周五推算。"),
    ),
    "offices:publish_year": (_("把通知原文贴进来，先看一看，没错再公布。"),),
    "offices:accounts": (
        _("一人一个账号。开好以后，再给岗位，才看得到东西。"),
        _("有人调走，不要给别人用他的账号。"),
    ),
    "offices:account": (
        _("岗位有起止日期，到期自动失效。"),
        _("忘了密码，在这里给一个新的首次密码。"),
    ),
    "offices:security": (_("密码输错五次会锁住，核实是本人再解锁。"),),
    "audit:entries": (
        _("每一次办理、查看和登录都在这里，改不了也删不了。"),
        _("点“核对”，看链条是否完好。"),
    ),
}
SAME = {"offices:calendar_of": "offices:calendar", "changes:correct": "changes:wrong_about"}


def hints_for(route: str) -> tuple[str, ...]:
    """Return the sentences for the page of this route, in the reader's language."""
    return tuple(str(words) for words in HINTS.get(SAME.get(route, route), ()))
