"""The closed lists of tickets, each value with its label, and its tone and icon where it is drawn."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a person may be here; one person may be several."""

    OPERATOR = "operator", _("Operator")
    TECHNICIAN = "technician", _("Technician")
    MANAGER = "manager", _("Manager")
    ADMINISTRATOR = "administrator", _("Administrator")
    CLIENT = "client", _("Client")
    PARTNER = "partner", _("Partner")


STAFF_ROLES = frozenset({Role.OPERATOR, Role.TECHNICIAN, Role.MANAGER, Role.ADMINISTRATOR})


class Kind(TextChoices):
    """ITIL: an incident is an interruption, a request asks for something, a problem is a cause of incidents."""

    INCIDENT = "incident", _("Incident")
    SERVICE_REQUEST = "service_request", _("Service request")
    PROBLEM = "problem", _("Problem")


class Source(TextChoices):
    """How the ticket reached us."""

    PHONE = "phone", _("Phone")
    EMAIL = "email", _("E-mail")
    PORTAL = "portal", _("Portal")
    ON_SITE = "on_site", _("On site")
    IMPORT = "import", _("Import")
    MONITORING = "monitoring", _("Monitoring")


class Status(TextChoices):
    """Where a ticket stands; what may follow what is in lifecycle.py."""

    NEW = "new", pgettext_lazy("ticket", "New")
    ASSIGNED = "assigned", pgettext_lazy("ticket", "Assigned")
    IN_PROGRESS = "in_progress", pgettext_lazy("ticket", "In progress")
    WAITING_CLIENT = "waiting_client", _("Waiting for the client")
    WAITING_THIRD_PARTY = "waiting_third_party", _("Waiting for a third party")
    SCHEDULED = "scheduled", pgettext_lazy("ticket", "Scheduled")
    RESOLVED = "resolved", pgettext_lazy("ticket", "Resolved")
    CLOSED = "closed", pgettext_lazy("ticket", "Closed")
    CANCELLED = "cancelled", pgettext_lazy("ticket", "Cancelled")
    MERGED = "merged", pgettext_lazy("ticket", "Merged")

    @property
    def tone(self) -> str:
        return _STATUS_LOOK[self][0]

    @property
    def icon(self) -> str:
        """A Lucide icon, so that no status is told by colour alone."""
        return _STATUS_LOOK[self][1]


_STATUS_LOOK = {
    Status.NEW: ("plain", "circle-dashed"),
    Status.ASSIGNED: ("plain", "circle-dot"),
    Status.IN_PROGRESS: ("accent", "circle-play"),
    Status.WAITING_CLIENT: ("paused", "circle-pause"),
    Status.WAITING_THIRD_PARTY: ("paused", "circle-pause"),
    Status.SCHEDULED: ("plain", "calendar"),
    Status.RESOLVED: ("running", "circle-check"),
    Status.CLOSED: ("paused", "circle-check-big"),
    Status.CANCELLED: ("paused", "circle-x"),
    Status.MERGED: ("paused", "merge"),
}

OPEN_STATUSES = frozenset(
    {
        Status.NEW,
        Status.ASSIGNED,
        Status.IN_PROGRESS,
        Status.WAITING_CLIENT,
        Status.WAITING_THIRD_PARTY,
        Status.SCHEDULED,
    }
)
WAITING_STATUSES = frozenset({Status.WAITING_CLIENT, Status.WAITING_THIRD_PARTY})


class MessageKind(TextChoices):
    """A reply and a call are between us and the requester; a note never leaves the house."""

    REPLY = "reply", _("Reply")
    NOTE = "note", _("Internal note")
    CALL = "call", _("Call")


class Verdict(TextChoices):
    """What became of a promise. Written once, when the clock stops."""

    MET = "met", _("Kept")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", pgettext_lazy("clock", "Cancelled")


class ClockState(TextChoices):
    """How a clock is drawn at an instant; each has a colour, a shape and a word."""

    RUNNING = "running", pgettext_lazy("clock", "Running")
    RISK = "risk", _("At risk")
    OVERDUE = "overdue", _("Overdue")
    PAUSED = "paused", _("Paused")
    MET = "met", _("Kept")
    MISSED = "missed", _("Missed")
    NONE = "none", _("No promise")


