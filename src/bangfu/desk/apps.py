"""The desk: the screens of the staff over all rooms below. No models."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the room with Django and hands the shell to the frame."""

    name = "bangfu.desk"
    label = "desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        """Let every page ask the desk for its menu, and offices for every room's open work."""
        from bangfu.frame import shell
        from bangfu.offices import actions as offices_actions
        from bangfu.offices import queries as offices
        from bangfu.rosters import actions as rosters_actions
        from bangfu.rosters import queries as rosters

        from . import menu

        shell.provide(menu.shell_of)
        offices.provide_rooms(
            [
                # Offices carries its own with the post.
                offices.Room(offices.open_work),
                offices.Room(offices.waits_for, offices_actions.hand_over_requests),
                offices.Room(rosters.open_work, rosters_actions.hand_over),
                offices.Room(rosters.sheets_being_made),
            ]
        )
