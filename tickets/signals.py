"""What rooms above may listen to. Past tense; each receiver makes one call."""

from django.dispatch import Signal

# Sent inside the transaction of the action, after the ledger was saved. Arguments: ticket, event.
ticket_changed = Signal()
