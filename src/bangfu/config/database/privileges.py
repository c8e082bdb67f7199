"""What the application role may do where no room's policy decides: the libraries' tables and queue.

A room's table guards itself: it is under row-level security, and its own migration takes away what
is not needed. Every other table is named here with the least that the running platform asks of it,
and one that nobody named, of whatever library and added whenever, is closed. A change here comes
with a migration, an empty one if need be: only then does a start find something to do.
"""

from __future__ import annotations

from typing import Protocol

from bangfu.config.database.address import APP, TRACE

# Table -> what the application role may do there; the empty word is nothing at all.
TABLES = {
    # Accounts have no address of mail: allauth looks, and finds nobody's.
    "account_emailaddress": "SELECT",
    "account_emailconfirmation": "",
    # Rights come from posts; Django's own are of no use here.
    "auth_group": "",
    "auth_group_permissions": "",
    "auth_permission": "",
    # Failures at the door, under a policy: one's own name, and who answers for security.
    "axes_accessattempt": "SELECT, INSERT, UPDATE, DELETE",
    # Always empty; axes deletes from it before an attempt.
    "axes_accessattemptexpiration": "SELECT, DELETE",
    "axes_accessfailurelog": "",
    "axes_accesslog": "",
    "django_content_type": "",
    "django_migrations": "",
    # By the functions offices_session_… alone, which ask for the key.
    "django_session": "",
    # Second factors, under a policy: one's own.
    "mfa_authenticator": "SELECT, INSERT, UPDATE, DELETE",
    # By the functions below alone; the worker also asks which jobs are to stop.
    "procrastinate_events": "",
    "procrastinate_jobs": "SELECT (id, status, abort_requested, queue_name)",
    "procrastinate_periodic_defers": "",
    "procrastinate_workers": "",
}

# The queue: what the pages and the worker call. They run as the owner, so that nobody who merely
# speaks SQL reads the arguments of waiting jobs or changes them.
QUEUE = (
    "procrastinate_defer_jobs_v1",
    "procrastinate_fetch_job_v2",
    "procrastinate_finish_job_v1",
    "procrastinate_prune_stalled_workers_v1",
    "procrastinate_register_worker_v1",
    "procrastinate_retry_job_v2",
    "procrastinate_unregister_worker_v1",
    "procrastinate_update_heartbeat_v1",
)

_TABLES = """
    select quote_ident(c.relname), c.relname, c.relrowsecurity from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
    order by c.relname
"""
_SEQUENCES = """
    select d.objid::regclass::text from pg_depend d join pg_class c on c.oid = d.objid
    where d.refobjid = %s::regclass and c.relkind = 'S' and d.deptype in ('a', 'i')
"""
_FUNCTIONS = """
    select p.oid::regprocedure::text, p.proname from pg_proc p
    where p.pronamespace = 'public'::regnamespace and starts_with(p.proname, 'procrastinate_')
    order by p.proname
"""


class Cursor(Protocol):
    """A cursor of the owner, Django's or psycopg's."""

    def execute(self, sql: str, params: list[str] | None = None, /) -> object: ...

    def fetchall(self) -> list[tuple[str, ...]]: ...


def settle(owner: Cursor) -> None:
    """This function will give and take rights so that they are as this file says.

    It follows every migration: a library's next version may make a table, or a function anew.
    """
    owner.execute(_TABLES)
    for quoted, name, under_policies in owner.fetchall():
        if name in TABLES or not under_policies:
            _settle_table(owner, quoted, TABLES.get(name, ""))
    owner.execute(_FUNCTIONS)
    for signature, name in owner.fetchall():
        _settle_function(owner, signature, name in QUEUE)


def _settle_table(owner: Cursor, quoted: str, rights: str) -> None:
    owner.execute(f"revoke all on {quoted} from public, {APP}, {TRACE}")
    owner.execute(_SEQUENCES, [quoted])
    for (sequence,) in owner.fetchall():
        owner.execute(f"revoke all on sequence {sequence} from public, {APP}, {TRACE}")
        if "INSERT" in rights:
            owner.execute(f"grant usage on sequence {sequence} to {APP}")
    if rights:
        owner.execute(f"grant {rights} on {quoted} to {APP}")


def _settle_function(owner: Cursor, signature: str, called: bool) -> None:
    owner.execute(f"revoke all on function {signature} from public, {APP}, {TRACE}")
    if called:
        owner.execute(
            f"alter function {signature} security definer set search_path = public, pg_temp"
        )
        owner.execute(f"grant execute on function {signature} to {APP}")
