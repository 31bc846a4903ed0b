from tickets.models.account import Account, Contract
from tickets.models.classification import IssueType, WorkType
from tickets.models.clock import Clock, Pause
from tickets.models.contact import Affiliation, Contact, ContactPhone
from tickets.models.conversation import Attachment, CannedReply, Message
from tickets.models.event import Event
from tickets.models.outbox import OutboxMail
from tickets.models.queue import Queue, Resource, ResourceLevel
from tickets.models.ticket import Ticket
from tickets.models.user import Absence, User
from tickets.models.work import Link, TimeEntry

__all__ = [
    "Absence",
    "Account",
    "Affiliation",
    "Attachment",
    "CannedReply",
    "Clock",
    "Contact",
    "ContactPhone",
    "Contract",
    "Event",
    "IssueType",
    "Link",
    "Message",
    "OutboxMail",
    "Pause",
    "Queue",
    "Resource",
    "ResourceLevel",
    "Ticket",
    "TimeEntry",
    "User",
    "WorkType",
]
