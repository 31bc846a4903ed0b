"""Edit the letterhead of the house, and its logo."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from administration.actions.edit import names_of, take_turn, values_of
from administration.actions.frame import log_change, refused_in_words
from administration.choices import Area
from tickets.models import Letterhead, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

LARGEST_LOGO = 512 * 1024
# The kinds of pictures that every browser and every PDF shows, told by their first bytes and by nothing they claim.
_FIRST_BYTES = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}


@dataclass(frozen=True, kw_only=True)
class LetterheadPlan:
    """The letterhead as it is to be; numbers in E.164."""

    name: str
    address: str = ""
    phone: str = ""
    premium_phone: str = ""
    email: str = ""
    escalation_email: str = ""


@transaction.atomic
def edit_letterhead(
    *, plan: LetterheadPlan, logo: File[bytes] | None, drops_logo: bool, by: User, at: dt.datetime
) -> Letterhead:
    """The letterhead becomes what is planned; `logo` takes the place of the one there is, `drops_logo` removes it.

    Raises ActionRefused where `by` may not, the name or an address makes no sense, or the logo is no PNG or JPEG
    of at most `LARGEST_LOGO` bytes.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.LETTERHEAD)
    suffix = suffix_of(logo) if logo is not None else ""
    row = Letterhead.of_the_house()
    names = (*names_of(plan), "logo")
    before = None if row._state.adding else values_of(row, names)
    old_logo = row.logo.name
    for name in names_of(plan):
        setattr(row, name, getattr(plan, name))
    if logo is not None:
        row.logo.save(f"{uuid.uuid4().hex}{suffix}", logo, save=False)
    elif drops_logo:
        row.logo = ""
    with refused_in_words():
        row.full_clean(validate_unique=False, validate_constraints=False)
    row.save()
    log_change(area=Area.LETTERHEAD, subject=row, before=before, after=values_of(row, names), by=by, at=at)
    if old_logo and old_logo != row.logo.name:
        storage = row.logo.storage
        transaction.on_commit(lambda: storage.delete(old_logo))
    return row


def suffix_of(logo: File[bytes]) -> str:
    """ ".png" or ".jpg". Raises ActionRefused with a sentence for anything else, and for what is too large."""
    if logo.size > LARGEST_LOGO:
        raise ActionRefused(_("Logo: the file is larger than %(most)s kB.") % {"most": LARGEST_LOGO // 1024})
    logo.seek(0)
    head = logo.read(16)
    logo.seek(0)
    suffix = next((suffix for first, suffix in _FIRST_BYTES.items() if head.startswith(first)), "")
    if not suffix:
        raise ActionRefused(_("Logo: this is not a PNG or JPEG picture."))
    return suffix
