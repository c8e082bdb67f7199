"""Inspectors: who is sent, what opens for how long, whose numbers, and the evidence."""

from __future__ import annotations

import io
import json
import tracemalloc
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from bangfu.kernel.draws import draw

from ..browser.town import GAOPING, SANJIAO
from .conftest import AT, ON, As

pytestmark = pytest.mark.django_db

SEED = "0123456789abcdef" * 2
OTHERS = ["clerk", "village_worker", "leader", "system_admin", "auditor", "inspector"]


@contextmanager
def owner_eyes() -> Iterator[None]:
    from bangfu.offices.scope import operator_scope, scoped

    with scoped(operator_scope(), on=ON):
        yield


def commission() -> Any:
    from bangfu.offices.models import Commission

    with owner_eyes():
        return Commission.objects.select_related("inspector").get()


def drawn() -> list[UUID]:
    found = commission()
    return draw(found.seed, found.frame_ids, percent=found.percent, least=found.least)


def person_of(home: UUID) -> UUID:
    from bangfu.registry.models import Person

    with owner_eyes():
        return Person.objects.filter(home=home, identity_state="verified").order_by("id")[0].uuid


def outside_the_sample() -> UUID:
    from bangfu.registry.models import Household

    with owner_eyes():
        return Household.objects.exclude(uuid__in=drawn()).order_by("id")[0].uuid


def asked(**more: Any) -> dict[str, Any]:
    return {
        "inspector": str(commission().inspector.pk),
        "errand": "audit",
        "letter": "三民函〔2012〕9号",
        "issuer": "某某市审计局",
        "villages": [str(SANJIAO)],
        "covers_from": "2012-01-01",
        "covers_until": "2012-12-01",
        "valid_from": "2012-12-03",
        "valid_until": "2012-12-20",
        "percent": "5",
        "least": "10",
        **more,
    }


# --- sending ----------------------------------------------------------------------------------


def test_the_security_administrator_sends_and_the_system_draws(visit: As, trail: Any) -> None:
    from bangfu.offices.models import Commission

    before = commission().pk
    client = visit("security_admin")
    answer = client.post("/inspections/commissions/new", asked(), follow=True)
    page = answer.content.decode()
    assert "已登记，抽中10户。" in page
    assert "三民函〔2012〕9号" in page
    with owner_eyes():
        made = Commission.objects.exclude(pk=before).get()
        assert made.frame == 20
        assert made.sample.count() == made.households == 10
        ordered = draw(made.seed, made.frame_ids, percent=5, least=10)
        assert set(made.sample.values_list("subject", flat=True)) == set(ordered)
        assert {one // 1000 for one in made.sample.values_list("area", flat=True)} == {
            SANJIAO // 1000
        }
    verbs = [row[1] for row in trail()]
    # Each once more than the town of these tests had.
    assert verbs.count("offices.commission.give") == 2
    assert verbs.count("offices.commission.draw") == 2
    assert verbs.count("offices.grant.give") == 20


def test_who_sends_sees_counts_and_no_family(visit: As) -> None:
    from bangfu.registry.models import Household

    with owner_eyes():
        heads = [home.head.name for home in Household.objects.select_related("head")]
    page = visit("security_admin").get("/inspections/commissions/").content.decode()
    assert "10/60" in page
    assert not [name for name in heads if name in page]


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_sends_or_calls_back(visit: As, who: str) -> None:
    client = visit(who)
    assert client.get("/inspections/commissions/").status_code == 403
    assert client.post("/inspections/commissions/new", asked()).status_code == 403
    uuid = commission().uuid
    assert client.post(f"/inspections/commissions/{uuid}/end").status_code == 403


