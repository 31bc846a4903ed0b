from escalation.queries.callers import callers_of
from escalation.queries.ladder import LadderStep, ladder_of, offsets_of
from escalation.queries.overview import count_to_acknowledge, escalated, escalations_of_house
from escalation.queries.request import RequestRule, request_rule

__all__ = [
    "LadderStep",
    "RequestRule",
    "callers_of",
    "count_to_acknowledge",
    "escalated",
    "escalations_of_house",
    "ladder_of",
    "offsets_of",
    "request_rule",
]
