"""Sign in: by e-mail and password, for people who were invited."""

from __future__ import annotations

from tests.factories import PASSWORD


def sign_in(client, email, password):
    return client.post("/accounts/login/", {"login": email, "password": password})


def test_an_invited_person_signs_in_by_e_mail(client, cast):
    response = sign_in(client, "operator@example.org", PASSWORD)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(cast.operator.pk)


def test_a_wrong_password_is_one_sentence_and_keeps_the_address(client, cast):
    response = sign_in(client, "operator@example.org", "wrong")
    assert response.status_code == 200
    assert "operator@example.org" in response.text
    assert "_auth_user_id" not in client.session


def test_who_may_no_longer_sign_in_does_not(client, cast):
    cast.operator.is_active = False
    cast.operator.save()
    sign_in(client, "operator@example.org", PASSWORD)
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    assert client.get("/accounts/signup/").url == "/accounts/login/"


def test_the_cast_of_the_demo_is_named_only_in_the_demo(client, db):
    assert "demo-astreinte" not in client.get("/accounts/login/").text


def test_every_page_forbids_inline_script_and_style(client, db):
    policy = client.get("/accounts/login/").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
