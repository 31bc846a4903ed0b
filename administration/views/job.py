"""An edit of a setting that is carried out in the background."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from administration import progress
from administration.choices import Area, JobState
from administration.edits import EDITS
from administration.models import SettingJob
from administration.views.frame import for_administrators, settings_page
from tickets.views.request import Request


@for_administrators
def setting_job(request: Request, pk: int) -> HttpResponse:
    """How far it is, and in the end what came of it."""
    job = get_object_or_404(SettingJob.objects.select_related("by"), pk=pk)
    told = progress.read(job.pk) if job.state == JobState.WAITING else None
    context = {
        "job": job,
        "state": JobState.RUNNING if told else JobState(job.state),
        "progress": told or progress.Progress(0, job.total),
        "form_url": reverse(EDITS[Area(job.area)].page, args=[job.subject_id]),
    }
    return settings_page(request, "administration/job.html", Area(job.area), context)
