"""The four things that bench/take_in.py sets side by side; each runs in a process of its own."""

from __future__ import annotations

import csv
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
BEFORE = "bangfu_before"
IMPORTED_ROWS = 5_000


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def _django() -> Iterator[Any]:
    from bangfu.config.cli.words import at_work

    with at_work() as where:
        yield where


def read(drawer: Path) -> Answer:
    """This function will read every cell of every file, and count the rows."""
    import python_calamine

    rows = files = 0
    start = time.perf_counter()
    for path in sorted(drawer.iterdir()):
        files += 1
        if path.suffix == ".csv":
            raw = path.read_bytes()
            text = raw.decode("utf-8-sig" if _is_utf8(raw) else "gb18030")
            rows += sum(1 for _row in csv.reader(text.splitlines()))
            continue
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            rows += len(book.get_sheet_by_name(name).to_python(skip_empty_area=False))
    seconds = time.perf_counter() - start
    return {"rows": rows, "files": files, "seconds": seconds, "peak_mb": _peak_mb()}


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def take_in(drawer: Path) -> Answer:
    """This function will found the town, keep a copy of the database, and time the take-in."""
    with _django() as where:
        _found()
        _keep_a_copy()
        from django.db import connection

        from bangfu.frame import clock
        from bangfu.offices.access import OPERATOR
        from bangfu.rosters import actions as rosters

        start = time.perf_counter()
        report = rosters.take_in_paths([drawer], by=OPERATOR, at=clock.now())
        seconds = time.perf_counter() - start
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            backend = _peak_of(cursor.fetchone()[0])
        assert where.embedded
    rows = sum(file["rows"] for file in report["files"])
    peak = _peak_mb()
    return {"rows": rows, "seconds": seconds, "peak_mb": peak, "backend_mb": backend}


def _found() -> None:
    from django.core.management import call_command

    from bangfu.demo.maker import SANJIAO
    from bangfu.frame import clock
    from bangfu.offices import actions as offices

    call_command("migrate", database="owner", interactive=False, verbosity=0)
    offices.found_town(
        code=f"{SANJIAO.code}000",
        name=SANJIAO.name,
        villages={village.code: village.name for village in SANJIAO.villages},
        valid_from=date(2000, 1, 1),
        at=clock.now(),
    )


def _keep_a_copy() -> None:
    from django.db import connections

    from bangfu.config.database.cluster import Cluster
    from bangfu.config.home import Home

    connections.close_all()
    with Cluster.of(Home.here()).superuser() as server:
        server.execute(f"create database {BEFORE} template bangfu owner bangfu_owner")


def _peak_of(process: int) -> float:
    """Peak resident memory of a process in MB, as Linux tells it."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    raise LookupError(f"no peak of process {process}")


_TABLES = """
select c.oid::regclass::text, string_agg(quote_ident(a.attname), ', ' order by a.attnum)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where c.relkind in ('r', 'p') and not c.relispartition and a.attgenerated = ''
group by c.oid
"""
_KEYS = """
select conrelid::regclass::text, confrelid::regclass::text from pg_constraint
where contype = 'f' and conrelid <> confrelid
"""


def copy(drawer: Path) -> Answer:
    """This function will COPY what the take-in made into the database from before, as its owner.

    The owner passes row-level security, which refuses COPY FROM; triggers and constraints hold.
    """
    import psycopg

    with _django() as where:
        door = where.doors["owner"].psycopg()
        with (
            psycopg.connect(**door) as after,
            psycopg.connect(**door | {"dbname": BEFORE}) as before,
        ):
            made = _made(after, before)
            texts = {table: _read_out(after, table, columns) for table, columns in made.items()}
            start = time.perf_counter()
            rows = 0
            for table, columns in made.items():
                with before.cursor() as cursor:
                    with cursor.copy(f"copy {table} ({columns}) from stdin") as pipe:
                        for block in texts[table]:
                            pipe.write(block)
                    rows += cursor.rowcount
            before.commit()
            seconds = time.perf_counter() - start
    return {"rows": rows, "tables": len(made), "seconds": seconds}


def _made(after: Any, before: Any) -> dict[str, str]:
    """Tables the take-in filled that were empty, in an order in which no key points ahead."""
    columns = dict(after.execute(_TABLES).fetchall())
    keys = after.execute(_KEYS).fetchall()

    def count(server: Any, table: str) -> int:
        return int(server.execute(f"select count(*) from {table}").fetchone()[0])

    filled = {t for t in columns if count(after, t) and not count(before, t)}
    ordered: dict[str, str] = {}
    while len(ordered) < len(filled):
        ready = [
            table
            for table in sorted(filled - set(ordered))
            if all(to in ordered or to not in filled for of, to in keys if of == table)
        ]
        if not ready:
            raise ValueError(f"keys in a circle: {sorted(filled - set(ordered))}")
        ordered |= {table: columns[table] for table in ready}
    return ordered


def _read_out(server: Any, table: str, columns: str) -> list[bytes]:
    with server.cursor().copy(f"copy (select {columns} from {table}) to stdout") as pipe:
        return [bytes(block) for block in pipe]


def import_export(drawer: Path) -> Answer:
    """This function will import the 低保 people as they stand, with its defaults and in bulk."""
    with _django():
        from tablib import Dataset

        from bangfu.rosters import reading

        path = next(path for path in drawer.iterdir() if "低保" in path.name)
        table = reading.recognise(reading.read_file(path, path.name))[0]
        headers = ("row", "home", "name", "relation", "sex", "number", "address", "cause")
        data = Dataset(headers=headers)
        for row in reading.rows(table):
            if row.household is None or not row.persons or len(data) >= IMPORTED_ROWS:
                continue
            person = row.persons[0]
            data.append((
                row.number, row.household.block, person.name, person.relation_text,
                int(person.sex), person.raw_number, row.household.address, row.household.cause,
            ))  # fmt: skip
        found = {bulk: _import(data, headers, bulk=bulk) for bulk in (False, True)}
    answer = {"rows": len(data), "seconds": found[False], "peak_mb": _peak_mb()}
    return answer | {"bulk": {"rows": len(data), "seconds": found[True]}}


def _import(data: Any, headers: tuple[str, ...], *, bulk: bool) -> float:
    from django.db import connections, models
    from import_export import resources

    # import-export asks for an installed application; the demo has no tables of its own.
    meta = type("Meta", (), {"app_label": "demo"})
    fields = {header: models.CharField(max_length=200) for header in headers[1:]}
    person = type(
        "BenchedInBulk" if bulk else "Benched",
        (models.Model,),
        {"Meta": meta, "__module__": __name__, "row": models.IntegerField(unique=True), **fields},
    )
    with connections["owner"].schema_editor() as editor:
        editor.create_model(person)
        # It sets the table's sequence anew after an import, which the role may not do elsewhere.
        editor.execute(f"grant all on sequence {person._meta.db_table}_id_seq to bangfu_app")
    more = {"use_bulk": True, "batch_size": 1000, "skip_diff": True, "force_init_instance": True}
    options = {"model": person, "import_id_fields": ("row",), "fields": headers}
    made = type("Meta", (), options | (more if bulk else {}))
    resource_class = type("PersonResource", (resources.ModelResource,), {"Meta": made})
    start = time.perf_counter()
    result = resource_class().import_data(data, use_transactions=True, raise_errors=True)
    seconds = time.perf_counter() - start
    assert result.total_rows == len(data)
    return seconds
