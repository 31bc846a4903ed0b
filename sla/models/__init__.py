from sla.models.calendar import Calendar, Closure, SpecialOpening
from sla.models.policy import Policy, Target
from sla.models.seed import AppliedSeed

__all__ = ["AppliedSeed", "Calendar", "Closure", "Policy", "SpecialOpening", "Target"]
