"""The demo town: built once, one account for each role, and picked up again after a fall."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bangfu.demo import town as demo
from bangfu.demo.maker import SANJIAO
from bangfu.offices import access
from bangfu.offices import actions as offices
from bangfu.offices.models import Grant, Organisation, Role, TownSetting, User
from bangfu.offices.scope import Scope, at_door, operator_scope, scope_for, scoped
from bangfu.policies.queries import Standing, entitlement_of
from bangfu.registry import queries as registry
from bangfu.registry.models import Change, Household
from bangfu.registry.queries import HouseholdFilter

AT = datetime(2026, 11, 24, 4, tzinfo=UTC)
ON = AT.date()


@pytest.fixture(autouse=True)
def quick_hashes(settings: Any) -> None:
    """Hashing twelve passwords as slowly as they deserve is not what these tests are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def nothing(_paths: Sequence[Path], _say: demo.Say) -> object:
    """In the place of the take-in where the test is about offices and accounts."""
    return None


def people() -> list[dict[str, Any]]:
    scope = operator_scope()
    with scoped(scope, on=ON, read_only=True):
        return list(registry.person_lines(scope, on=ON))


def test_town_has_its_people_and_a_working_account_for_each_role(
    real_db: Any, tmp_path: Path
) -> None:
    said: list[str] = []
    built = demo.build(tmp_path, at=AT, scale=0.05, say=said.append)
    assert built.fresh
    assert len(people()) > 100
    assert said
    wanted = set(Role.values) - {Role.OPERATOR}
    assert {account.role for account in built.accounts} == wanted
    with scoped(operator_scope(), on=ON):
        for account in built.accounts:
            user = User.objects.get(username=account.username)
            assert user.is_demo
            assert user.check_password(account.password)
            assert access.roles_of(user, on=ON) == {account.role}


def test_town_and_its_offices_are_marked_as_a_demo(real_db: Any, tmp_path: Path) -> None:
    demo.build(tmp_path, at=AT, take_in=nothing)
    with scoped(operator_scope(), on=ON):
        assert TownSetting.objects.get().is_demo
        assert all(Organisation.objects.values_list("is_demo", flat=True))
        names = set(Organisation.objects.values_list("short_name", flat=True))
    assert {village.name for village in SANJIAO.villages} <= names


def _granted(name: str) -> tuple[list[registry.lists.HouseholdRow], set[str]]:
    """The households that this account sees, and the purposes of its grants."""
    with at_door(name):
        user = User.objects.get(username=name)
    scope = Scope(user.uuid)
    with scoped(scope, on=ON, read_only=True):
        rows = registry.list_households(scope, HouseholdFilter(), on=ON, limit=100).rows
        return rows, set(Grant.objects.values_list("purpose", flat=True))


def test_who_sees_by_grant_alone_has_somebody_to_see(real_db: Any, tmp_path: Path) -> None:
    demo.build(tmp_path, at=AT, scale=0.3)
    helped, paired = _granted("volunteer")
    assert len(helped) == 8
    assert {row.village for row in helped} == {"高平村"}
    assert paired == {"paired"}
    listed, purposes = _granted("liaison")
    assert len(listed) == 20
    assert purposes == {"liaison_list"}
    # An inspector sees the villages he was sent for, as long as his post and his letter say.
    with at_door("inspector"):
        inspector = User.objects.get(username="inspector")
    assert scope_for(inspector, on=ON).areas


def test_the_page_of_login_names_the_administrator_of_the_demo(
    real_db: Any, tmp_path: Path
) -> None:
    demo.build(tmp_path, at=AT, take_in=nothing)
    with scoped(operator_scope(), on=ON):
        setting = TownSetting.objects.get()
        admin = User.objects.get(username="sysadmin")
    assert setting.contact_name == admin.display_name
    assert re.fullmatch(r"1\d\d0000\d{4}", setting.contact_phone)


def test_a_town_for_an_offices_own_sheets_is_no_demo_its_accounts_are(
    real_db: Any, tmp_path: Path
) -> None:
    built = demo.build(tmp_path, at=AT, people=False)
    assert built.trial
    with scoped(operator_scope(), on=ON):
        setting = TownSetting.objects.get()
        assert not setting.is_demo
        assert not any(Organisation.objects.values_list("is_demo", flat=True))
        for account in built.accounts:
            assert User.objects.get(username=account.username).is_demo
    # Nobody is named whom one could ask in vain.
    assert not setting.contact_name
    assert not setting.contact_phone
    # What was begun this way stays so: invented people never join an office's own.
    assert demo.build(tmp_path, at=AT, scale=0.05).trial
    assert people() == []


def test_a_trial_cut_off_goes_on_as_a_trial(
    real_db: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "_found", _cut)
    with pytest.raises(KeyboardInterrupt):
        demo.build(tmp_path, at=AT, people=False)
    monkeypatch.undo()
    assert demo.build(tmp_path, at=AT, scale=0.05).trial
    assert people() == []


