"""New rows are stored as Django stores them, in one round trip."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.db.models import Model

from tickets.choices import EventKind, MailKind, NoticeKind
from tickets.models import Event, Notice, OutboxMail, Ticket, User
from tickets.written import OR_NOTHING, write, write_keyed


@pytest.fixture
def ticket(cast, open_ticket) -> Ticket:
    return open_ticket()


def mail(ticket: Ticket, at: Any, key: str = "assigned:1", **given: Any) -> OutboxMail:
    told = {
        "kind": MailKind.ASSIGNED,
        "to": "ines@example.org",
        "subject": "“100 %” done",
        "body": "it's %s\n",
        **given,
    }
    return OutboxMail(key=key, ticket=ticket, created_at=at, next_attempt_at=at, **told)


def notice(ticket: Ticket, at: Any, key: str = "assigned:1") -> Notice:
    return Notice(user=User.objects.first(), ticket=ticket, kind=NoticeKind.ASSIGNED, key=key, at=at)


def stored(row: Model) -> dict[str, Any]:
    names = [field.attname for field in row._meta.concrete_fields if not field.primary_key and field.name != "key"]
    return type(row).objects.values(*names).get(pk=row.pk)


@pytest.mark.parametrize("given", [{}, {"cc": ["a@example.org", "b, c@example.org"]}, {"is_held": True, "attempts": 3}])
def test_a_row_is_stored_as_django_stores_it(ticket, at, given):
    ours, theirs = mail(ticket, at, "ours", **given), mail(ticket, at, "theirs", **given)
    write_keyed([ours])
    theirs.save()
    assert stored(ours) == stored(theirs)


def test_json_and_what_it_belongs_to_are_stored(ticket, at):
    by = User.objects.first()
    ours = Event(ticket=ticket, kind=EventKind.OPENED, by=by, at=at, data={"source": "phone", "each": [1, None]})
    write_keyed([ours])
    assert Event.objects.get(pk=ours.pk).data == {"source": "phone", "each": [1, None]}
    assert Event.objects.get(pk=ours.pk).ticket == ticket


def test_rows_get_their_keys_in_their_order(ticket, at):
    rows = [notice(ticket, at, f"key {number}") for number in range(3)]
    write_keyed(rows)
    assert [Notice.objects.get(pk=row.pk).key for row in rows] == ["key 0", "key 1", "key 2"]
    assert not rows[0]._state.adding


def test_several_tables_are_one_statement(ticket, at, django_assert_num_queries):
    mails, notices = [mail(ticket, at, "one"), mail(ticket, at, "two")], [notice(ticket, at, "one")]
    with django_assert_num_queries(1):
        write(mails, [], notices)
    assert set(OutboxMail.objects.filter(key__in=["one", "two"]).values_list("key", flat=True)) == {"one", "two"}
    assert Notice.objects.filter(key="one").exists()


def test_what_is_there_is_left_alone_only_where_that_is_asked_for(ticket, at):
    write([mail(ticket, at, subject="before")])
    write([mail(ticket, at, subject="after")], [notice(ticket, at)], ending=OR_NOTHING)
    assert OutboxMail.objects.get(key="assigned:1").subject == "before"
    assert Notice.objects.filter(key="assigned:1").exists()
    with pytest.raises(IntegrityError):
        write([mail(ticket, at)])


def test_nothing_to_write_asks_the_database_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        write([], [])
        write_keyed([])
