"""The roles, the database and the default privileges: made once, checked at each start."""

from __future__ import annotations

import psycopg
from psycopg import sql

from bangfu.config.database.address import APP, OWNER, TRACE, Address, Door
from bangfu.config.database.errors import DatabaseTrouble

LEAST_VERSION = 150000


def _ensure_role(connection: psycopg.Connection, role: str, password: str) -> None:
    # FOR UPDATE-like safety is not needed: callers hold the installation's lock.
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    word = sql.SQL("ALTER" if known else "CREATE")
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOINHERIT PASSWORD {}").format(
            word, sql.Identifier(role), sql.Literal(password)
        )
    )


def prepare_embedded(superuser: psycopg.Connection, address: Address) -> None:
    """This function will make the three roles and the database of the embedded cluster."""
    owner = address.doors["owner"]
    for door in address.doors.values():
        _ensure_role(superuser, door.user, door.password)
    known = superuser.execute(
        "SELECT 1 FROM pg_database WHERE datname = %s", [owner.name]
    ).fetchone()
    if not known:
        superuser.execute(
            sql.SQL("CREATE DATABASE {} OWNER {}").format(
                sql.Identifier(owner.name), sql.Identifier(OWNER)
            )
        )
        superuser.execute(
            sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(owner.name))
        )
    with psycopg.connect(**owner.psycopg(), autocommit=True) as connection:
        grant_defaults(connection, owner.name)


def grant_defaults(owner: psycopg.Connection, name: str) -> None:
    """This function will let the app role use what the owner makes; nothing for the trace role.

    Single migrations take away from the app role, and give the trace role what it needs.
    """
    app, trace = sql.Identifier(APP), sql.Identifier(TRACE)
    statements = (
        "GRANT CONNECT, TEMPORARY ON DATABASE {name} TO {app}",
        "GRANT CONNECT ON DATABASE {name} TO {trace}",
        "GRANT USAGE ON SCHEMA public TO {app}, {trace}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
        " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    )
    for statement in statements:
        owner.execute(sql.SQL(statement).format(name=sql.Identifier(name), app=app, trace=trace))


def prepare_own(address: Address, *, made_here: frozenset[str]) -> None:
    """This function will make the app and trace roles in one's own PostgreSQL.

    :param made_here: the aliases whose role and password are ours to make.
    :raises DatabaseTrouble: too old a server, or the owner may not make roles.
    """
    owner = address.doors["owner"]
    try:
        with psycopg.connect(**owner.psycopg(), autocommit=True) as connection:
            _check_version(connection)
            for alias in sorted(made_here):
                door = address.doors[alias]
                _make_missing(connection, door)
            grant_defaults(connection, owner.name)
    except psycopg.OperationalError as error:
        raise DatabaseTrouble(
            f"连不上 DATABASE_URL 指的数据库：{str(error).strip()}。"
            " (The database of DATABASE_URL does not answer.)"
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseTrouble(
            "DATABASE_URL 的用户无权建立角色。请让管理员建好 bangfu_app 和 bangfu_trace 两个角色，"
            "再用 DATABASE_URL_APP 和 DATABASE_URL_TRACE 指明。 (The user of DATABASE_URL may not"
            " make roles: name them by DATABASE_URL_APP and DATABASE_URL_TRACE.)"
        ) from error


def _check_version(connection: psycopg.Connection) -> None:
    if connection.info.server_version < LEAST_VERSION:
        raise DatabaseTrouble(
            "PostgreSQL 太旧，至少要 15。 (PostgreSQL is too old: 15 or newer is needed.)"
        )


def _make_missing(connection: psycopg.Connection, door: Door) -> None:
    """Set the password only when the door is closed: other installations may share the role."""
    try:
        psycopg.connect(**door.psycopg(connect_timeout=5)).close()
    except psycopg.OperationalError:
        _ensure_role(connection, door.user, door.password)