def test_a_stranger_is_sent_to_the_door(visit: As) -> None:
    uuid = commission().uuid
    for place in ("", "commissions/", "commissions/new", f"{uuid}/"):
        assert visit("").get(f"/inspections/{place}").status_code == 302
    for place in (f"{uuid}/evidence", f"commissions/{uuid}/end"):
        assert visit("").post(f"/inspections/{place}").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"letter": ""}, "bf-wrong"),
        ({"villages": []}, "bf-wrong"),
        ({"villages": ["1"]}, "bf-wrong"),
        ({"percent": "0"}, "bf-wrong"),
        ({"least": "many"}, "bf-wrong"),
        ({"covers_until": "2011-01-01"}, "结束日期早于开始日期。"),
        ({"valid_until": "2012-12-01"}, "结束日期早于开始日期。"),
        ({"valid_from": "2012-11-01", "valid_until": "2012-11-30"}, "已经过去"),
        ({"valid_until": "2014-01-01"}, "没有检查人员的岗位"),
        ({"covers_from": "1990-01-01", "covers_until": "1990-12-31"}, "抽不出样本"),
    ],
)
def test_what_cannot_be_commissioned_is_said_and_nothing_is_done(
    visit: As, wrong: dict[str, Any], words: str
) -> None:
    from bangfu.offices.models import Commission, Grant

    client = visit("security_admin")
    page = client.post("/inspections/commissions/new", asked(**wrong)).content.decode()
    assert words in page
    assert "某某市审计局" in page  # what was typed is kept
    with owner_eyes():
        assert Commission.objects.count() == 1
        assert Grant.objects.filter(purpose="inspection").count() == 10


def test_of_two_towns_each_sends_for_its_own(visit: As) -> None:
    from bangfu.offices import actions
    from bangfu.offices.access import OPERATOR
    from bangfu.offices.models import Role

    town = actions.found_town(
        code="442099110000",
        name="另一镇",
        villages={"442099110200": "远村"},
        city=("442000000000", "某某市"),
        valid_from=ON,
        at=AT,
    )
    with owner_eyes():
        user = actions.open_account(
            username="farsec", display_name="远镇安全", organisation=town.government,
            by=OPERATOR, at=AT, must_change_password=False, is_demo=True,
        ).user  # fmt: skip
        actions.give_post(
            user=user, role=Role.SECURITY_ADMIN, organisation=town.government, by=OPERATOR,
            at=AT, valid_from=ON,
        )  # fmt: skip
    client = visit("farsec")
    assert "三民函" not in client.get("/inspections/commissions/").content.decode()
    uuid = commission().uuid
    place = f"/inspections/commissions/{uuid}/end"
    assert client.post(place, {"reason": "done"}).status_code == 404
    with owner_eyes(), pytest.raises(actions.CannotCommission):
        actions.commission(
            inspector=commission().inspector, area=town.area, villages=[SANJIAO],
            covers=(ON, ON), errand="audit", letter="1", issuer="2", valid=(ON, ON),
            percent=5, least=1, by=user, at=AT,
        )  # fmt: skip


# --- what opens -------------------------------------------------------------------------------


def test_the_inspector_finds_his_errand_and_his_sample(visit: As) -> None:
    client = visit("inspector")
    page = client.get("/inspections/").content.decode()
    for words in ("三民函〔2012〕8号", "高平村、三角村", SEED, "60户里抽5%"):
        assert words in page
    listed = client.get(f"/inspections/{commission().uuid}/").content.decode()
    for home in drawn():
        assert f"/households/{home}/" in listed
    assert f"/households/{outside_the_sample()}/" not in listed


def test_he_reads_the_villages_masked_and_shows_numbers_of_the_sample_only(
    visit: As, trail: Any
) -> None:
    client = visit("inspector")
    inside, outside = person_of(drawn()[0]), person_of(outside_the_sample())
    shown = {"field": "identity", "reason": "inspection"}
    page = client.get(f"/people/{inside}/").content.decode()
    assert "查看完整号码" in page
    assert client.post(f"/people/{inside}/show", shown).status_code == 200
    other = client.get(f"/people/{outside}/").content.decode()
    assert "查看完整号码" not in other
    assert "**" in other
    assert client.post(f"/people/{outside}/show", shown).status_code == 403
    looks = [row for row in trail() if row[0] == "look" and row[4] == "inspection"]
    assert [row[2] for row in looks] == [str(inside)]


def test_the_clerk_still_shows_any_number_of_his_area(visit: As) -> None:
    person = person_of(outside_the_sample())
    shown = {"field": "identity", "reason": "verify"}
    assert visit("clerk").post(f"/people/{person}/show", shown).status_code == 200


@pytest.mark.parametrize("day", ["2013-02-02", "2012-11-02"])
def test_outside_his_days_nothing_opens(
    visit: As, monkeypatch: pytest.MonkeyPatch, day: str
) -> None:
    home = drawn()[0]
    client = visit("inspector")
    monkeypatch.setenv("BANGFU_TODAY", day)
    assert client.get(f"/households/{home}/").status_code in (403, 404)
    assert client.get(f"/people/{person_of(home)}/").status_code in (403, 404)
    assert client.get(f"/inspections/{commission().uuid}/").status_code in (403, 404)
    assert client.post(f"/inspections/{commission().uuid}/evidence").status_code in (403, 404)


