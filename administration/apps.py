from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdministrationConfig(AppConfig):
    """The settings: a face over all rooms below it, and the log of what was changed in them."""

    name = "administration"
    verbose_name = _("settings")
