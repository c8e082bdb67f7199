"""Settings of the bench alone: the platform as it is, and Django's admin beside it at /bench/.

The admin reads as the owner of the tables, past row-level security, which is to its advantage; the
session, the sign-in and the middleware are the same for both.
"""

from typing import Any

from bangfu.config.settings import *  # noqa: F403
from bangfu.config.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
ROOT_URLCONF = "admin_urls"
SILENCED_SYSTEM_CHECKS = ["axes.W002", "axes.W006", "admin.E403", "admin.E404", "admin.E406"]
DATABASE_ROUTERS = ["with_admin.KindsOfContent"]


class KindsOfContent:
    """The admin asks for kinds of content, a table the platform's own role may not read."""

    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        """Send that one question to the owner."""
        return "owner" if model._meta.app_label == "contenttypes" else None