def test_without_a_village_in_his_commission_he_has_none(visit: As) -> None:
    from bangfu.offices import access
    from bangfu.offices.models import User
    from bangfu.offices.scope import Scope, scope_for, scoped

    inspector = commission().inspector
    with scoped(Scope(inspector.uuid), on=ON):
        fresh = User.objects.get(uuid=inspector.uuid)
    assert scope_for(fresh, on=ON).areas == (
        (GAOPING, GAOPING + 999),
        (SANJIAO, SANJIAO + 999),
    )
    with scoped(Scope(inspector.uuid), on=ON + timedelta(days=61)):
        assert access.commissions_of(fresh, on=ON + timedelta(days=61)) == []
        assert scope_for(fresh, on=ON + timedelta(days=61)).areas == ()


def test_a_sample_ends_with_the_post_and_is_never_made_longer(visit: As) -> None:
    """Another post does not keep open what he saw as an inspector."""
    from bangfu.offices.models import Grant, Post

    home, inspector = drawn()[0], commission().inspector
    with owner_eyes():
        post = Post.objects.get(user=inspector, role="inspector")
        Post.objects.create(
            user=inspector, organisation=post.organisation, role="liaison", area=post.area,
            valid_from=post.valid_from, given_by=post.given_by, given_at=post.given_at,
        )  # fmt: skip
        post.valid_until = ON - timedelta(days=1)
        post.save(update_fields=["valid_until"])
        held = Grant.objects.filter(principal=inspector.uuid, purpose="inspection")
        assert not held.filter(valid_until__gte=ON).exists()
        with pytest.raises(IntegrityError, match="never longer"), transaction.atomic():
            held.update(valid_until=ON)
    client = visit("inspector")
    assert client.get(f"/households/{home}/").status_code in (403, 404)


def test_called_back_he_sees_nothing_from_that_moment(visit: As, trail: Any) -> None:
    home, uuid = drawn()[0], commission().uuid
    inspector = visit("inspector")
    assert inspector.get(f"/households/{home}/").status_code == 200
    client = visit("security_admin")
    place = f"/inspections/commissions/{uuid}/end"
    assert "请选一个理由" in client.post(place, {}, follow=True).content.decode()
    assert inspector.get(f"/households/{home}/").status_code == 200
    page = client.post(place, {"reason": "done"}, follow=True).content.decode()
    assert "提前结束" in page
    assert "事情办完" in page
    assert "已经结束了" in client.post(place, {"reason": "done"}, follow=True).content.decode()
    assert inspector.get(f"/households/{home}/").status_code == 404
    assert inspector.get(f"/inspections/{uuid}/").status_code == 404
    assert "offices.commission.end" in [row[1] for row in trail()]


def test_records_outside_the_period_stay_away(visit: As) -> None:
    """A second commission ends its records in November; what was done in December is not in it."""
    from bangfu.registry.actions import changes

    admin, inspector = visit("security_admin"), visit("inspector")
    admin.post(f"/inspections/commissions/{commission().uuid}/end", {"reason": "done"})
    admin.post("/inspections/commissions/new", asked(covers_until="2012-11-30"))
    home = UUID("b0f00000-0000-4000-8000-000000000000")
    with owner_eyes():
        told = changes.Told(on=ON, by=UUID(int=1), at=AT, today=ON, basis="told")
        changes.join(home=home, who=changes.Newcomer("丁来客", "52", sex=2), told=told)
    place = f"/households/{home}/"
    assert "变更记录" in visit("clerk").get(place).content.decode()
    for who, sees in (("clerk", True), ("inspector", False)):
        page = (inspector if who == "inspector" else visit(who)).get(place).content.decode()
        record = page.split("<h2>变更记录")[1].split("</section>")[0]
        assert ("添人" in record) is sees
        assert "2012年低保户花名册" in record


def test_opening_a_file_leaves_a_look(visit: As, trail: Any) -> None:
    visit("inspector").get(f"/households/{drawn()[0]!s}/")
    looks = [row for row in trail() if row[1] == "household.look"]
    assert [(row[2], row[3], row[4]) for row in looks] == [(str(drawn()[0]), [], "")]


