"""Carry out the edits of settings that wait, one at a time.

The row of a job is locked from its beginning to its end, in the transaction of the edit itself: a worker that is
killed leaves the job as it was, and nobody carries it out twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from functools import partial
from zoneinfo import ZoneInfo

from django.db import OperationalError, connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from administration import progress
from administration.choices import Area, JobState
from administration.edits import EDITS
from administration.models import SettingJob
from administration.values.version import version_of
from tickets.refusal import ActionRefused

logger = logging.getLogger(__name__)
_KEY = "settings: carry out"


@transaction.atomic
def carry_out_next(*, at: dt.datetime) -> SettingJob | None:
    """Carry out the oldest edit that waits; None where none does, or somebody is at one.

    One at a time everywhere: edits wait for one another anyway, and a worker that waits sweeps nothing.
    """
    if not _take_turn():
        return None
    job = SettingJob.objects.select_for_update(of=("self",)).filter(state=JobState.WAITING).order_by("pk").first()
    if job is None:
        return None
    with translation.override(job.by.language), timezone.override(ZoneInfo(job.by.time_zone)):
        _carry_out(job, max(at, job.created_at))
    job.finished_at = max(at, job.created_at)
    job.save()
    transaction.on_commit(partial(progress.forget, job.pk))
    return job


def _take_turn() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [_KEY])
        return bool(cursor.fetchone()[0])


def _carry_out(job: SettingJob, at: dt.datetime) -> None:
    try:
        with transaction.atomic():
            job.replanned = _edit(job, at)
        job.state = JobState.DONE
    except OperationalError:
        # The database has a bad moment: the job waits for the next round.
        raise
    except ActionRefused as refusal:
        job.state, job.error = JobState.FAILED, str(refusal)[:300]
    except Exception:
        # One edit that fails must not keep the others from being carried out, nor be tried for ever.
        logger.exception("The edit of %s failed", job)
        job.state = JobState.FAILED
        job.error = _("Something unforeseen happened, and nothing was changed. The log of the server says what.")


def _edit(job: SettingJob, at: dt.datetime) -> int:
    edit = EDITS[Area(job.area)]
    subject = edit.model._default_manager.filter(pk=job.subject_id).first()
    if subject is None:
        raise ActionRefused(_("“%(setting)s” was removed meanwhile.") % {"setting": job.subject})
    if version_of(edit.values(subject)) != job.wanted["version"]:
        raise ActionRefused(
            _("“%(setting)s” was changed meanwhile: look at what it is now, then save again.")
            % {"setting": job.subject}
        )
    return edit.carry_out(subject, job.wanted["values"], partial(progress.tell, job.pk), job.by, at)
