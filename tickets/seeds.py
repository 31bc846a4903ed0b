"""The default queues, resources and classifications: rows that an administrator edits."""

from __future__ import annotations

from sla.seeding import once
from tickets.choices import Role
from tickets.models import Queue, Resource, ResourceLevel, User, WorkType

IT, TELECOM = "OPS-01-INFORMATIQUE", "OPS-02-TELECOM"
_QUEUES = {
    IT: {"trade": "Support informatique", "shortcut": "010", "icon": "monitor", "order": 1},
    TELECOM: {"trade": "Télécom", "shortcut": "020", "icon": "phone", "order": 2},
}
# The resources matrix; the order inside a cell is the order in which people are asked.
_RESOURCES = {
    IT: (("Philippe", "Jérôme"), ("Philippe", "Pascal"), ("Pascal", "Loïc")),
    TELECOM: (("Jérôme",), ("Jérôme", "Pascal"), ("Jérôme", "Pascal")),
}
_WORK_TYPES = ("Support à distance (Réactif)", "Sur site", "Planifié", "Projet")
_ADDRESSES = {
    "Philippe": "philippe@example.org",
    "Jérôme": "jerome@example.org",
    "Pascal": "pascal@example.org",
    "Loïc": "loic@example.org",
}


def seed() -> None:
    """Queues with their technicians, then work types."""
    once("automation", User.objects.automation)
    for name, look in _QUEUES.items():
        once(f"queue:{name}", lambda name=name, look=look: _queue(name, look))  # type: ignore[misc]
    for order, name in enumerate(_WORK_TYPES):
        once(f"work-type:{name}", lambda name=name, order=order: _work_type(name, order))  # type: ignore[misc]


def _queue(name: str, look: dict[str, object]) -> None:
    queue = Queue.objects.create(name=name, **look)
    for number, people in enumerate(_RESOURCES[name], 1):
        level = ResourceLevel.objects.create(queue=queue, number=number)
        for order, person in enumerate(people):
            Resource.objects.create(level=level, technician=technician(person), order=order)


def _work_type(name: str, order: int) -> None:
    WorkType.objects.create(name=name, order=order, is_default=order == 0)


def technician(name: str) -> User:
    """A technician of the house by first name; without a password nobody signs in as them."""
    user = User.objects.filter(email=_ADDRESSES[name]).first()
    return user or User.objects.create_user(_ADDRESSES[name], name=name, roles=[Role.TECHNICIAN])
