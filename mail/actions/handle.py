"""Handle a stored mail: read it, decide, and do what was decided, once."""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from mail.actions import escalate, on_ticket
from mail.actions.open import Asked, open_for
from mail.actions.reading import letter_of
from mail.actions.result import Result
from mail.choices import Outcome, Purpose
from mail.deciding import Act, Decision, Facts, Place, decide
from mail.letter import Letter
from mail.models import InboundMail
from mail.queries import Writer, facts_of, identifier_of
from tickets import live
from tickets.joined import Joined
from tickets.models import Ticket
from tickets.refusal import ActionRefused

logger = logging.getLogger(__name__)
FIRST_WAIT = dt.timedelta(minutes=1)
MOST_ATTEMPTS = 6
_MAILS = Joined(InboundMail, "mailbox__queue")


def handle_mail(*, mail: InboundMail, at: dt.datetime) -> InboundMail:
    """What the mail asks for, in one transaction; handled twice, also at once, it is handled once.

    What makes it fail is tried again after a wait that doubles, and in the end somebody of the house decides: an
    attempt counts before it is made, so that a mail that kills its process does not for ever.
    """
    with translation.override(settings.LANGUAGE_CODE):
        row = _claim(mail, at)
        if row.outcome:
            return row
        try:
            return _handle(row, at)
        except Exception as problem:  # whatever it is, the mail is there, and those behind it wait
            logger.exception("Mail %s could not be handled, attempt %s", row.pk, row.attempts)
            return _put_back(row, problem, at)


def handle_waiting_mails(at: dt.datetime, limit: int) -> int:
    """Handle at most `limit` mails that are due, one at a time, the first received first; any number may do so."""
    handled = 0
    while handled < limit and (mail := _next_due(at)) is not None:
        handle_mail(mail=mail, at=at)
        handled += 1
    return handled


def _next_due(at: dt.datetime) -> InboundMail | None:
    waiting = InboundMail.objects.filter(outcome="", next_attempt_at__lte=at).order_by("received_at", "pk")
    with transaction.atomic():
        mail = waiting.select_for_update(skip_locked=True).first()
        if mail is not None:
            # Whoever looks next finds another one; should this process die, it is due again after a minute.
            InboundMail.objects.filter(pk=mail.pk).update(next_attempt_at=at + FIRST_WAIT)
    return mail


def _claim(mail: InboundMail, at: dt.datetime) -> InboundMail:
    """The mail with one attempt more; with an outcome, where there is nothing left to do or too much was tried."""
    waiting = InboundMail.objects.filter(pk=mail.pk, outcome="", attempts=mail.attempts, attempts__lt=MOST_ATTEMPTS)
    next_attempt_at = at + FIRST_WAIT * 2**mail.attempts
    if waiting.update(attempts=mail.attempts + 1, next_attempt_at=next_attempt_at):
        mail.attempts, mail.next_attempt_at = mail.attempts + 1, next_attempt_at
        return mail
    with transaction.atomic():
        row = InboundMail.objects.select_for_update().get(pk=mail.pk)
        if not row.outcome and row.attempts >= MOST_ATTEMPTS:
            return _give_up(row, row.last_error or _("the program ended"), at)
    # Somebody else has handled it meanwhile, or tries to.
    return row if row.outcome else _claim(row, at)


def _handle(mail: InboundMail, at: dt.datetime) -> InboundMail:
    with letter_of(mail) as letter:
        try:
            with transaction.atomic():
                locked = lock_mail(mail, letter)
                return locked if locked.outcome else finish(locked, _done(locked, letter, at), at)
        except ActionRefused as refusal:
            with transaction.atomic():
                locked = lock_mail(mail, letter)
                why = Result(Outcome.TRIAGE, why=str(refusal))
                return locked if locked.outcome else finish(locked, why, at)


def lock_mail(mail: InboundMail, letter: Letter) -> InboundMail:
    """The mail as it is now, with what its header says; its copies wait until the transaction ends."""
    identifier = identifier_of(letter)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"mail:{identifier or mail.digest}"])
    locked = _MAILS.one("WHERE it.id = %(mail)s FOR UPDATE OF it", {"mail": mail.pk})
    locked.identifier = identifier
    locked.sender = letter.sender.email[:320]
    locked.sender_name = letter.sender.name[:200]
    locked.subject = letter.subject[:500]
    return locked


