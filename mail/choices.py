"""The closed lists of the e-mail channel."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Purpose(TextChoices):
    """What an address of ours is for."""

    HELPDESK = "helpdesk", _("Helpdesk")
    ESCALATION = "escalation", _("Escalation")


class Security(TextChoices):
    """How the connection to a mailbox is protected."""

    TLS = "tls", _("TLS")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("none")


class Outcome(TextChoices):
    """What became of a mail; the first word that `receive_mail` prints."""

    OPENED = "opened", _("opened a ticket")
    APPENDED = "appended", _("joined a ticket")
    ESCALATED = "escalated", _("escalated a ticket")
    REFUSED = "refused", _("asked for an escalation that is not open")
    DUPLICATE = "duplicate", _("came twice")
    TRIAGE = "triage", _("waits for somebody to decide")
    IGNORED = "ignored", _("was left aside")
