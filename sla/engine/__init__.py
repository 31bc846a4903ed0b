"""Business time: how much of it lies between two instants, and when an amount of it is used up.

Pure and immutable; knows no ticket, reads no clock, needs the standard library only.

>>> hours = ServiceHours(time_zone="Europe/Paris", weekly={0: [("09:00", "12:30"), ("14:00", "18:00")]})
>>> hours.due_at(monday_at_ten, timedelta(hours=4))     # Monday 15:30
"""

from sla.engine.errors import BusinessTimeError
from sla.engine.explanation import Reason, Step
from sla.engine.hours import ServiceHours
from sla.engine.pauses import Pause
from sla.engine.weekly import Season

__all__ = ["BusinessTimeError", "Pause", "Reason", "Season", "ServiceHours", "Step"]
