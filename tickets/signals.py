"""What rooms above may listen to. Past tense; each receiver makes one call.

Both are sent inside the transaction of the action, after the ledger was saved. What costs a query listens to the
second: an edit, a sweep or an import sends it once for many tickets.
"""

from django.dispatch import Signal

# Arguments: ticket, event.
ticket_changed = Signal()
# Arguments: events, each with its ticket, which may have several; opened: the ledger of a ticket that is new, or None.
tickets_changed = Signal()
