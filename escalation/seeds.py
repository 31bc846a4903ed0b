"""The default ladders and the matrices of how to reach us: rows that an administrator edits."""

from __future__ import annotations

import datetime as dt

from escalation.actions.define_ladder import write_ladder
from escalation.choices import OffsetTime, Purpose, Service
from escalation.ladders import ContactPlan, LadderPlan, LevelPlan, RungPlan
from escalation.models import ReachInstruction
from sla.choices import Metric, Priority
from sla.models import Policy
from sla.seeding import once
from sla.seeds import AGREEMENT_2016, CARRIER, STANDARD

C, H, M, L = Priority.CRITICAL, Priority.HIGH, Priority.MEDIUM, Priority.LOW
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)

# Numbers that the regulator keeps for fiction, addresses that nobody has.
MAIN_NUMBER, DIRECTOR_OF_IT, PREMIUM_RATE = "04 65 71 00 10", "06 39 98 00 12", "01 99 00 00 89"
HELPDESK, ESCALATION_ADDRESS = "support@example.org", "escalade@example.org"

# The matrix of escalation: the time of the request + 1 hour, in business hours. It has this one level.
_CONTRACT = LadderPlan(
    request_after=HOUR,
    request_priorities=tuple(Priority),
    levels=(
        LevelPlan(
            number=1,
            name="Responsable du support",
            contacts=(ContactPlan("Responsable du support", ESCALATION_ADDRESS, phone="+33465710010"),),
            rungs=tuple(RungPlan(metric, priority, HOUR) for metric in Metric for priority in Priority),
            moves_to_level=2,
        ),
    ),
)
# The carrier's procedure: overdue by so much, real time; it asks for a missed promise and nothing more.
_CARRIER_OFFSETS = {H: (30 * MINUTE, 1 * HOUR, 2 * HOUR), M: (1 * HOUR, 12 * HOUR, 24 * HOUR)}


def _carrier_rungs(number: int) -> tuple[RungPlan, ...]:
    return tuple(
        RungPlan(metric, priority, offsets[number - 1], OffsetTime.REAL)
        for metric in Metric
        for priority, offsets in _CARRIER_OFFSETS.items()
    )


_CARRIER = LadderPlan(
    request_after=dt.timedelta(0),
    request_priorities=tuple(_CARRIER_OFFSETS),
    levels=(
        LevelPlan(
            number=1,
            name="Production ou support",
            contacts=(
                ContactPlan(
                    "Service production",
                    "production@operateur.example.org",
                    phone="+33199000101",
                    service=Service.PRODUCTION,
                ),
                ContactPlan("Support", "support@operateur.example.org", phone="+33199000102", service=Service.SUPPORT),
            ),
            rungs=_carrier_rungs(1),
        ),
        LevelPlan(
            number=2,
            name="Responsable d’exploitation",
            contacts=(
                ContactPlan("Responsable d’exploitation", "exploitation@operateur.example.org", phone="+33199000103"),
            ),
            rungs=_carrier_rungs(2),
            moves_to_level=2,
        ),
        LevelPlan(
            number=3,
            name="Direction",
            contacts=(ContactPlan("Direction", "direction@operateur.example.org", phone="+33199000104"),),
            rungs=_carrier_rungs(3),
            moves_to_level=3,
        ),
    ),
)
_LADDERS = {STANDARD: _CONTRACT, AGREEMENT_2016: _CONTRACT, CARRIER: _CARRIER}

_PREMIUM = f"Appelez le numéro surtaxé {PREMIUM_RATE}."
_BY_MAIL = f"Écrivez à {HELPDESK}, ou passez par le portail client."
_ESCALATE_BY_MAIL = f"Écrivez à {ESCALATION_ADDRESS} en indiquant le numéro du ticket."
_WITH_CONTRACT = {
    Purpose.TRIGGER: {
        C: f"Appelez le mobile du directeur informatique (DSI) : {DIRECTOR_OF_IT}.",
        H: f"Appelez le {MAIN_NUMBER}, choix 2.",
        M: _BY_MAIL,
        L: _BY_MAIL,
    },
    Purpose.ESCALATE: {
        C: f"Appelez le {MAIN_NUMBER}, ou écrivez à {ESCALATION_ADDRESS} avec la mention PRODUCTION ARRETEE.",
        H: f"Appelez le {MAIN_NUMBER} et précisez que c’est l’escalade d’un incident prioritaire.",
        M: _ESCALATE_BY_MAIL,
        L: _ESCALATE_BY_MAIL,
    },
}


def seed() -> None:
    """Ladders, then instructions."""
    for name, plan in _LADDERS.items():
        once(f"ladder:{name}", lambda name=name, plan=plan: _ladder(name, plan))  # type: ignore[misc]
    once("reach-instructions", _instructions)


def _ladder(policy: str, plan: LadderPlan) -> None:
    """A policy that somebody renamed or removed gets no ladder from us."""
    found = Policy.objects.filter(name=policy).first()
    if found is not None:
        write_ladder(policy=found, plan=plan)


def _instructions() -> None:
    ReachInstruction.objects.bulk_create(
        ReachInstruction(purpose=purpose, priority=priority, with_contract=has_contract, text=text)
        for purpose, texts in _WITH_CONTRACT.items()
        for priority in Priority
        for has_contract, text in ((True, texts[priority]), (False, _PREMIUM))
    )