def finish(mail: InboundMail, result: Result, at: dt.datetime) -> InboundMail:
    """What became of the mail, for good or until somebody decides."""
    mail.outcome, mail.why = result.outcome, result.why[:300]
    mail.ticket, mail.message = result.ticket, result.message
    mail.handled_at, mail.next_attempt_at = at, None
    mail.save()
    if mail.outcome == Outcome.TRIAGE or mail.decided_by:
        # How many wait stands in the rail of everybody.
        transaction.on_commit(live.bump, robust=True)
    return mail


def _done(mail: InboundMail, letter: Letter, at: dt.datetime) -> Result:
    writer = Writer.of(letter.sender.email)
    facts = facts_of(letter, mail, writer, at)
    decision = decide(facts)
    return _Doing(mail, letter, writer, facts, decision, at).result()


class _Doing:
    """One decision carried out."""

    def __init__(
        self, mail: InboundMail, letter: Letter, writer: Writer, facts: Facts, decision: Decision, at: dt.datetime
    ) -> None:
        self.mail, self.letter, self.writer = mail, letter, writer
        self.facts, self.decision, self.at = facts, decision, at

    def result(self) -> Result:
        found, earlier, why = self.facts.found, self.facts.earlier, self.decision.why
        match self.decision.act:
            case Act.IGNORE:
                return Result(Outcome.IGNORED, why=why)
            case Act.TRIAGE:
                return Result(Outcome.TRIAGE, found.ticket if found else None, why=why)
            case Act.KEEP_ONE if earlier:
                return Result(Outcome.DUPLICATE, earlier.ticket, earlier.message)
            case Act.ESCALATE_FILED if earlier:
                filed = (self.mail, self.letter, earlier, found, self.decision, self.at)
                return escalate.escalate_filed(*filed)
        return self._opened() if self.decision.act == Act.OPEN else self._on_ticket()

    def _on_ticket(self) -> Result:
        found = self.facts.found
        assert found is not None
        match self.decision.act:
            case Act.ANSWER if self.writer.colleague:
                return on_ticket.answer(self.letter, found, self.writer.colleague, self.at)
            case Act.NOTE:
                return on_ticket.note(self.letter, found, self.at)
            case Act.NOTE_BOUNCE:
                return on_ticket.note_bounce(self.letter, found, self.at)
            case Act.ESCALATE:
                return escalate.escalate(self.mail, self.letter, found, self.decision, self.at)
        return on_ticket.append(self.letter, found, self.at)

    def _opened(self) -> Result:
        place = self.facts.place
        assert place is not None
        if self.mail.purpose == Purpose.ESCALATION:
            facts = {"has_contract": self.facts.has_contract, "is_stopped": self.facts.stops_production}
            return escalate.open_for_escalation(self.mail, self.letter, place, self._follows(place), **facts)
        return open_for(self.mail, self.letter, Asked(place, follows=self._follows(place)))

    def _follows(self, place: Place) -> Ticket | None:
        """The ticket that is over, and that what is asked now goes back to."""
        found = self.facts.found
        is_own = found is not None and found.takes_mail and found.ticket.account_id == place.account.pk
        return found.ticket if found is not None and is_own and not found.ticket.is_open else None


def _put_back(mail: InboundMail, problem: Exception, at: dt.datetime) -> InboundMail:
    error = f"{type(problem).__name__}: {problem}"
    with transaction.atomic():
        row = InboundMail.objects.select_for_update().get(pk=mail.pk)
        row.last_error = error.replace("\0", "")[:300]
        row.save(update_fields=["last_error"])
        is_over = row.attempts >= MOST_ATTEMPTS and not row.outcome
        return _give_up(row, row.last_error, at) if is_over else row


def _give_up(row: InboundMail, error: str, at: dt.datetime) -> InboundMail:
    why = _("It could not be handled %(count)s times: %(error)s") % {"count": row.attempts, "error": error}
    return finish(row, Result(Outcome.TRIAGE, why=why), at)
