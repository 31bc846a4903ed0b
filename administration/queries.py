"""What is read about the settings as such: their log and the edits under way."""

from __future__ import annotations

from django.db.models import QuerySet

from administration.choices import Area, JobState
from administration.models import SettingChange, SettingJob

UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


def changes(area: str = "", subject_id: int | None = None) -> QuerySet[SettingChange]:
    """What was changed, newest first: everywhere, in one area, or of one setting."""
    found = SettingChange.objects.select_related("by")
    if area:
        found = found.filter(area=area)
    return found if subject_id is None else found.filter(subject_id=subject_id)


def job_under_way(area: Area, subject_id: int) -> SettingJob | None:
    """The edit of this setting that waits or runs; there is at most one."""
    found = SettingJob.objects.filter(area=area, subject_id=subject_id, state__in=UNDER_WAY)
    return found.select_related("by").first()
