"""How each of the three roles reaches the database."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from bangfu.config.database.cluster import Cluster
from bangfu.config.database.errors import DatabaseTrouble
from bangfu.config.home import Home

OWNER, APP, TRACE = "bangfu_owner", "bangfu_app", "bangfu_trace"
# The alias of Django, the role that stands behind it, and the variable that may name it.
ROLES = {"owner": OWNER, "default": APP, "trace": TRACE}
_VARIABLES = {"default": "DATABASE_URL_APP", "trace": "DATABASE_URL_TRACE"}
_SECRETS = {"owner": "password_owner", "default": "password_app", "trace": "password_trace"}


@dataclass(frozen=True)
class Door:
    """Host, port, database, role and password of one connection; `options` are libpq's."""

    host: str
    port: str
    name: str
    user: str
    password: str = field(repr=False)
    options: dict[str, str] = field(default_factory=dict)

    def psycopg(self, **more: Any) -> dict[str, Any]:
        """This function will give the keyword arguments of `psycopg.connect`."""
        known = {"host": self.host, "port": self.port, "dbname": self.name, "user": self.user}
        if self.password:
            known["password"] = self.password
        return {**{k: v for k, v in known.items() if v}, **self.options, **more}

    def django(self, **options: Any) -> dict[str, Any]:
        """This function will give an entry of Django's DATABASES."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": self.host,
            "PORT": self.port,
            "NAME": self.name,
            "USER": self.user,
            "PASSWORD": self.password,
            "OPTIONS": {**self.options, **options},
        }


@dataclass(frozen=True)
class Address:
    """The doors of the three roles, and whether the database is our own embedded one."""

    doors: dict[str, Door]
    embedded: bool


def parse_url(url: str, *, variable: str) -> Door:
    """This function will read a `postgresql://user:password@host:port/name?option=value` address.

    :raises DatabaseTrouble: another scheme, no user or no database in it.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise DatabaseTrouble(
            f"{variable} 应当是 postgresql://用户:密码@主机:端口/库名 的样子。"
            f" ({variable} must be a postgresql:// address.)"
        )
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", unquote(parts.hostname or ""))
    name = unquote(parts.path.lstrip("/"))
    if not name or not parts.username:
        raise DatabaseTrouble(
            f"{variable} 里缺用户名或库名。 ({variable} lacks a user or a database name.)"
        )
    return Door(
        host=host,
        port=str(parts.port or options.pop("port", "")),
        name=name,
        user=unquote(parts.username),
        password=unquote(parts.password or ""),
        options=options,
    )


def address(home: Home | None = None) -> Address:
    """This function will tell how to reach the database of this installation.

    DATABASE_URL names the owner of one's own PostgreSQL; DATABASE_URL_APP and DATABASE_URL_TRACE
    may name the two other roles, which otherwise are made with passwords of our own.

    :raises DatabaseTrouble: an address that cannot be read.
    """
    home = home or Home.here()
    own = os.environ.get("DATABASE_URL", "").strip()
    return _own(own, home) if own else _embedded(home)


def _embedded(home: Home) -> Address:
    known = home.secrets()
    name = os.environ.get("BANGFU_DATABASE", "bangfu")
    host = str(Cluster.of(home).socket_dir)
    doors = {
        alias: Door(host, "5432", name, role, known[_SECRETS[alias]])
        for alias, role in ROLES.items()
    }
    return Address(doors=doors, embedded=True)


def _own(url: str, home: Home) -> Address:
    owner = parse_url(url, variable="DATABASE_URL")
    name = os.environ.get("BANGFU_DATABASE", owner.name)
    owner = Door(owner.host, owner.port, name, owner.user, owner.password, owner.options)
    doors = {"owner": owner}
    for alias, variable in _VARIABLES.items():
        given = os.environ.get(variable, "").strip()
        if given:
            doors[alias] = parse_url(given, variable=variable)
        else:
            password = home.secrets()[_SECRETS[alias]]
            doors[alias] = Door(owner.host, owner.port, name, ROLES[alias], password, owner.options)
    return Address(doors=doors, embedded=False)
