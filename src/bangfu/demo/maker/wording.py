"""How one office words the relation to the head of the household."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bangfu.demo.maker.truth import Person

_ORDINALS = "长次三四五六"


@dataclass(frozen=True)
class Dialect:
    """An office's words. ``ordinal`` says 长子 and 次女 instead of 子 and 女."""

    head: str = "户主"
    spouse: tuple[str, str] = ("配偶", "配偶")
    child: tuple[str, str] = ("子", "女")
    grandchild: tuple[str, str] = ("孙子", "孙女")
    parent: tuple[str, str] = ("父亲", "母亲")
    ordinal: bool = False


PLAIN = Dialect()
DIALECTS = (
    PLAIN,
    Dialect(head="本人", spouse=("丈夫", "妻子"), child=("儿子", "女儿"), parent=("父亲", "母亲")),
    Dialect(spouse=("夫", "妻"), parent=("父", "母"), ordinal=True),
    Dialect(head="户主本人", child=("儿子", "女儿"), parent=("父", "母")),
)


def word_relations(dialect: Dialect, members: Sequence[Person]) -> None:
    """This function will write each member's relation in the dialect's words.

    The members are one household's, the head first. Siblings are 兄, 弟, 姐 or 妹 by their age.
    """
    head = members[0]
    counted: Counter[str] = Counter()
    for member in members:
        man = member.sex == "男"
        if member.role == "head":
            member.relation = dialect.head
        elif member.role == "child" and dialect.ordinal:
            counted[member.sex] += 1
            place = min(counted[member.sex], len(_ORDINALS)) - 1
            member.relation = _ORDINALS[place] + ("子" if man else "女")
        elif member.role == "sibling":
            older = member.born < head.born
            member.relation = ("兄" if older else "弟") if man else ("姐" if older else "妹")
        elif member.role == "relative":
            member.relation = "祖父" if man else "祖母"
        else:
            words: tuple[str, str] = getattr(dialect, member.role)
            member.relation = words[0] if man else words[1]
