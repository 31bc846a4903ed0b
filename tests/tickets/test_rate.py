"""Rate: the client says how the work was, from the mail or the portal; the last word counts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests import factories
from tickets.actions.cancel import cancel_ticket
from tickets.actions.close import close_ticket
from tickets.actions.merge import merge_ticket
from tickets.actions.rate import rate_ticket
from tickets.actions.reopen import reopen_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind, MailKind, NoticeKind, Score
from tickets.models import Event, Notice, OutboxMail, Rating, User
from tickets.rating_links import rating_token
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def done(cast, open_ticket, at):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    OutboxMail.objects.all().delete()
    return ticket


def asked() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(kind=MailKind.CLOSED))


def link(ticket, score="good", token=None) -> str:
    return reverse("rate", args=[ticket.number, score, token or rating_token(ticket)])


# The action ---------------------------------------------------------------------------------------
def test_a_client_says_how_it_was_and_history_keeps_it(cast, done, at):
    rating = rate_ticket(ticket=done, score=Score.GOOD, by=cast.client, at=at + HOUR)
    assert (rating.score, rating.contact, rating.at) == (Score.GOOD, cast.contact, at + HOUR)
    event = Event.objects.get(kind=EventKind.RATED)
    assert (event.new, event.data) == ("Satisfied", {"contact": "Nadia"})


def test_what_is_good_and_without_a_word_disturbs_nobody(cast, done, at):
    rate_ticket(ticket=done, score=Score.GOOD, by=cast.client, at=at)
    assert not OutboxMail.objects.exists()
    assert not Notice.objects.filter(kind=NoticeKind.RATED).exists()


@pytest.mark.parametrize(("score", "comment"), [(Score.POOR, ""), (Score.GOOD, "Très aimable")])
def test_the_technician_is_told_of_what_is_poor_and_of_every_comment(cast, done, at, score, comment):
    rate_ticket(ticket=done, score=score, comment=comment, by=cast.client, at=at)
    mail, notice = OutboxMail.objects.get(kind=MailKind.RATED), Notice.objects.get(kind=NoticeKind.RATED)
    assert (mail.to, notice.user) == (done.technician.email, done.technician)
    assert str(score.label) in mail.body
    assert comment in mail.body


def test_the_last_word_counts_and_a_comment_stays(cast, done, at):
    rate_ticket(ticket=done, score=Score.POOR, comment="Trop long", by=cast.client, at=at)
    rate_ticket(ticket=done, score=Score.FAIR, by=cast.client, at=at + HOUR)
    rating = Rating.objects.get()
    assert (rating.score, rating.comment, rating.at) == (Score.FAIR, "Trop long", at + HOUR)


def test_the_same_word_twice_is_said_once(cast, done, at):
    for hours in (1, 2):
        rate_ticket(ticket=done, score=Score.POOR, by=cast.client, at=at + hours * HOUR)
    assert Event.objects.filter(kind=EventKind.RATED).count() == 1
    assert OutboxMail.objects.filter(kind=MailKind.RATED).count() == 1


def test_before_it_is_done_nobody_is_asked(cast, open_ticket, at):
    with pytest.raises(ActionRefused):
        rate_ticket(ticket=open_ticket(), score=Score.GOOD, by=cast.client, at=at)
    assert not Rating.objects.exists()


@pytest.mark.parametrize("person", ["operator", "technician", "administrator", "outsider", "colleague"])
def test_nobody_rates_in_the_place_of_the_client(cast, done, at, person):
    with pytest.raises(ActionRefused):
        rate_ticket(ticket=done, score=Score.GOOD, by=getattr(cast, person), at=at)
    assert not Rating.objects.exists()


# The mail after closing ---------------------------------------------------------------------------
def test_a_closing_asks_once(cast, done, at):
    for _again in range(2):
        close_ticket(ticket=done, by=cast.operator, at=at)
    assert [mail.to for mail in asked()] == [cast.contact.email]


def test_closed_again_after_a_reopening_it_asks_again(cast, done, at):
    close_ticket(ticket=done, by=cast.operator, at=at)
    reopen_ticket(ticket=done, reason="Encore", by=cast.operator, at=at)
    resolve_ticket(ticket=done, solution="Refait.", by=cast.technician, at=at)
    close_ticket(ticket=done, by=cast.operator, at=at)
    assert len(asked()) == 2


def test_what_is_cancelled_or_merged_asks_nobody(cast, open_ticket, at):
    first, second, third = (open_ticket() for _ in range(3))
    cancel_ticket(ticket=first, reason="Doublon", by=cast.operator, at=at)
    merge_ticket(ticket=second, into=third, by=cast.operator, at=at)
    assert asked() == []


def test_a_ticket_without_a_requester_asks_nobody(cast, open_ticket, at):
    ticket = resolve_ticket(ticket=open_ticket(contact=None), solution="Fait.", by=cast.technician, at=at)
    close_ticket(ticket=ticket, by=cast.operator, at=at)
    assert asked() == []


# The page behind the link -------------------------------------------------------------------------
def test_who_only_looks_into_the_link_answers_nothing(client, done):
    page = client.get(link(done))
    assert (page.status_code, Rating.objects.exists()) == (200, False)
    assert "data-submit-on-load" in page.content.decode()
    assert client.head(link(done)).status_code == 200
    assert not Rating.objects.exists()


def test_the_form_of_the_page_answers_and_thanks_without_sending_itself_again(client, cast, done):
    page = client.post(link(done, "poor"), follow=True)
    rating = Rating.objects.get()
    assert (rating.score, rating.contact) == (Score.POOR, cast.contact)
    assert Event.objects.get(kind=EventKind.RATED).by == User.objects.automation()
    assert "data-submit-on-load" not in page.content.decode()
    client.post(link(done, "poor"), {"comment": "Trop long"})
    rating.refresh_from_db()
    assert (rating.score, rating.comment) == (Score.POOR, "Trop long")


def test_another_answer_of_the_same_mail_takes_its_place(client, done):
    client.post(link(done, "poor"))
    client.post(link(done, "good"))
    assert Rating.objects.get().score == Score.GOOD


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_was_not_ours_is_a_page_that_does_not_exist(client, cast, done, open_ticket, method):
    other = open_ticket(title="Autre")
    for address in (link(done, token="0" * 32), link(done, token=rating_token(other)), link(done, "best")):
        assert getattr(client, method)(address).status_code == 404
    assert not Rating.objects.exists()


def test_the_link_is_void_once_another_asks(client, cast, done):
    address = link(done)
    done.contact = factories.contact("Sana", cast.account)
    done.save()
    assert client.get(address).status_code == 404


def test_on_a_ticket_that_is_open_again_the_page_says_so_and_keeps_nothing(client, cast, done, at):
    address = link(done)
    reopen_ticket(ticket=done, reason="Encore", by=cast.operator, at=at)
    assert "data-submit-on-load" not in client.get(address).content.decode()
    assert client.post(address).status_code == 409
    assert not Rating.objects.exists()


# Portal and staff ---------------------------------------------------------------------------------
def test_the_portal_asks_on_what_is_done_and_keeps_the_answer(client, cast, done):
    client.force_login(cast.client)
    page = reverse("portal_ticket", args=[done.number])
    assert reverse("portal_rate", args=[done.number]) in client.get(page).content.decode()
    client.post(reverse("portal_rate", args=[done.number]), {"score": "fair", "comment": "Un peu long"})
    rating = Rating.objects.get()
    assert (rating.score, rating.comment, rating.contact) == (Score.FAIR, "Un peu long", cast.contact)
    shown = client.get(page).content.decode()
    assert "Un peu long" in shown
    assert shown.count('name="score"') == 4


def test_the_portal_refuses_an_answer_that_there_is_not(client, cast, done):
    client.force_login(cast.client)
    assert client.post(reverse("portal_rate", args=[done.number]), {"score": "best"}).status_code == 409
    assert not Rating.objects.exists()


def test_history_names_the_client_who_followed_the_link(client, cast, done):
    client.post(link(done, "poor"))
    client.force_login(cast.technician)
    page = client.get(reverse("ticket", args=[done.number])).content.decode()
    assert "<b>Nadia</b> rated the work" in page
    assert "<b>Not satisfied</b>" in page


def test_the_house_reads_it_beside_the_ticket(client, cast, done, at):
    rate_ticket(ticket=done, score=Score.POOR, comment="Trop long", by=cast.client, at=at)
    client.force_login(cast.technician)
    assert "Trop long" in client.get(reverse("ticket", args=[done.number])).content.decode()