# --- the rule of the draw ---------------------------------------------------------------------


def test_a_draw_is_the_same_each_time_and_another_seed_draws_others() -> None:
    frame = [UUID(int=n) for n in range(1, 401)]
    first = draw(SEED, frame, percent=5, least=10)
    assert first == draw(SEED, reversed(frame), percent=5, least=10)
    assert len(first) == 20
    assert len(draw(SEED, frame, percent=1, least=10)) == 10
    assert draw("f" * 32, frame, percent=5, least=10) != first
    assert draw(SEED, frame[:3], percent=5, least=10) == draw(SEED, frame[:3], percent=100, least=1)


def test_the_database_draws_what_the_rule_says(visit: As) -> None:
    with owner_eyes():
        found = commission()
        assert set(found.sample.values_list("subject", flat=True)) == set(drawn())
        assert len(drawn()) == 10


def test_registry_sample_drawn_once(visit: As) -> None:
    with (
        owner_eyes(),
        pytest.raises(IntegrityError, match="a sample is drawn once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("select * from registry_draw_sample(%s, %s)", [commission().uuid, AT])


# --- evidence ---------------------------------------------------------------------------------


@pytest.fixture
def package(visit: As, tmp_path: Path) -> Path:
    answer = visit("inspector").post(f"/inspections/{commission().uuid}/evidence")
    assert answer.status_code == 200
    assert "evidence-" in answer["Content-Disposition"]
    place = tmp_path / "证据.zip"
    place.write_bytes(answer.content)
    return place


def test_the_package_holds_the_sample_without_numbers(package: Path, trail: Any) -> None:
    from bangfu.desk.inspecting.package import check
    from bangfu.registry.models import Household

    found = check(package)
    assert found.ok, found.as_json()
    with zipfile.ZipFile(package) as packed:
        names = packed.namelist()
        text = b"".join(packed.read(name) for name in names).decode()
        told = json.loads(packed.read("commission.json"))
    assert len([name for name in names if name.startswith("sheets/")]) == 10
    assert told["sample"] == [str(one) for one in drawn()]
    with owner_eyes():
        heads = Household.objects.filter(uuid__in=drawn()).select_related("head")
        assert all(home.head.name in text and home.number in text for home in heads)
    assert "2012年低保户花名册" in text
    assert "Sheet1" in text
    import re

    assert not re.findall(r"(?<![0-9a-f-])4420\d{2}(\d{8}|\*+)\d*", text.replace("442099109", ""))
    assert "desk.evidence.make" in [row[1] for row in trail()]


def rewritten(place: Path, change: Any) -> Path:
    with zipfile.ZipFile(place) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    place.write_bytes(box.getvalue())
    return place


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda files: files.update({"members.csv": b"x"}), ("changed", ["members.csv"])),
        (lambda files: files.pop("trail.csv"), ("missing", ["trail.csv"])),
        (lambda files: files.update({"more.txt": b"x"}), ("extra", ["more.txt"])),
    ],
)
def test_a_changed_package_is_found_out(package: Path, change: Any, found: Any) -> None:
    from bangfu.desk.inspecting.package import check

    checked = check(rewritten(package, change))
    assert not checked.ok
    assert getattr(checked, found[0]) == found[1]


def test_a_sample_that_was_not_drawn_by_the_rule_is_found_out(package: Path) -> None:
    from bangfu.desk.inspecting import package as papers

    with zipfile.ZipFile(package) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    files.pop(papers.MANIFEST)
    told = json.loads(files[papers.COMMISSION])
    told["sample"][0] = str(outside_the_sample())
    files[papers.COMMISSION] = json.dumps(told).encode()
    content, _digest = papers.pack(files, {})
    package.write_bytes(content)
    checked = papers.check(package)
    assert checked.changed == []
    assert not checked.drawn
    assert not checked.ok


def test_what_is_no_package_is_said(tmp_path: Path) -> None:
    from bangfu.desk.inspecting.package import NotAPackage, check

    for content in (b"", b"hello", b"PK\x03\x04"):
        place = tmp_path / "x.zip"
        place.write_bytes(content)
        with pytest.raises(NotAPackage):
            check(place)


def _zip(*files: tuple[str, bytes]) -> bytes:
    box = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as packed:
        warnings.simplefilter("ignore")
        for name, content in files:
            packed.writestr(name, content)
    return box.getvalue()


