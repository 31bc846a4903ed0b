from escalation.models.alarm import Alarm, Escalation
from escalation.models.ladder import Ladder, Level, LevelContact, Rung
from escalation.models.reach import ReachInstruction

__all__ = ["Alarm", "Escalation", "Ladder", "Level", "LevelContact", "ReachInstruction", "Rung"]
