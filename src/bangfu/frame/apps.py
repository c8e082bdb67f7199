"""The frame: base templates, style, icons, language and the clock. No models."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    """Registers the room with Django."""

    name = "bangfu.frame"
    label = "frame"
    verbose_name = "版式"

    def ready(self) -> None:
        from .fields import strengthen

        strengthen()
