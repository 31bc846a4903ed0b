"""Signing in by a link: once, within a quarter of an hour, and without telling who is known here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import Cast
from tests.factories import PASSWORD
from tickets.choices import MailKind
from tickets.models import OutboxMail, User

ASK = "/accounts/link/"


@pytest.fixture(autouse=True)
def own_limits(settings, request: pytest.FixtureRequest) -> None:
    """What one test asked for counts against no other."""
    own = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": request.node.name}
    settings.CACHES = settings.CACHES | {"default": own}


@pytest.fixture
def browser(cast: Cast) -> Client:
    return Client()


@pytest.fixture
def clock(at: dt.datetime) -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(at, tick=False) as clock:
        yield clock


@pytest.fixture
def link_of(browser: Client, clock: time_machine.Coordinates) -> Callable[[User], str]:
    """`link_of(person)`: the path of the link that they are mailed when they ask."""

    def asked(person: User) -> str:
        OutboxMail.objects.filter(to=person.email).delete()
        browser.post(ASK, {"email": person.email})
        found = re.search(r"http://testserver(/accounts/link/\S+)", OutboxMail.objects.get(to=person.email).body)
        assert found
        return found[1]

    return asked


def signed_in(browser: Client) -> str:
    return str(browser.session.get("_auth_user_id", ""))


@pytest.mark.parametrize("role", ["client", "technician"])
def test_the_button_behind_the_link_signs_in(browser, cast, link_of, role):
    person = getattr(cast, role)
    response = browser.post(link_of(person))
    assert response.url == "/"
    assert signed_in(browser) == str(person.pk)


def test_the_mail_speaks_the_language_of_the_person(browser, cast, clock, french):
    User.objects.filter(pk=cast.client.pk).update(language="en")
    browser.post(ASK, {"email": "Client@Example.org"})
    mail = OutboxMail.objects.get(to="client@example.org")
    assert (mail.kind, mail.language, mail.ticket) == (MailKind.INVITED, "en", None)
    assert "signs you in" in mail.body


def test_two_links_are_two_mails(browser, cast, clock):
    browser.post(ASK, {"email": cast.client.email})
    clock.shift(1)
    browser.post(ASK, {"email": cast.client.email})
    assert OutboxMail.objects.filter(to=cast.client.email).count() == 2


def test_whoever_is_unknown_gets_the_same_answer_and_no_mail(browser, cast, clock):
    cast.colleague.is_active = False
    cast.colleague.save()
    answers, statements = set(), set()
    for email in ("client@example.org", "nobody@example.org", "colleague@example.org"):
        with CaptureQueriesContext(connection) as asked:
            response = browser.post(ASK, {"email": email}, follow=True)
        answers.add((response.redirect_chain[0], re.sub(r"\b\w{64}\b", "", response.text)))
        statements.add(tuple(re.match(r"\w+", query["sql"])[0] for query in asked))
    assert len(answers) == len(statements) == 1
    assert list(OutboxMail.objects.values_list("to", flat=True)) == ["client@example.org"]


def test_looking_at_the_link_signs_nobody_in_however_often(browser, cast, link_of):
    link = link_of(cast.client)
    for _scanner in range(3):
        assert "client@example.org" in browser.get(link).text
        assert browser.head(link).status_code == 200
    assert signed_in(browser) == ""
    browser.post(link)
    assert signed_in(browser) == str(cast.client.pk)


def test_the_link_works_once(browser, cast, link_of):
    link = link_of(cast.client)
    browser.post(link)
    again = Client()
    assert again.get(link).status_code == again.post(link).status_code == 404
    assert signed_in(again) == ""


def test_the_link_is_void_after_a_quarter_of_an_hour(browser, cast, link_of, clock):
    link = link_of(cast.client)
    clock.shift(dt.timedelta(minutes=14, seconds=59))
    assert browser.get(link).status_code == 200
    clock.shift(1)
    assert browser.get(link).status_code == browser.post(link).status_code == 404
    assert signed_in(browser) == ""


@pytest.mark.parametrize("change", ["password", "last_login", "email"])
def test_the_link_is_void_once_the_person_has_changed(browser, cast, link_of, at, change):
    link = link_of(cast.client)
    values = {"password": "another", "last_login": at, "email": "new@example.org"}
    User.objects.filter(pk=cast.client.pk).update(**{change: values[change]})
    assert browser.post(link).status_code == 404
    assert signed_in(browser) == ""


def test_a_sign_in_in_the_same_second_makes_the_link_void(browser, cast, link_of, clock):
    User.objects.filter(pk=cast.client.pk).update(last_login=dt.datetime.now(dt.UTC))
    link = link_of(cast.client)
    clock.shift(0.2)
    browser.post("/accounts/login/", {"login": cast.client.email, "password": PASSWORD})
    assert Client().post(link).status_code == 404


def test_a_link_signs_in_nobody_else(browser, cast, link_of):
    theirs, mine = link_of(cast.administrator).split("/")[-3:-1], link_of(cast.client).split("/")[-3:-1]
    mixed = f"/accounts/link/{theirs[0]}/{mine[1]}/"
    assert browser.get(mixed).status_code == browser.post(mixed).status_code == 404
    assert signed_in(browser) == ""


@pytest.mark.parametrize("path", ["MQ/no-token", "!!/x", "MQ/-", "ODk5OTk5OTk5OTk5OTk5OTk5OTk5/1-a"])
def test_nonsense_is_void(browser, path):
    assert browser.post(f"/accounts/link/{path}/").status_code == 404


def test_who_may_no_longer_sign_in_does_not(browser, cast, link_of):
    link = link_of(cast.client)
    User.objects.filter(pk=cast.client.pk).update(is_active=False)
    assert browser.post(link).status_code == 404
    assert signed_in(browser) == ""


def test_the_second_factor_is_asked_for_and_the_link_is_used_up(browser, cast, link_of, clock):
    secret = totp.generate_totp_secret()
    Authenticator.objects.create(
        user=cast.manager, type=Authenticator.Type.TOTP, data={"secret": get_adapter().encrypt(secret)}
    )
    link = link_of(cast.manager)
    response = browser.post(link)
    assert response.url == "/accounts/second-step/"
    assert signed_in(browser) == ""
    assert Client().post(link).status_code == 404

    assert "data-invalid" in browser.post(response.url, {"code": "000000"}).text
    assert signed_in(browser) == ""
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    browser.post(response.url, {"code": code})
    assert signed_in(browser) == str(cast.manager.pk)


def test_nobody_is_flooded_with_links(browser, cast, clock):
    for _time in range(5):
        last = browser.post(ASK, {"email": "outsider@example.org"})
        clock.shift(1)
    assert last.status_code == 429
    assert OutboxMail.objects.filter(to="outsider@example.org").count() == 3


def test_what_is_no_address_is_shown_again(browser):
    response = browser.post(ASK, {"email": "nadia"})
    assert response.status_code == 200
    assert "nadia" in response.text
    assert not OutboxMail.objects.exists()


def test_the_page_of_signing_in_offers_the_link(client, db):
    assert 'href="/accounts/link/"' in client.get("/accounts/login/").text
