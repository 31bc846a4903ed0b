"""The ticket itself."""

from __future__ import annotations

from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sla.choices import Priority
from sla.models import Policy
from tickets.choices import OPEN_STATUSES, Kind, Source, Status
from tickets.models.account import Account, Contract
from tickets.models.classification import IssueType, WorkType
from tickets.models.contact import Contact
from tickets.models.queue import Queue, ResourceLevel
from tickets.models.user import User


class Ticket(models.Model):
    """Something a client was promised. Changed by the actions alone; `version` grows with each change.

    `next_due_at` is the only copy of a clock's deadline, kept by the actions, so that lists sort on an index.
    """

    number = models.BigAutoField(_("number"), primary_key=True)
    title = models.CharField(_("title"), max_length=200, validators=[MinLengthValidator(3)])
    description = models.TextField(_("description"), blank=True, default="")
    kind = models.CharField(_("ticket type"), max_length=16, choices=Kind.choices, default=Kind.INCIDENT)
    source = models.CharField(_("source"), max_length=12, choices=Source.choices, default=Source.PHONE)
    status = models.CharField(_("status"), max_length=20, choices=Status.choices, default=Status.NEW)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices)

    account = models.ForeignKey(Account, models.PROTECT, related_name="tickets", verbose_name=_("account"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="tickets", verbose_name=_("contact")
    )
    contract = models.ForeignKey(Contract, models.SET_NULL, null=True, blank=True, related_name="tickets")
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="tickets", verbose_name=_("policy"))
    has_guaranteed_repair = models.BooleanField(_("line with a guaranteed repair time"), default=False)

    queue = models.ForeignKey(Queue, models.PROTECT, related_name="tickets", verbose_name=_("queue"))
    level = models.ForeignKey(
        ResourceLevel, models.SET_NULL, null=True, blank=True, related_name="tickets", verbose_name=_("level")
    )
    technician = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="tickets", verbose_name=_("technician")
    )
    issue_type = models.ForeignKey(
        IssueType, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("issue type")
    )
    sub_issue_type = models.ForeignKey(
        IssueType, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("sub-issue type")
    )
    work_type = models.ForeignKey(
        WorkType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("work type")
    )

    opened_at = models.DateTimeField(_("opened"), db_index=True)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("opened by"))
    taken_at = models.DateTimeField(_("taken charge of"), null=True, blank=True)
    responded_at = models.DateTimeField(_("first response"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    last_activity_at = models.DateTimeField(_("last activity"))
    next_due_at = models.DateTimeField(_("next due"), null=True, blank=True)

    # A known incident in progress (ITIL: a major incident): who calls about it is one more affected client.
    is_announced = models.BooleanField(_("known incident"), default=False)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_tickets")
    # Who opened it twice with one form (double click, lost network) gets the same ticket back.
    intake_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    external_number = models.CharField(_("external number"), max_length=60, blank=True, default="")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("ticket")
        ordering = ["-number"]
        indexes = [
            models.Index(
                F("next_due_at").asc(nulls_last=True),
                "number",
                condition=Q(status__in=sorted(OPEN_STATUSES)),
                name="open_tickets_by_next_due",
            ),
            models.Index(
                fields=["queue", "account"],
                condition=Q(is_announced=True, status__in=sorted(OPEN_STATUSES)),
                name="known_incidents",
            ),
            models.Index(
                fields=["queue", "technician"], condition=Q(status__in=sorted(OPEN_STATUSES)), name="open_work"
            ),
            models.Index(
                F("technician"),
                F("next_due_at").asc(nulls_last=True),
                "number",
                condition=Q(status__in=sorted(OPEN_STATUSES)),
                name="open_tickets_of_a_technician",
            ),
            models.Index(fields=["account", "opened_at"], name="tickets_of_an_account"),
            models.Index(fields=["queue", "status"], name="tickets_of_a_queue"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "external_number"],
                condition=~Q(external_number=""),
                name="one_ticket_an_external_number",
            ),
            models.CheckConstraint(
                condition=Q(status=Status.MERGED, merged_into__isnull=False)
                | (~Q(status=Status.MERGED) & Q(merged_into__isnull=True)),
                name="merged_ticket_names_its_target",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES
