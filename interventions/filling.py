"""What a slip is filled with, and two who fill in one slip: nobody's change is overwritten unseen.

The rule of tickets/conflict.py, for a slip: what one of both changed is taken; what both changed, differently, is a
`SlipConflict`, and nothing is saved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from interventions.content import canonical_json, written_quantity
from interventions.models import CatalogueItem, Slip
from tickets.models import WorkType
from tickets.refusal import ActionRefused

MOST_SUPPLIES = 100
LONGEST_TEXT = 20_000


@dataclass(frozen=True)
class SupplyLine:
    """A quantity of something, from the catalogue or free."""

    quantity: Decimal
    designation: str
    unit: str = ""
    reference: str = ""
    item: CatalogueItem | None = None

    def __str__(self) -> str:
        reference = f"({self.reference})" if self.reference else ""
        return " ".join(filter(None, (written_quantity(self.quantity), self.unit, self.designation, reference)))

    def said(self) -> dict[str, str]:
        """As the content of a slip says it."""
        return {
            "quantity": written_quantity(self.quantity),
            "unit": self.unit,
            "designation": self.designation,
            "reference": self.reference,
        }


@dataclass(frozen=True)
class Filled:
    """What somebody fills in; None leaves as it is."""

    findings: str | None = None
    observations: str | None = None
    work_type: WorkType | None = None
    travel_minutes: int | None = None
    supplies: Sequence[SupplyLine] | None = None

    @classmethod
    def of(cls, slip: Slip) -> Filled:
        """All that a slip says now."""
        return cls(
            slip.findings,
            slip.observations,
            slip.work_type,
            slip.travel_minutes,
            [
                SupplyLine(line.quantity, line.designation, line.unit, line.reference, line.item)
                for line in slip.supplies.select_related("item")
            ],
        )

    def values(self) -> dict[str, Any]:
        """Those that are given, by name."""
        every = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in every.items() if value is not None}


@dataclass(frozen=True)
class SlipSeen:
    """The slip as who fills it in knew it: its revision, and by name, as `text_of`, what they may have changed.

    What is not named counts as different: whatever was changed meanwhile is a conflict.
    """

    revision: int
    values: Mapping[str, str]

    @classmethod
    def of(cls, slip: Slip) -> SlipSeen:
        """What who reads `slip` now sees of it."""
        return cls(slip.revision, {name: text_of(value) for name, value in Filled.of(slip).values().items()})


@dataclass(frozen=True)
class SlipOvertaken:
    """One field that two changed; `theirs` stands on the slip now, `mine` was not saved."""

    name: str
    theirs: Any
    mine: Any

    @property
    def label(self) -> str:
        return str(_("supplies") if self.name == "supplies" else Slip._meta.get_field(self.name).verbose_name)  # type: ignore[union-attr]


class SlipConflict(ActionRefused):
    """Somebody else changed the same fields of the slip meanwhile."""

    def __init__(self, slip: Slip, overtaken: Sequence[SlipOvertaken]) -> None:
        self.slip, self.overtaken = slip, overtaken
        sentence = _("%(name)s changed the same meanwhile: nothing was saved. Read both, and choose.")
        super().__init__(sentence % {"name": slip.changed_by})


def settled(slip: Slip, filled: Filled, seen: SlipSeen | None) -> dict[str, Any]:
    """What a locked slip becomes of what is filled in; without `seen`, all of it. Raises SlipConflict."""
    wanted = filled.values()
    if seen is None or seen.revision == slip.revision:
        return wanted
    current, result, overtaken = Filled.of(slip).values(), {}, []
    for name, mine in wanted.items():
        theirs = current[name]
        before, now, then = seen.values.get(name), text_of(theirs), text_of(mine)
        result[name] = theirs if then == before else mine
        if before not in (now, then) and now != then:
            overtaken.append(SlipOvertaken(name, theirs, mine))
    if overtaken:
        raise SlipConflict(slip, overtaken)
    return result


def text_of(value: Any) -> str:
    """A value as a form sends it, to compare: a work type by its key, line ends as one, supplies as canonical JSON."""
    if isinstance(value, WorkType):
        return str(value.pk)
    if isinstance(value, (str, int)):
        return "\n".join(str(value).strip().splitlines())
    return canonical_json([line.said() for line in value])


def in_words(value: Any) -> str:
    """A value for who has to choose between two."""
    if isinstance(value, Iterable) and not isinstance(value, str):
        return "\n".join(map(str, value))
    return str(value)
