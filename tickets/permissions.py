"""Who may do what, and who sees what. One table; `visible_*` for lists; `require` and `allows` for one object."""

from __future__ import annotations

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext as _

from tickets.choices import MessageKind, Role
from tickets.models import Account, Attachment, Contact, Message, Ticket, User
from tickets.models.user import AUTOMATION_EMAIL
from tickets.refusal import ActionRefused


class Permission(TextChoices):
    """Everything a role may be allowed, NOUN_VERB; docs/permissions.md is generated from the table below."""

    TICKET_OPEN = "ticket_open"
    TICKET_REQUEST = "ticket_request"
    TICKET_ASSIGN = "ticket_assign"
    TICKET_TAKE = "ticket_take"
    TICKET_ROUTE = "ticket_route"
    TICKET_REPLY = "ticket_reply"
    TICKET_NOTE = "ticket_note"
    TICKET_CALL = "ticket_call"
    TICKET_WAIT = "ticket_wait"
    TICKET_RESUME = "ticket_resume"
    TICKET_SCHEDULE = "ticket_schedule"
    TICKET_PRIORITIZE = "ticket_prioritize"
    TICKET_RECLASSIFY = "ticket_reclassify"
    TICKET_RESOLVE = "ticket_resolve"
    TICKET_CLOSE = "ticket_close"
    TICKET_REOPEN = "ticket_reopen"
    TICKET_CANCEL = "ticket_cancel"
    TICKET_MERGE = "ticket_merge"
    TICKET_LINK = "ticket_link"
    TICKET_LOG_TIME = "ticket_log_time"
    TICKET_ESCALATE = "ticket_escalate"
    TICKET_RATE = "ticket_rate"
    TICKET_REWORD = "ticket_reword"
    TICKET_WATCH = "ticket_watch"
    TICKET_ANNOUNCE = "ticket_announce"
    TICKET_EXPORT = "ticket_export"
    TICKET_IMPORT = "ticket_import"
    NOTE_VIEW = "note_view"
    CONTACT_CREATE = "contact_create"
    ESCALATION_VIEW = "escalation_view"
    ESCALATION_ACKNOWLEDGE = "escalation_acknowledge"
    VIEW_SAVE = "view_save"
    ROSTER_VIEW = "roster_view"
    ROSTER_EDIT = "roster_edit"
    MAIL_TRIAGE = "mail_triage"
    VISIT_PLAN = "visit_plan"
    VISIT_CARRY_OUT = "visit_carry_out"
    SLIP_SIGN = "slip_sign"
    SLIP_CORRECT = "slip_correct"
    PREPAID_EDIT = "prepaid_edit"
    SETTINGS_EDIT = "settings_edit"
    REPORT_VIEW = "report_view"
    GALLERY_VIEW = "gallery_view"


P = Permission
# The messages that a client may read, if the ticket is theirs.
PUBLIC = ~Q(kind=MessageKind.NOTE) & Q(withdrawn_at=None)
_WORK = frozenset(
    {
        P.TICKET_OPEN,
        P.TICKET_ASSIGN,
        P.TICKET_TAKE,
        P.TICKET_ROUTE,
        P.TICKET_REPLY,
        P.TICKET_NOTE,
        P.TICKET_CALL,
        P.TICKET_WAIT,
        P.TICKET_RESUME,
        P.TICKET_SCHEDULE,
        P.TICKET_PRIORITIZE,
        P.TICKET_RECLASSIFY,
        P.TICKET_RESOLVE,
        P.TICKET_CLOSE,
        P.TICKET_REOPEN,
        P.TICKET_CANCEL,
        P.TICKET_MERGE,
        P.TICKET_LINK,
        P.TICKET_LOG_TIME,
        P.TICKET_ESCALATE,
        P.TICKET_REWORD,
        P.TICKET_WATCH,
        P.TICKET_ANNOUNCE,
        P.TICKET_EXPORT,
        P.VIEW_SAVE,
        P.NOTE_VIEW,
        P.CONTACT_CREATE,
        P.ESCALATION_VIEW,
        P.ESCALATION_ACKNOWLEDGE,
        P.ROSTER_VIEW,
        P.MAIL_TRIAGE,
        P.VISIT_PLAN,
        P.VISIT_CARRY_OUT,
        P.SLIP_CORRECT,
        P.GALLERY_VIEW,
    }
)
# What a client may do to a ticket that they see; a partner the same.
_FOLLOW = frozenset(
    {
        P.TICKET_REQUEST,
        P.TICKET_REPLY,
        P.TICKET_CLOSE,
        P.TICKET_REOPEN,
        P.TICKET_CANCEL,
        P.TICKET_ESCALATE,
        P.TICKET_RATE,
        P.SLIP_SIGN,
    }
)
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OPERATOR: _WORK,
    Role.TECHNICIAN: _WORK,
    Role.MANAGER: _WORK | {P.REPORT_VIEW, P.ROSTER_EDIT, P.PREPAID_EDIT},
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.CLIENT: _FOLLOW,
    Role.PARTNER: _FOLLOW,
}


