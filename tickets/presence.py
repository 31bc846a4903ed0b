"""Who has a ticket open right now, and what they are doing with it: a few seconds in Valkey, never in a table.

Without Valkey nobody sees anybody, and everything else works.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices

from tickets import live
from tickets.models import Ticket, User

# A page says every 15 s that it is open; who has missed two of these is gone.
SECONDS = 35

# One hash a ticket: who, until when, what they do, and their name. In one step, by the clock of Valkey.
_MEET = """
local now = tonumber(redis.call('TIME')[1])
if ARGV[2] == 'gone' then redis.call('HDEL', KEYS[1], ARGV[1])
else redis.call('HSET', KEYS[1], ARGV[1], (now + ARGV[4]) .. '|' .. ARGV[2] .. '|' .. ARGV[3]) end
redis.call('EXPIRE', KEYS[1], ARGV[4])
local here, all = {}, redis.call('HGETALL', KEYS[1])
for place = 1, #all, 2 do
  if tonumber(string.match(all[place + 1], '^%d+')) < now then redis.call('HDEL', KEYS[1], all[place])
  elseif all[place] ~= ARGV[1] then table.insert(here, all[place + 1]) end
end
return here
"""


class Doing(TextChoices):
    """What somebody who has the ticket open does there."""

    LOOKS = "looks"
    REPLIES = "replies"
    NOTES = "notes"
    CHANGES = "changes"
    GONE = "gone"


@dataclass(frozen=True)
class Present:
    """Somebody else on the ticket."""

    name: str
    doing: Doing


def meet(ticket: Ticket, user: User, doing: Doing) -> list[Present]:
    """Say that `user` is here, and hear who else is; nobody without Valkey."""
    key = f"astreinte:presence:{ticket.pk}"
    answers = live.line().ask("EVAL", _MEET, 1, key, user.pk, doing.value, user.name, SECONDS) or []
    others = (answer.split("|", 2) for answer in answers)
    return sorted((Present(name, Doing(doing)) for _until, doing, name in others), key=lambda each: each.name)
