"""The secret address of a technician's calendar."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

from interventions.models import CalendarFeed
from tickets.models import User
from tickets.permissions import Permission, require

# Calendar programs ask every few minutes: that they still do is noted once an hour.
NOTED_EVERY = dt.timedelta(hours=1)


def renew_feed(*, by: User, at: dt.datetime) -> str:
    """A new token for the calendar of `by`; the one before leads nowhere from now on. It is shown once: only its hash
    is kept. Raises ActionRefused where `by` may not go on site.
    """
    require(by, Permission.VISIT_CARRY_OUT)
    token = secrets.token_urlsafe(32)
    made = {"token_hash": hash_of(token), "made_at": at, "read_at": None}
    CalendarFeed.objects.update_or_create(user=by, defaults=made)
    return token


def read_feed(*, token: str, at: dt.datetime) -> User | None:
    """Whose calendar it is, while they may sign in; None for a token that leads nowhere."""
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=hash_of(token), user__is_active=True).first()
    if feed is None or not feed.user.is_staff_member:
        return None
    if feed.read_at is None or at - feed.read_at >= NOTED_EVERY:
        feed.read_at = at
        feed.save(update_fields=["read_at"])
    return feed.user


def hash_of(token: str) -> str:
    """What is kept of a token: it is long and random, so that no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
