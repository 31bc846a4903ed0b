from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    """The e-mail channel: what comes in, and how it becomes tickets and replies."""

    name = "mail"
    verbose_name = _("e-mail")
