"""The catalogue of what technicians leave at clients."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from administration.actions.edit import change_row, create_row, take_turn
from administration.choices import Area
from interventions.models import CatalogueItem
from tickets.models import User
from tickets.permissions import Permission, require


@dataclass(frozen=True, kw_only=True)
class ItemPlan:
    """An item as it is to be; what slips say already does not change with it."""

    designation: str
    reference: str = ""
    unit: str = ""
    is_active: bool = True


@transaction.atomic
def create_item(*, plan: ItemPlan, by: User, at: dt.datetime) -> CatalogueItem:
    """A new item. Raises ActionRefused as `edit_item` does."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CATALOGUE)
    return create_row(row=CatalogueItem(), plan=plan, area=Area.CATALOGUE, by=by, at=at)


@transaction.atomic
def edit_item(*, item: CatalogueItem, plan: ItemPlan, by: User, at: dt.datetime) -> CatalogueItem:
    """The item becomes what is planned; one that is not in use is not offered any more.

    Raises ActionRefused where `by` may not, it has no designation, or another has the same and the same reference.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CATALOGUE)
    row = CatalogueItem.objects.get(pk=item.pk)
    return change_row(row=row, plan=plan, area=Area.CATALOGUE, by=by, at=at)
