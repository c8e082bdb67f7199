"""What `bangfu doctor` looks at, one question after the other."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec

from bangfu.config import database
from bangfu.config.cli.words import Refused, at_work, pending, usable_home
from bangfu.config.database.address import ROLES
from bangfu.config.home import CHECKOUT, PACKAGE

LEAST_FREE_BYTES = 1_000_000_000
_PUT_KEYS_BACK = (
    "从备份中放回 keys 文件夹，再执行 bangfu doctor。"
    " (Put the folder keys back from the backup and run `bangfu doctor` again.)"
)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: well, to be mended (`bad`), or only worth knowing (a remedy alone)."""

    text: str
    bad: bool = False
    remedy: str = ""

    @property
    def sign(self) -> str:
        """✓ well, ✗ to be mended, · worth knowing."""
        return "✗" if self.bad else "·" if self.remedy else "✓"


def examine() -> Iterator[Finding]:
    """This function will look at one thing after the other; the database comes last."""
    for look in (_python, _packages, _assets, _home, _pdf):
        yield look()
    try:
        with at_work():
            for look in (_roles, _tables, _keys, _papers, _trail, _town):
                yield _calmly(look)
    except database.DatabaseTrouble as trouble:
        yield Finding(str(trouble), bad=True, remedy="修好后再执行 bangfu doctor。")
    except Refused as refusal:
        yield Finding(str(refusal), bad=True)


def _calmly(look: Callable[[], Finding]) -> Finding:
    from django.db import DatabaseError

    try:
        return look()
    except DatabaseError as error:
        name = look.__name__.strip("_")
        return Finding(
            f"数据库答不上来（{name}：{type(error).__name__}）",
            bad=True,
            remedy="先执行 bangfu migrate。 (Run `bangfu migrate`.)",
        )


def _python() -> Finding:
    return Finding(f"Python {sys.version.split()[0]}，{sys.prefix}")


def _packages() -> Finding:
    pinned = CHECKOUT / "requirements" / "base.txt"
    if not pinned.exists():
        return Finding("依赖：不是从源码装的，不核对版本")
    wrong = []
    for name, version in re.findall(
        r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", pinned.read_text(), re.M
    ):
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            found = "没有装"
        if found != version:
            wrong.append(f"{name} {found}（应为 {version}）")
    if wrong:
        return Finding("依赖不对：" + "、".join(wrong), bad=True, remedy="执行 ./setup。")
    return Finding("依赖的版本都对")


def _assets() -> Finding:
    vendor = PACKAGE / "frame" / "static" / "vendor"
    catalogues = [po.with_suffix(".mo") for po in PACKAGE.glob("*/locale/*/LC_MESSAGES/*.po")]
    wanted = [vendor / "tabler.min.css", vendor / "htmx.min.js", vendor / "icons.svg", *catalogues]
    missing = [str(place.relative_to(PACKAGE)) for place in wanted if not place.exists()]
    if missing:
        return Finding("前端资源缺：" + "、".join(missing), bad=True, remedy="执行 ./setup。")
    return Finding("前端资源和英文译文都在")


def _home() -> Finding:
    try:
        home = usable_home()
    except Refused as refusal:
        return Finding(str(refusal), bad=True, remedy="修好后再执行 bangfu doctor。")
    if stat.S_IMODE((home.path / "secrets.json").stat().st_mode) & 0o077:
        return Finding(
            "secrets.json 别人也能读",
            bad=True,
            remedy=f"执行 chmod 600 '{home.path}/secrets.json'。",
        )
    free = shutil.disk_usage(home.path).free
    if free < LEAST_FREE_BYTES:
        return Finding(f"磁盘只剩 {free // 10**6} MB", bad=True, remedy="腾出空间；至少要留 1 GB。")
    return Finding(f"文件放在 {home.path}，磁盘还有 {free // 10**9} GB")


def _pdf() -> Finding:
    if find_spec("weasyprint") is None:
        return Finding(
            "PDF：没有装（打印网页不受影响）",
            remedy="需要时执行 .venv/bin/pip install weasyprint，并在系统里装"
            " libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk。 (An extra, for PDF only.)",
        )
    return Finding("PDF：装好了")


def _roles() -> Finding:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    for alias, expected in ROLES.items():
        with connections[alias].cursor() as cursor:
            cursor.execute(
                "SELECT rolname, rolsuper OR rolbypassrls FROM pg_roles"
                " WHERE rolname = current_user"
            )
            name, above = cursor.fetchone()
        if above and alias != "owner":
            return Finding(
                f"角色 {name} 能绕过行级安全策略",
                bad=True,
                remedy=f"执行 ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS。",
            )
        if name != expected and alias != "owner":
            return Finding(
                f"{alias} 应由角色 {expected} 连接，而不是 {name}", bad=True, remedy="改连接地址。"
            )
    kind = "自己的" if os.environ.get("DATABASE_URL") else "自带的"
    return Finding(f"数据库：{kind} PostgreSQL {version}，三个角色都对")


def _tables() -> Finding:
    waiting = pending()
    if waiting:
        return Finding(
            f"数据库还差 {len(waiting)} 步升级", bad=True, remedy="执行 bangfu migrate。"
        )
    return Finding("数据库的表是最新的")


def _keys() -> Finding:
    from bangfu.privacy import keys

    problems = keys.check()
    if problems:
        words = "；".join(problem.text for problem in problems)
        return Finding(f"密钥：{words}", bad=True, remedy=_PUT_KEYS_BACK)
    return Finding(
        "密钥文件和数据库相配；请另存一份 keys 文件夹，丢了就再也打不开"
        " (The keys fit the database; keep a copy of the folder keys.)"
    )


def _papers() -> Finding:
    from bangfu.papers import queries

    trouble = queries.check()
    if trouble:
        return Finding(f"材料的密钥：{trouble}", bad=True, remedy=_PUT_KEYS_BACK)
    missing = queries.count_missing()
    if missing:
        return Finding(
            f"有{missing}份材料的原件不在 files 文件夹里 ({missing} originals are missing.)",
            bad=True,
            remedy="从备份中放回 files 文件夹；没有备份就把原来的表格再上传一次。"
            " (Put the folder files back from the backup, or hand the files in again.)",
        )
    return Finding("材料的密钥和原件都在 (The originals and their keys are there.)")


def _trail() -> Finding:
    from bangfu.audit import queries

    state = queries.seal_state()
    return Finding(f"留痕：封存到第 {state.head} 节，还有 {state.unsealed} 条待封存")


def _town() -> Finding:
    from bangfu.config.cli.first_start import has_town

    if not has_town():
        return Finding("还没有建镇", remedy="执行 ./run，或 bangfu town add --help。")
    return Finding("镇和村居已建好")
