from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RostersConfig(AppConfig):
    name = "bangfu.rosters"
    label = "rosters"
    verbose_name = _("花名册")
    default_auto_field = "django.db.models.BigAutoField"
