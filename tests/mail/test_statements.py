"""What a mail costs in statements: no more than when this was written."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from mail.choices import Outcome
from tests.mail.letters import mail, take
from tickets.identifiers import thread_id


def test_a_mail_becomes_a_ticket_in_few_statements(cast, at):
    take(mail(subject="Scanner"), at)
    with CaptureQueriesContext(connection) as queries:
        assert take(mail(subject="Imprimante"), at).outcome == Outcome.OPENED
    assert len(queries) <= 41


def test_a_mail_joins_its_ticket_in_few_statements(cast, open_ticket, at):
    thread = thread_id(open_ticket().number)
    take(mail("Encore.", References=thread), at)
    with CaptureQueriesContext(connection) as queries:
        assert take(mail("Toujours.", References=thread), at).outcome == Outcome.APPENDED
    assert len(queries) <= 35