def _hostile() -> dict[str, bytes]:
    good = _zip(("manifest.json", b'{"format": "bangfu-evidence-1", "files": []}'))
    lying = bytearray(_zip(("manifest.json", b"0" * 5000)))
    place = lying.index(b"PK\x01\x02")
    lying[place + 24 : place + 28] = (7).to_bytes(4, "little")
    unknown = bytearray(good)
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        unknown[unknown.index(mark) + at] = 99
    return {
        "cut": good[: len(good) // 2],
        "body spoilt": good[:45] + b"\xff" * 8 + good[53:],
        "lying size": bytes(lying),
        "unknown method": bytes(unknown),
        "nested json": _zip(("manifest.json", b"[" * 200_000)),
        "a list": _zip(("manifest.json", b"[]")),
        "a word": _zip(("manifest.json", b'"x"')),
        "files are words": _zip(
            ("manifest.json", b'{"format": "bangfu-evidence-1", "files": ["a"]}')
        ),
        "not utf-8": _zip(("manifest.json", b"\xff\xfe\x00")),
        "many digits": _zip(("manifest.json", b"9" * 10_000)),
        "twice": _zip(("manifest.json", b"{}"), ("manifest.json", b"{}")),
        "too many": _zip(*((f"{n}", b"") for n in range(1_001))),
        "a bomb": _zip(("manifest.json", b"0" * 60_000_000)),
        "nested zip": _zip(("a.zip", good)),
    }


@pytest.mark.parametrize("kind", sorted(_hostile()))
def test_a_hostile_package_is_one_sentence_and_little_memory(
    tmp_path: Path, kind: str, capsys: Any
) -> None:
    from bangfu.config.cli.main import main

    place = tmp_path / "x.zip"
    place.write_bytes(_hostile()[kind])
    tracemalloc.start()
    code = main(["evidence", "verify", str(place)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    said = capsys.readouterr()
    assert code == 1
    assert "不是检查证据包" in said.err
    assert "Traceback" not in said.err + said.out
    assert len(said.err.strip().splitlines()) == 1
    assert peak < 200_000_000


def test_a_hostile_name_does_not_move_the_terminal(tmp_path: Path, capsys: Any) -> None:
    from bangfu.config.cli.main import main

    place = tmp_path / "x.zip"
    manifest = b'{"format": "bangfu-evidence-1", "files": [{"name": "../\\u001b[2J"}]}'
    place.write_bytes(_zip(("manifest.json", manifest), ("x\x1b]0;a" + "y" * 300, b"")))
    assert main(["evidence", "verify", str(place)]) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "y" * 100 not in said


def test_only_the_inspector_who_was_sent_takes_evidence(visit: As) -> None:
    uuid = commission().uuid
    for who in ("clerk", "security_admin", "auditor", "village_worker"):
        assert visit(who).post(f"/inspections/{uuid}/evidence").status_code == 403
    assert visit("inspector").get(f"/inspections/{uuid}/evidence").status_code == 405


def test_no_cell_of_a_table_is_a_formula() -> None:
    from bangfu.desk.inspecting.evidence import table

    text = table(["a"], [["=1+1"], ["-2"], ["@x"], ["+3"], [" =4"], ["＝5"], ["张三"]]).decode(
        "utf-8-sig"
    )
    assert text.splitlines() == ["a", "'=1+1", "'-2", "'@x", "'+3", "' =4", "'＝5", "张三"]


def test_the_same_commission_twice_is_refused_with_a_sentence(visit: As) -> None:
    from bangfu.offices.models import Commission

    address = "/inspections/commissions/new"
    typed = asked()
    assert visit("security_admin").post(address, typed).status_code == 302
    again = visit("security_admin").post(address, typed)
    assert "这份委托已经登记过" in again.content.decode()
    with owner_eyes():
        assert Commission.objects.count() == 2
    typed |= {"letter": "x", "covers_until": "9999-12-31"}
    far = visit("security_admin").post(address, typed)
    assert "1850年到2199年" in far.content.decode()


def test_the_pages_speak_english_too(visit: As) -> None:
    for who, place in (
        ("security_admin", "/inspections/commissions/"),
        ("security_admin", "/inspections/commissions/new"),
        ("inspector", "/inspections/"),
    ):
        client = visit(who)
        client.cookies["bangfu_language"] = "en"
        page = client.get(place).content.decode()
        assert '<html lang="en"' in page
