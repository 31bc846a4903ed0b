"""Photos of a slip: added, and taken off again."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass

from django.core.files import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from interventions.actions.slip import lock_slip, save_changed, slip_to_change
from interventions.models import Intervention, Photo, Slip
from tickets.actions.attachments import picture_type
from tickets.models import User
from tickets.refusal import ActionRefused

MOST_PHOTOS = 20
MOST_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class PhotoTaken:
    """A picture as it comes from a phone. `key` is made there: sent twice, it is one photo."""

    file: File[bytes]
    caption: str = ""
    taken_at: dt.datetime | None = None
    key: uuid.UUID | None = None


@transaction.atomic
def add_photo(*, intervention: Intervention, photo: PhotoTaken, by: User, at: dt.datetime) -> Photo:
    """Store a picture with the slip, as it came, under a name that nobody can guess.

    Raises ActionRefused where `by` may not, nobody has arrived, the slip is signed or full, or the file is empty, too
    large, or no picture that browsers show: told by its first bytes, whatever it claims to be.
    """
    locked = lock_slip(intervention, by, at)
    slip = slip_to_change(locked)
    known = slip.photos.filter(key=photo.key).first() if photo.key else None
    if known is not None:
        return known
    kind = _refuse_unfit(slip, photo.file)
    added = Photo(
        slip=slip,
        key=photo.key or uuid.uuid4(),
        caption=photo.caption.strip()[:120],
        content_type=kind,
        size=photo.file.size,
        digest=_digest(photo.file),
        taken_at=photo.taken_at or at,
    )
    added.file.save(uuid.uuid4().hex, photo.file, save=False)
    added.save()
    save_changed(slip, by, locked.at)
    return added


@transaction.atomic
def remove_photo(*, photo: Photo, by: User, at: dt.datetime) -> None:
    """Take a photo off its slip; one that a version shows is kept with that. Twice is once.

    Raises ActionRefused where `by` may not, or the slip is signed.
    """
    locked = lock_slip(photo.slip.intervention, by, at)
    slip = slip_to_change(locked)
    found = slip.photos.filter(pk=photo.pk, removed_at=None).first()
    if found is None:
        return
    if slip.versions.exists():
        found.removed_at = locked.at
        found.save()
    else:
        stored, name = found.file.storage, str(found.file.name)
        found.delete()
        # Only once it is certain that nothing shows it any more.
        transaction.on_commit(lambda: stored.delete(name))
    save_changed(slip, by, locked.at)


def _refuse_unfit(slip: Slip, file: File[bytes]) -> str:
    """The type of a picture that may be added; raises ActionRefused with a sentence for any other."""
    if slip.photos.filter(removed_at=None).count() >= MOST_PHOTOS:
        raise ActionRefused(_("This slip has %(most)s photos: no more fit.") % {"most": MOST_PHOTOS})
    if not file.size:
        raise ActionRefused(_("This photo is empty: take it again."))
    if file.size > MOST_BYTES:
        raise ActionRefused(
            _("This photo has %(size)s: at most %(most)s are taken.")
            % {"size": filesizeformat(file.size), "most": filesizeformat(MOST_BYTES)}
        )
    kind = picture_type(file)
    if not kind:
        raise ActionRefused(_("This is no picture: send a JPEG, PNG, GIF or WebP file."))
    return kind


def _digest(file: File[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()
