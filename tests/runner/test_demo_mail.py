"""The mail of the demo: its own server unless mail goes elsewhere, on ports that are free."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from runner.demo_mail import demo_mail


def test_its_ports_and_its_password_stay_the_same(tmp_path: Path) -> None:
    assert demo_mail(tmp_path, {}) == demo_mail(tmp_path, {})
    assert (tmp_path / "mail-server").stat().st_mode & 0o777 == 0o700


def test_a_port_that_is_taken_is_left_to_who_has_it(tmp_path: Path) -> None:
    before = demo_mail(tmp_path, {})
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", before.smtp_port))
        stranger.listen()
        after = demo_mail(tmp_path, {})
    assert after.smtp_port != before.smtp_port
    assert after.imap_port == before.imap_port
    assert f":{after.smtp_port}" in after.environment["EMAIL_URL"]


def test_mail_that_goes_elsewhere_or_no_demo_needs_no_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert demo_mail(tmp_path, {"EMAIL_URL": "file:"}) is None
    monkeypatch.setenv("DEMO", "0")
    assert demo_mail(tmp_path, {}) is None
    assert list(tmp_path.iterdir()) == []


def test_the_password_stands_on_no_command_line(tmp_path: Path) -> None:
    mail = demo_mail(tmp_path, {})
    assert mail.password not in " ".join(mail.command)
