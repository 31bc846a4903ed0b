"""What a phone sends at the same time twice is done once."""

from __future__ import annotations

import multiprocessing
import uuid

import pytest
from django.core.files.base import ContentFile

from interventions.actions.arrive import start_intervention
from interventions.actions.photo import PhotoTaken, add_photo
from interventions.actions.receipts import do_once
from interventions.models import Photo, Receipt
from tests.processes import finish, start, wait_for_the_gone

EIGHT = 8


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_eight_processes_with_one_key_do_it_once(plan, cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    visit = plan()
    by = {"by": cast.technician, "at": visit.starts_at}
    start_intervention(intervention=visit, **by)
    key, together = uuid.uuid4(), multiprocessing.get_context("fork").Barrier(EIGHT)

    def photograph() -> Photo:
        return add_photo(intervention=visit, photo=PhotoTaken(ContentFile(b"\xff\xd8\xff", "a")), **by)

    def send() -> None:
        together.wait()
        do_once(key=key, intervention=visit, verb="photo", work=photograph, **by)

    for process in [start(send) for _ in range(EIGHT)]:
        finish(process)
    wait_for_the_gone()
    assert (Photo.objects.count(), Receipt.objects.count()) == (1, 1)
