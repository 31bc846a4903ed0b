"""Plan an edit of a setting: the worker carries it out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from administration.choices import Area
from administration.models import SettingJob
from tickets.models import User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


def plan_edit(
    *, area: Area, subject: Model, values: Mapping[str, Any], version: str, total: int, by: User, at: dt.datetime
) -> SettingJob:
    """The whole setting as it is to become, from `version` on; `total` tickets are about to be planned anew.

    Raises ActionRefused where `by` may not, or an edit of this setting is under way.
    """
    require(by, Permission.SETTINGS_EDIT)
    try:
        with transaction.atomic():
            return SettingJob.objects.create(
                area=area,
                subject=str(subject)[:120],
                subject_id=subject.pk,
                wanted={"values": values, "version": version},
                total=total,
                by=by,
                created_at=at,
            )
    except IntegrityError as error:
        raise ActionRefused(
            _("An edit of “%(setting)s” is under way: wait until it is done, then save again.") % {"setting": subject}
        ) from error
