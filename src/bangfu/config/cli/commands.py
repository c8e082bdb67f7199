"""The list of commands, in the order in which --help shows them."""

from __future__ import annotations

from bangfu.config.cli import (
    demo,
    doctor,
    evidence,
    export,
    keys,
    lists,
    migrate,
    rules,
    serve,
    sql,
    take_in,
    town,
    trail,
    user,
)

ALL = (
    serve,
    demo,
    take_in,
    migrate,
    lists,
    export,
    rules,
    trail,
    evidence,
    user,
    town,
    doctor,
    keys,
    sql,
)