class EventKind(TextChoices):
    """What the history of a ticket records: one for each verb."""

    OPENED = "opened", _("opened the ticket")
    ASSIGNED = "assigned", _("gave the ticket to")
    TAKEN = "taken", _("took charge of the ticket")
    ROUTED = "routed", _("moved the ticket to")
    REPLIED = "replied", _("replied")
    NOTED = "noted", _("wrote an internal note")
    CALLED = "called", _("logged a call")
    WAITED = "waited", _("put the ticket on hold")
    RESUMED = "resumed", _("resumed the work")
    SCHEDULED = "scheduled", _("scheduled the work")
    PRIORITY_CHANGED = "priority_changed", _("changed the priority")
    RECLASSIFIED = "reclassified", _("reclassified the ticket")
    RESOLVED = "resolved", _("resolved the ticket")
    CLOSED = "closed", _("closed the ticket")
    REOPENED = "reopened", _("reopened the ticket")
    CANCELLED = "cancelled", _("cancelled the ticket")
    MERGED = "merged", _("merged the ticket into")
    LINKED = "linked", _("linked the ticket to")
    TIME_LOGGED = "time_logged", _("logged time")
    TIME_CORRECTED = "time_corrected", _("corrected the time logged")
    REPLANNED = "replanned", _("planned the deadlines anew")
    WITHDRAWN = "withdrawn", _("took the reply back before it left")
    REWORDED = "reworded", _("changed the words of the ticket")
    MOVED_ACCOUNT = "moved_account", _("moved the ticket to the client")
    ANNOUNCED = "announced", _("announced a known incident")
    UNANNOUNCED = "unannounced", _("ended the announcement")
    UNLINKED = "unlinked", _("took the link away")
    COPIED = "copied", _("changed who gets a copy")
    ESCALATED = "escalated", _("escalated the ticket")
    ACKNOWLEDGED = "acknowledged", _("acknowledged the escalation")
    RATED = "rated", _("rated the work")
    VISIT_PLANNED = "visit_planned", _("planned an intervention")
    VISIT_MOVED = "visit_moved", _("moved the intervention")
    VISIT_CANCELLED = "visit_cancelled", _("cancelled the intervention")
    VISIT_STARTED = "visit_started", _("arrived on site")
    VISIT_DONE = "visit_done", _("left the site")
    SLIP_SIGNED = "slip_signed", _("signed the intervention slip")
    SLIP_UNSIGNED = "slip_unsigned", _("closed the intervention slip without a signature")
    SLIP_CORRECTED = "slip_corrected", _("corrected the intervention slip")


class MailKind(TextChoices):
    """What a mail is about: it has a template of its own, and most a person may decline."""

    REPLY = "reply", _("A reply")
    OPENED = "opened", _("A request was received")
    RESOLVED = "resolved", _("A request is resolved")
    CLOSED = "closed", _("A request is closed: how was it?")
    MERGED = "merged", _("A request goes on in another")
    TOLD = "told", _("Somebody has taken up the escalation")
    VISIT = "visit", _("A visit is planned, moved or cancelled")
    SLIP = "slip", _("The slip of a visit")
    TO_SIGN = "to_sign", _("A slip is to be signed")
    ASSIGNED = "assigned", _("A ticket was given to me")
    RECEIVED = "received", _("The client wrote")
    REOPENED = "reopened", _("A ticket of mine was reopened")
    FORGOTTEN = "forgotten", _("A pause goes on")
    RATED = "rated", _("The client rated the work")
    VISIT_GIVEN = "visit_given", _("A visit of mine is planned, moved or cancelled")
    PREPAID = "prepaid", _("Prepaid hours run out")
    ESCALATED = "escalated", _("A ticket was escalated")
    DIGEST = "digest", _("What happened overnight")
    INVITED = "invited", _("An invitation, or a link to sign in")


class Score(TextChoices):
    """What a client says of the work, with one click."""

    GOOD = "good", _("Satisfied")
    FAIR = "fair", _("It could be better")
    POOR = "poor", _("Not satisfied")

    @property
    def tone(self) -> str:
        return _SCORE_LOOK[self][0]

    @property
    def icon(self) -> str:
        return _SCORE_LOOK[self][1]


_SCORE_LOOK = {
    Score.GOOD: ("running", "smile"),
    Score.FAIR: ("risk", "meh"),
    Score.POOR: ("overdue", "frown"),
}


class WorkUse(TextChoices):
    """What a slip fills in by itself; each is one work type at most."""

    ON_SITE = "on_site", _("Time on site")
    TRAVEL = "travel", _("Travel")


class LinkKind(TextChoices):
    """How one ticket stands to another: a duplicate of, a child of, an incident of a problem, or asked after it."""

    DUPLICATE = "duplicate", _("Duplicate of")
    PARENT = "parent", _("Part of")
    PROBLEM = "problem", _("Caused by")
    FOLLOWS = "follows", _("Follows")


class NoticeKind(TextChoices):
    """What a person of the house is told inside the product, without a mail."""

    ASSIGNED = "assigned", _("gave you the ticket")
    MENTIONED = "mentioned", _("mentioned you")
    RECEIVED = "received", _("The client wrote")
    REPLIED = "replied", _("wrote on a ticket you watch")
    REOPENED = "reopened", _("reopened your ticket")
    RESOLVED = "resolved", _("resolved a ticket you watch")
    ESCALATED = "escalated", _("The ticket was escalated to you")
    WATCHING = "watching", _("asks you to watch the ticket")
    RATED = "rated", _("The client rated the work")
    UNSENT = "unsent", _("A mail did not arrive")
    VISIT = "visit", _("planned a visit for you")
    SIGNED = "signed", _("The client signed the slip")
