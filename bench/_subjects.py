"""What the clients of bench.pages ask for, and how many statements each page takes. Runs under Django."""

from __future__ import annotations

import json
import uuid
from typing import Any

EMAIL, PASSWORD = "mesures@example.org", "mesures-astreinte"
SHOWN = 50
TICKETS, WORDS = 200, 20


def main() -> None:
    """Print it as JSON; makes the operator as whom they sign in."""
    import django

    django.setup()
    from tickets.choices import Role
    from tickets.models import User

    operator = User.objects.filter(email=EMAIL).first()
    operator = operator or User.objects.create_user(EMAIL, PASSWORD, name="Mesures", roles=[Role.OPERATOR])
    asked = {"list": ["/tickets/"], "ticket": _tickets(), "search": _searches()}
    call = _call()
    print(json.dumps({"pages": asked, "call": call, "statements": _statements(operator, asked, call)}))


def _tickets() -> list[str]:
    from tickets.choices import Status
    from tickets.models import Ticket

    numbers = Ticket.objects.filter(status=Status.IN_PROGRESS).order_by("number").values_list("number", flat=True)
    return [f"/tickets/{number}/" for number in numbers[:TICKETS]]


def _searches() -> list[str]:
    """Devices that at least so many tickets name."""
    from tickets.models import User
    from tickets.search import found

    operator = User.objects.get(email=EMAIL)
    devices = (f"PST{number:05d}" for number in range(2_000))
    often = (device for device in devices if found(operator, device).count() >= SHOWN)
    return [f"/search/?q={device}" for device, _place in zip(often, range(WORDS), strict=False)]


def _call() -> dict[str, str]:
    """A call as the operator fills it in."""
    from tickets.models import Account, IssueType, Queue, WorkType

    account = Account.objects.filter(contracts__isnull=False).order_by("pk")[0]
    queue = Queue.objects.exclude(shortcut="").order_by("pk")[0]
    issue = IssueType.objects.filter(parent=None, queue=queue).order_by("pk")[0]
    told: dict[str, Any] = {
        "queue": queue.pk,
        "account": account.pk,
        "caller": account.name,
        "contact": account.contacts.order_by("pk")[0].pk,
        "title": "Imprimante hors ligne au quai",
        "description": "Plus rien ne sort depuis ce matin, la file d’attente est pleine.",
        "priority": "high",
        "kind": "incident",
        "issue_type": issue.pk,
        "sub_issue_type": issue.sub_types.order_by("pk")[0].pk,
        "work_type": WorkType.objects.get(is_default=True).pk,
    }
    return {name: str(value) for name, value in told.items()}


def _statements(operator: Any, asked: dict[str, list[str]], call: dict[str, str]) -> dict[str, int]:
    """Of a second look at each page: the first one compiles and caches."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.force_login(operator)
    counts = {}
    for name, addresses in asked.items():
        client.get(addresses[0])
        counts[name] = _counted(lambda address=addresses[-1]: client.get(address), 200)  # type: ignore[misc]
    counts["create"] = _counted(lambda: client.post("/tickets/new/", {**call, "intake_key": str(uuid.uuid4())}), 302)
    return counts


def _counted(ask: Any, status: int) -> int:
    from django.db import connection

    seen: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        answer = ask()
    if answer.status_code != status:
        raise SystemExit(f"{answer.request['PATH_INFO']} answers {answer.status_code}")
    return len(seen)