def _cut(*_words: object) -> None:
    raise KeyboardInterrupt


def test_accounts_for_trying_out_say_what_comes_before_real_use(
    real_db: Any, tmp_path: Path
) -> None:
    built = demo.build(tmp_path, at=AT, people=False)
    lines = demo.told_of(tmp_path)
    assert lines == demo.lines_of(built.accounts, trial=True)
    assert not any("虚构" in line or "演示" in line for line in lines)
    assert "试用账号" in lines[0]
    assert "密码就写在这里" in lines[0]
    assert "bangfu user add" in lines[-1]
    assert "停用" in lines[-1]


def test_a_file_of_accounts_from_before_is_of_a_demo(real_db: Any, tmp_path: Path) -> None:
    demo.build(tmp_path, at=AT, take_in=nothing)
    (file,) = tmp_path.iterdir()
    kept = json.loads(file.read_text("utf-8"))
    del kept["trial"]
    file.write_text(json.dumps(kept), "utf-8")
    assert "虚构" in demo.told_of(tmp_path)[0]


def test_second_call_keeps_what_is_there_and_its_passwords(real_db: Any, tmp_path: Path) -> None:
    first = demo.build(tmp_path, at=AT, scale=0.05)
    before = people()
    second = demo.build(tmp_path, at=AT)
    assert not second.fresh
    assert second.accounts == first.accounts == demo.accounts_of(tmp_path)
    assert people() == before


def test_a_town_cut_off_in_the_take_in_is_finished_by_the_next_call(
    real_db: Any, tmp_path: Path
) -> None:
    def cut(_paths: Sequence[Path], _say: demo.Say) -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.build(tmp_path, at=AT, scale=0.05, take_in=cut)
    built = demo.build(tmp_path, at=AT)
    assert built.fresh
    assert 100 < len(people()) < 200
    with scoped(operator_scope(), on=ON):
        user = User.objects.get(username=built.accounts[0].username)
    assert user.check_password(built.accounts[0].password)


def test_a_register_that_is_not_a_demo_is_left_alone(real_db: Any, tmp_path: Path) -> None:
    offices.found_town(
        code="440100109000",
        name="别镇",
        villages={"440100109201": "某村"},
        valid_from=ON,
        at=AT,
    )
    with pytest.raises(demo.CannotBuildTown):
        demo.build(tmp_path, at=AT, take_in=nothing)
    with scoped(operator_scope(), on=ON):
        assert TownSetting.objects.count() == 1


def test_passwords_differ_from_installation_to_installation(real_db: Any, tmp_path: Path) -> None:
    built = demo.build(tmp_path / "one", at=AT, take_in=nothing)
    words = [account.password for account in built.accounts]
    assert len(set(words)) == len(words)
    assert min(map(len, words)) >= 14


def test_file_of_the_passwords_is_its_owners_alone(real_db: Any, tmp_path: Path) -> None:
    demo.build(tmp_path, at=AT, take_in=nothing)
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_printed_lines_name_every_account_and_say_that_all_is_invented(
    real_db: Any, tmp_path: Path
) -> None:
    built = demo.build(tmp_path, at=AT, take_in=nothing)
    lines = demo.lines_of(built.accounts)
    assert "虚构" in lines[0]
    for account, line in zip(built.accounts, lines[1:], strict=True):
        assert account.username in line
        assert account.password in line


def test_some_families_told_how_they_live_today_and_can_be_answered(
    real_db: Any, tmp_path: Path
) -> None:
    """The rosters are of 2012: without a visit nothing could be said of this school year."""
    demo.build(tmp_path, at=AT, scale=0.1)
    with scoped(operator_scope(), on=ON):
        told = Change.objects.filter(kind="income").values_list("household", flat=True)
        homes = list(Household.objects.filter(pk__in=set(told)))
        assert 8 <= len(homes) <= 24
        found = [entitlement_of(home.pk, on=ON) for home in homes]
    standings = [right.standing for one in found if one for right in one.rights]
    assert standings.count(Standing.UNLESS) + standings.count(Standing.YES) > len(homes)
    open_ones = [r for one in found if one for r in one.rights if r.standing == Standing.OPEN]
    asked = {r.standard.id for r in open_ones}
    # Of these nobody was asked: no illness and no disability are not told, they are not known.
    assert asked.isdisjoint({"goods", "disaster"})
    assert len([r for r in open_ones if r.standard.id in ("dibao", "education")]) < len(homes) / 4


def test_called_again_no_family_tells_twice(real_db: Any, tmp_path: Path) -> None:
    demo.build(tmp_path, at=AT, scale=0.05)
    with scoped(operator_scope(), on=ON):
        before = Change.objects.count()
        demo._visit(AT)
        assert Change.objects.count() == before > 0