def allows(user: User, permission: Permission, ticket: Ticket | None = None) -> bool:
    """Whether a role of `user` has the permission and, where a ticket is named, `user` sees it."""
    if user.email == AUTOMATION_EMAIL:
        return True
    if not any(permission in ROLE_PERMISSIONS[Role(role)] for role in user.roles):
        return False
    return ticket is None or user.is_staff_member or visible_tickets(user).filter(pk=ticket.pk).exists()


def is_of_house(user: User) -> bool:
    """Staff, and the machine that acts in the name of the house."""
    return user.is_staff_member or user.email == AUTOMATION_EMAIL


def require(user: User, permission: Permission, ticket: Ticket | None = None) -> None:
    """Raise ActionRefused with a sentence unless `allows`."""
    if not allows(user, permission, ticket):
        raise ActionRefused(_("Your role does not allow this. Ask an administrator if it should."))


def visible_tickets(user: User) -> QuerySet[Ticket]:
    """Staff: all. A client: their own, and those of the companies where they have that right. A partner: those
    of the accounts it looks after. Everybody else: none.
    """
    tickets = Ticket.objects.all()
    if is_of_house(user):
        return tickets
    if not user.has_role(Role.CLIENT, Role.PARTNER):
        return tickets.none()
    # Each part is read from an index; either of two conditions would be looked for in every ticket.
    own = tickets.filter(contact__user=user).order_by().values("pk")
    of_companies = tickets.filter(account__in=accounts_seen_whole(user)).order_by().values("pk")
    return tickets.filter(pk__in=own.union(of_companies))


def visible_accounts(user: User) -> QuerySet[Account]:
    """The accounts whose name `user` may read."""
    if user.is_staff_member:
        return Account.objects.all()
    return Account.objects.filter(Q(affiliations__contact__user=user) | Q(pk__in=accounts_seen_whole(user))).distinct()


def visible_contacts(user: User) -> QuerySet[Contact]:
    """Staff: all contacts. Others: themselves."""
    return Contact.objects.all() if user.is_staff_member else Contact.objects.filter(user=user)


def visible_messages(user: User) -> QuerySet[Message]:
    """The messages of visible tickets; internal notes, and what was taken back before it left, for staff alone."""
    messages = Message.objects.all()
    if not user.is_staff_member:
        messages = messages.filter(ticket__in=visible_tickets(user))
    return messages if allows(user, P.NOTE_VIEW) else messages.filter(PUBLIC)


def visible_attachments(user: User) -> QuerySet[Attachment]:
    """The files of visible messages."""
    return Attachment.objects.filter(message__in=visible_messages(user))


def accounts_seen_whole(user: User) -> QuerySet[Account]:
    """The companies whose every ticket `user`, who is not of the house, may see; without a role there are none."""
    if not user.has_role(Role.CLIENT, Role.PARTNER):
        return Account.objects.none()
    own = Q(affiliations__contact__user=user, affiliations__sees_company_tickets=True)
    looked_after = Q(partners__affiliations__contact__user=user)
    whole = own | looked_after if user.has_role(Role.PARTNER) else own
    return Account.objects.filter(whole)
