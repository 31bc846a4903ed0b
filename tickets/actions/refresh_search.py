"""Give the tickets of a renamed account or contact their new words."""

from __future__ import annotations

from django.db import connection, transaction

from tickets.models import SearchRefresh, Ticket

AT_ONCE = 500


def refresh_search() -> int:
    """Rewrite the search documents that a rename left behind; returns how many. Anybody may run it at any time.

    Some hundred at once, each lot in a transaction of its own: nobody waits for the whole of a large client.
    """
    rewritten = 0
    while (lot := _rewrite_some()) is not None:
        rewritten += lot
    return rewritten


@transaction.atomic
def _rewrite_some() -> int | None:
    """The next lot of the oldest refresh; None where nothing is left to do."""
    refresh = SearchRefresh.objects.select_for_update(skip_locked=True).order_by("pk").first()
    if refresh is None:
        return None
    whose = {"account": refresh.account_id} if refresh.account_id else {"contact": refresh.contact_id}
    tickets = Ticket.objects.filter(number__gt=refresh.done, **whose).order_by("number")
    numbers = list(tickets.values_list("number", flat=True)[:AT_ONCE])
    if not numbers:
        refresh.delete()
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT tickets_search_rewrite(%s)", [numbers])
    refresh.done = numbers[-1]
    refresh.save(update_fields=["done"])
    return len(numbers)
