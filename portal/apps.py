from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """What clients and partners see: a face without models."""

    name = "portal"
    verbose_name = _("portal")
