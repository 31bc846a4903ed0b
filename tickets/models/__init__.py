from tickets.models.account import Account, Contract
from tickets.models.audience import CarbonCopy, Watcher
from tickets.models.classification import IssueType, WorkType
from tickets.models.clock import Clock, Pause
from tickets.models.contact import Affiliation, Contact, ContactPhone
from tickets.models.conversation import AnswerToAll, Attachment, CannedReply, Message
from tickets.models.event import Event
from tickets.models.house import Letterhead
from tickets.models.mail_template import MailTemplate
from tickets.models.notice import Notice
from tickets.models.outbox import EnclosedFile, OutboxMail
from tickets.models.queue import Queue, Resource, ResourceLevel
from tickets.models.rating import Rating
from tickets.models.roster import Duty
from tickets.models.saved_view import SavedView
from tickets.models.search import SearchDocument, SearchRefresh
from tickets.models.ticket import Ticket
from tickets.models.user import Absence, User
from tickets.models.work import Link, TimeEntry, Timer

__all__ = [
    "Absence",
    "Account",
    "Affiliation",
    "AnswerToAll",
    "Attachment",
    "CannedReply",
    "CarbonCopy",
    "Clock",
    "Contact",
    "ContactPhone",
    "Contract",
    "Duty",
    "EnclosedFile",
    "Event",
    "IssueType",
    "Letterhead",
    "Link",
    "MailTemplate",
    "Message",
    "Notice",
    "OutboxMail",
    "Pause",
    "Queue",
    "Rating",
    "Resource",
    "ResourceLevel",
    "SavedView",
    "SearchDocument",
    "SearchRefresh",
    "Ticket",
    "TimeEntry",
    "Timer",
    "User",
    "Watcher",
    "WorkType",
]
