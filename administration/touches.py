"""What a change of a setting will touch: sentences that are shown before it is saved."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from escalation.models import LevelContact
from interventions.choices import State
from interventions.models import CatalogueItem, Site, Slip
from tickets.choices import OPEN_STATUSES, Role
from tickets.models import Account, Contract, IssueType, Queue, Ticket, User, WorkType


def of_queue(queue: Queue) -> list[str]:
    """Open tickets, issue types and canned replies that stand in it."""
    standing = open_tickets(queue=queue)
    issues = queue.issue_types.filter(parent=None).count()
    replies = queue.canned_replies.count()
    return _said(
        (standing, ngettext("%(n)s open ticket stands in it.", "%(n)s open tickets stand in it.", standing)),
        (issues, ngettext("%(n)s issue type is offered in it.", "%(n)s issue types are offered in it.", issues)),
        (replies, ngettext("%(n)s canned reply is kept for it.", "%(n)s canned replies are kept for it.", replies)),
    )


def of_issue_type(issue_type: IssueType) -> list[str]:
    """Tickets that have it, and its sub-issue types."""
    field = "sub_issue_type" if issue_type.parent_id else "issue_type"
    carried = Ticket.objects.filter(**{field: issue_type}).count()
    subs = issue_type.sub_types.count()
    return _said(
        (carried, ngettext("%(n)s ticket has it and keeps it.", "%(n)s tickets have it and keep it.", carried)),
        (
            subs,
            ngettext(
                "%(n)s sub-issue type is offered, or not, together with it.",
                "%(n)s sub-issue types are offered, or not, together with it.",
                subs,
            ),
        ),
    )


def of_work_type(work_type: WorkType) -> list[str]:
    """Tickets and time entries that have it."""
    carried = Ticket.objects.filter(work_type=work_type).count()
    entries = work_type.time_entries.count()
    return _said(
        (carried, ngettext("%(n)s ticket has it and keeps it.", "%(n)s tickets have it and keep it.", carried)),
        (
            entries,
            ngettext(
                "%(n)s time entry was written under it and stays.",
                "%(n)s time entries were written under it and stay.",
                entries,
            ),
        ),
    )


def of_item(item: CatalogueItem) -> list[str]:
    """Slips that have it on a line."""
    slips = Slip.objects.filter(supplies__item=item).distinct().count()
    return _said((slips, ngettext("%(n)s slip has it and keeps it.", "%(n)s slips have it and keep it.", slips)))


def of_site(site: Site) -> list[str]:
    """Visits to come there."""
    visits = site.interventions.filter(state=State.PLANNED).count()
    said = ngettext("%(n)s visit there is planned and keeps it.", "%(n)s visits there are planned and keep it.", visits)
    return _said((visits, said))


def of_person(person: User) -> list[str]:
    """Open tickets, places in the resources matrix, and ladders that tell the person."""
    given, places = open_tickets(technician=person), person.resources.count()
    told = LevelContact.objects.filter(user=person).count()
    return _said(
        (given, ngettext("Has %(n)s open ticket.", "Has %(n)s open tickets.", given)),
        (
            places,
            ngettext(
                "Is asked in %(n)s place of the resources matrix; without the role of technician that place is gone.",
                "Is asked in %(n)s places of the resources matrix; without the role of technician these are gone.",
                places,
            ),
        ),
        (
            told,
            ngettext(
                "Is told by %(n)s level of an escalation ladder.",
                "Is told by %(n)s levels of escalation ladders.",
                told,
            ),
        ),
        *([(1, _("Is the only administrator."))] if is_last_administrator(person) else []),
    )


def of_account(account: Account) -> list[str]:
    """Open tickets of the company."""
    standing = open_tickets(account=account)
    return _said(
        (standing, ngettext("%(n)s open ticket stays as it is.", "%(n)s open tickets stay as they are.", standing))
    )


def of_contracts(account: Account, contract: Contract | None) -> list[str]:
    """Open tickets whose policy stays, whatever becomes of the contract."""
    tickets = Ticket.objects.filter(account=account, status__in=OPEN_STATUSES)
    if contract is not None:
        tickets = tickets.filter(contract=contract)
    kept = tickets.count()
    return _said(
        (
            kept,
            ngettext(
                "%(n)s open ticket keeps the policy under which it was opened; tickets opened from now on follow "
                "the contract as you save it.",
                "%(n)s open tickets keep the policy under which they were opened; tickets opened from now on follow "
                "the contract as you save it.",
                kept,
            ),
        )
    )


def open_tickets(**of: object) -> int:
    """How many tickets are open, of these."""
    return Ticket.objects.filter(status__in=OPEN_STATUSES, **of).count()


def is_last_administrator(person: User) -> bool:
    """Whether nobody else could change the settings."""
    others = User.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True).exclude(pk=person.pk)
    return person.is_active and Role.ADMINISTRATOR in person.roles and not others.exists()


def _said(*counted: tuple[int, str]) -> list[str]:
    return [sentence % {"n": count} for count, sentence in counted if count]
