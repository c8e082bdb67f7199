"""The desk: the screens of the staff over all rooms below. No models."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the room with Django and hands the shell to the frame."""

    name = "bangfu.desk"
    label = "desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        """Let every page ask the desk for its menu."""
        from bangfu.frame import shell

        from . import menu

        shell.provide(menu.shell_of)
