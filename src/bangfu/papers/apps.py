from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "bangfu.papers"
    label = "papers"
    verbose_name = _("材料")
    default_auto_field = "django.db.models.BigAutoField"
