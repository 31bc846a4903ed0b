"""The form of a ladder: its levels with whom they tell and when, and when it may be asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from administration.forms.amounts import AmountField
from administration.forms.sheet import Rows, Sheet
from administration.values.ladder import plan_from
from administration.values.policy import cell_name
from escalation.actions.define_ladder import check_plan
from escalation.choices import OffsetTime, Service
from sla.choices import Metric, Priority
from tickets.models import User
from tickets.phone import readable, to_e164
from tickets.refusal import ActionRefused

RUNGS = tuple((metric, priority) for priority in Priority for metric in Metric)
MOST_LEVELS = 9


class LadderForm(forms.Form):
    """When an escalation may be asked for."""

    request_after = AmountField(
        label=gettext_lazy("May be requested after"),
        help_text=gettext_lazy("in business time after the missed deadline; 0 for at once"),
        zero=True,
    )
    request_priorities = forms.MultipleChoiceField(
        label=gettext_lazy("For the priorities"),
        choices=Priority.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class LevelForm(forms.Form):
    """One level: who it is called after, and after how long it is reached, for each priority and metric."""

    name = forms.CharField(label=gettext_lazy("Who is told"), max_length=120)
    moves_to_level = forms.IntegerField(
        label=gettext_lazy("Moves the ticket to resource level"), min_value=1, max_value=MOST_LEVELS, required=False
    )
    must_acknowledge = forms.BooleanField(label=gettext_lazy("Somebody must acknowledge"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for metric, priority in RUNGS:
            cell = cell_name(metric, priority)
            says = {"cell": f"{priority.label}, {metric.label}"}
            self.fields[f"{cell}__offset"] = AmountField(label=_("%(cell)s: late by") % says, required=False, zero=True)
            self.fields[f"{cell}__offset_time"] = forms.ChoiceField(
                label=_("%(cell)s: counted in") % says,
                choices=OffsetTime.choices,
                initial=OffsetTime.BUSINESS,
                required=False,
            )

    @property
    def head(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "moves_to_level", "must_acknowledge")]

    def cell(self, metric: Metric, priority: Priority) -> tuple[forms.BoundField, forms.BoundField]:
        cell = cell_name(metric, priority)
        return self[f"{cell}__offset"], self[f"{cell}__offset_time"]

    @property
    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        rungs = [
            {
                "metric": metric.value,
                "priority": priority.value,
                "offset": offset,
                "offset_time": given[f"{cell}__offset_time"] or OffsetTime.BUSINESS.value,
            }
            for metric, priority in RUNGS
            if (offset := given[f"{(cell := cell_name(metric, priority))}__offset"]) is not None
        ]
        return {name: given[name] for name in ("name", "moves_to_level", "must_acknowledge")} | {"rungs": rungs}

    @staticmethod
    def typed(level: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows of a level that is saved."""
        cells = {
            f"{cell_name(rung['metric'], rung['priority'])}__{part}": rung[part]
            for rung in level["rungs"]
            for part in ("offset", "offset_time")
        }
        return {**level, **cells}


class ContactForm(forms.Form):
    """Somebody who is told at a level. Of a person of the house, name and address need not be typed."""

    level = forms.IntegerField(label=gettext_lazy("Level"), min_value=1, max_value=MOST_LEVELS)
    user = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Person of the house"), required=False, empty_label="–"
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    role = forms.CharField(label=gettext_lazy("Role"), max_length=120, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    service = forms.ChoiceField(label=gettext_lazy("Service"), choices=Service.choices, initial=Service.ALL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = User.objects.of_the_house()  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        text: str = self.cleaned_data["phone"]
        try:
            return to_e164(text) if text else ""
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        person = cleaned.get("user")
        for name, sentence in (
            ("name", _("Give a name.")),
            ("email", _("Give an e-mail address: whoever is told gets a mail.")),
        ):
            if person and not cleaned.get(name):
                cleaned[name] = getattr(person, name)
            elif name in cleaned and not cleaned[name]:
                self.add_error(name, sentence)
        return cleaned

    @property
    def value(self) -> dict[str, Any]:
        given = self.cleaned_data
        person = given["user"]
        return {n: given[n] for n in ("name", "role", "phone", "email", "service")} | {"user": person and person.pk}


class LadderSheet(Sheet):
    """All of a ladder on one page: the levels, then all contacts with the number of their level."""

    main_form = LadderForm
    rows = {"levels": Rows(LevelForm, at_least=1), "contacts": Rows(ContactForm, at_least=1)}

    @classmethod
    def typed(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows of a ladder that is saved."""
        contacts = [
            {**contact, "level": number, "phone": readable(contact["phone"]) if contact["phone"] else ""}
            for number, level in enumerate(values["levels"], 1)
            for contact in level["contacts"]
        ]
        return {"main": values, "levels": [LevelForm.typed(level) for level in values["levels"]], "contacts": contacts}

    @property
    def matrix(self) -> list[dict[str, Any]]:
        """A row a priority and metric, a cell a level."""
        levels = self.part("levels").forms
        return [
            {"priority": priority, "metric": metric, "cells": [level.cell(metric, priority) for level in levels]}
            for metric, priority in RUNGS
        ]

    @property
    def values(self) -> dict[str, Any]:
        """The ladder as `ladder_values` gives it. A level that is removed takes its contacts along."""
        kept = [form for form in self.part("levels").forms if form in self.filled("levels")]
        numbers = {id(form): number for number, form in enumerate(self.part("levels").forms, 1)}
        contacts = [(form.cleaned_data["level"], form.value) for form in self.filled("contacts")]
        asked = self.main.cleaned_data
        return {
            "request_after": asked["request_after"],
            "request_priorities": [each for each in Priority.values if each in asked["request_priorities"]],
            "levels": [
                form.value | {"contacts": [contact for level, contact in contacts if level == numbers[id(form)]]}
                for form in kept
            ],
        }

    def check_whole(self) -> None:
        """Raises ValidationError where a level tells nobody, is never reached, or comes before the one below it."""
        lost = {form.cleaned_data["level"] for form in self.filled("contacts")} - set(
            range(1, len(self.part("levels").forms) + 1)
        )
        if lost:
            raise ValidationError(
                _("There is no level %(level)s: give its contacts another one.") % {"level": min(lost)}
            )
        try:
            check_plan(plan_from(self.values))
        except ActionRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
