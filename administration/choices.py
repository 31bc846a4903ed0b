"""The parts of the settings, and what can be done to them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Area(TextChoices):
    """One page of the settings each; the order is that of their menu."""

    CALENDARS = "calendars", _("Calendars")
    POLICIES = "policies", _("Service levels")
    LADDERS = "ladders", _("Escalation ladders")
    QUEUES = "queues", _("Queues")
    RESOURCES = "resources", _("Resources")
    ISSUE_TYPES = "issue_types", _("Issue types")
    WORK_TYPES = "work_types", _("Work types")
    CATALOGUE = "catalogue", _("Catalogue of supplies")
    CANNED_REPLIES = "canned_replies", _("Canned replies")
    REACH = "reach", _("How to reach us")
    LETTERHEAD = "letterhead", _("Letterhead")
    MAILBOXES = "mailboxes", _("Mailboxes")
    LETTERS = "letters", _("Letters")
    PEOPLE = "people", _("People and roles")
    CLIENTS = "clients", _("Clients and contracts")

    @property
    def icon(self) -> str:
        return _ICONS[self]

    @property
    def about(self) -> str:
        """What it is for, in a few words."""
        return str(_ABOUT[self])


_ICONS = {
    Area.CALENDARS: "calendar-clock",
    Area.POLICIES: "gauge",
    Area.LADDERS: "siren",
    Area.QUEUES: "layers",
    Area.RESOURCES: "users",
    Area.ISSUE_TYPES: "tags",
    Area.WORK_TYPES: "wrench",
    Area.CATALOGUE: "package",
    Area.CANNED_REPLIES: "message-square-text",
    Area.REACH: "phone-call",
    Area.LETTERHEAD: "stamp",
    Area.MAILBOXES: "inbox",
    Area.LETTERS: "mail",
    Area.PEOPLE: "user-cog",
    Area.CLIENTS: "building-2",
}


_ABOUT = {
    Area.CALENDARS: _("When the service is open: hours, public holidays, closures"),
    Area.POLICIES: _("What is promised for each priority, and how its clocks run"),
    Area.LADDERS: _("Who is told when a promise is broken, and when"),
    Area.QUEUES: _("Where tickets wait, and the hours of each queue"),
    Area.RESOURCES: _("Who is asked, in which order, at which level"),
    Area.ISSUE_TYPES: _("How tickets are classified"),
    Area.WORK_TYPES: _("What time is spent on"),
    Area.CATALOGUE: _("What technicians leave at clients, with reference and unit"),
    Area.CANNED_REPLIES: _("Texts that are written once and sent often"),
    Area.REACH: _("What a client reads about calling and escalating"),
    Area.LETTERHEAD: _("The name, address and logo on pages, mails and sheets"),
    Area.MAILBOXES: _("Which addresses are read, and on which servers"),
    Area.LETTERS: _("The words of every mail that leaves"),
    Area.PEOPLE: _("Who signs in, and what their role allows"),
    Area.CLIENTS: _("Companies, their contracts and their contacts"),
}


class ChangeVerb(TextChoices):
    """What was done to a setting."""

    CREATED = "created", pgettext_lazy("setting", "created")
    CHANGED = "changed", pgettext_lazy("setting", "changed")
    REMOVED = "removed", pgettext_lazy("setting", "removed")


class JobState(TextChoices):
    """Where an edit that plans deadlines anew stands."""

    WAITING = "waiting", pgettext_lazy("job", "waiting")
    RUNNING = "running", pgettext_lazy("job", "running")
    DONE = "done", pgettext_lazy("job", "done")
    FAILED = "failed", pgettext_lazy("job", "refused")
