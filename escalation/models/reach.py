"""How to reach us, and how to escalate, per priority, with or without contract: texts shown to people."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from escalation.choices import Purpose
from sla.choices import Priority


class ReachInstruction(models.Model):
    """One cell of the trigger matrix or of the escalation matrix."""

    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices)
    with_contract = models.BooleanField(_("with contract"))
    text = models.CharField(_("instruction"), max_length=300)

    class Meta:
        verbose_name = _("instruction")
        ordering = ["purpose", "with_contract", "priority"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "priority", "with_contract"], name="one_instruction_a_cell")
        ]

    def __str__(self) -> str:
        return self.text
