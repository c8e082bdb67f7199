from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "bangfu.privacy"
    label = "privacy"
    verbose_name = _("隐私")
    default_auto_field = "django.db.models.BigAutoField"
