"""The set-up and the cast that every test may call on."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import polib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from django.utils import translation
from django.utils.translation import trans_real
from pytest_django.plugin import DjangoDbBlocker, blocking_manager_key

from sla.seeds import STANDARD
from tests import factories
from tickets.choices import Role
from tickets.models import Account, Contact, Ticket, User

pytest_plugins = ["tests.browser", "tests.mailserver", "tests.serving"]
PARIS = ZoneInfo("Europe/Paris")
MORNING = dt.datetime(2026, 10, 12, 10, 0, tzinfo=PARIS)


def pytest_configure() -> None:
    """What differs in tests: static files come from their sources, passwords are hashed fast, and we speak English.

    A test reads the strings of the source, whether or not somebody has compiled the translations.
    """
    settings.LOCALE_PATHS = []
    # What was compiled may have been read while the applications started.
    trans_real._translations.clear()
    # A server thread that kept its connection would keep the test database from being dropped.
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    # A test counts what it made itself.
    settings.CACHES["process"]["BACKEND"] = "django.core.cache.backends.dummy.DummyCache"
    settings.COUNTS_SECONDS = 0
    settings.MIDDLEWARE.remove("whitenoise.middleware.WhiteNoiseMiddleware")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> None:
    """The default set-up is laid down once a test database."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        call_command("seed", stdout=io.StringIO())


def has_real_transactions(item: pytest.Item) -> bool:
    """Whether the test commits, and so empties the database when it is over."""
    marker = item.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(commits or (marker and marker.kwargs.get("transaction")))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that emptied the database gives the set-up back to the tests after it."""
    yield
    if nextitem is not None and has_real_transactions(item):
        with django_db_blocker_of(item).unblock():
            call_command("seed", stdout=io.StringIO())


def django_db_blocker_of(item: pytest.Item) -> DjangoDbBlocker:
    return item.config.stash[blocking_manager_key]


@pytest.fixture
def french(tmp_path: Path) -> Iterator[polib.POFile]:
    """The French of the source, compiled and spoken for this test alone."""
    catalogue = polib.pofile(str(settings.BASE_DIR / "locale" / "fr" / "LC_MESSAGES" / "django.po"))
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue.save_as_mofile(str(folder / "django.mo"))
    with override_settings(LOCALE_PATHS=[tmp_path]):
        forget_translations()
        translation.activate("fr")
        yield catalogue
    forget_translations()


def forget_translations() -> None:
    """What was read from other files of translations is not spoken any more, nor shown where it was kept."""
    # They need the applications.
    from helpdesk.templatetags import clocks, explaining, moments, ui
    from tickets.presentation import cells, components, drawn

    translation.deactivate()
    trans_real._translations.clear()
    trans_real._default = None
    for module in (cells, clocks, components, drawn, explaining, moments, ui):
        for kept in vars(module).values():
            if hasattr(kept, "cache_clear") and kept.__module__ == module.__name__:
                kept.cache_clear()


@pytest.fixture
def at() -> dt.datetime:
    """Monday 12 October 2026, 10:00 in Paris: an ordinary working morning."""
    return MORNING


@dataclass(frozen=True)
class Cast:
    """One person a role. Client and colleague are of `account`, which the partner looks after."""

    operator: User
    technician: User
    manager: User
    administrator: User
    client: User
    colleague: User
    partner: User
    outsider: User
    account: Account
    other: Account
    contact: Contact


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def make_cast() -> Cast:
    """The cast in the database, with the companies of those who are no staff."""
    account = factories.account("Clinique des Tamarins", policy=STANDARD)
    other = factories.account("Transports Valmagne", policy=STANDARD)
    partner = factories.account("Réseau Sud", is_partner=True)
    partner.looks_after.add(account)
    contacts = {
        "client": factories.contact("Nadia", account),
        "colleague": factories.contact("Samir", account),
        "partner": factories.contact("Lucie", partner),
        "outsider": factories.contact("Hugo", other),
    }
    outside = {name: factories.user(name, Role.CLIENT, contact=contact) for name, contact in contacts.items()}
    outside["partner"].roles = [Role.PARTNER]
    outside["partner"].save()
    staff = {
        role.value: factories.user(role.value, role)
        for role in (Role.OPERATOR, Role.TECHNICIAN, Role.MANAGER, Role.ADMINISTRATOR)
    }
    return Cast(**staff, **outside, account=account, other=other, contact=contacts["client"])


@pytest.fixture
def open_ticket(cast: Cast, at: dt.datetime) -> Callable[..., Ticket]:
    """`open_ticket(priority="high", at=..., ...)`: a ticket of the cast's account, opened by the operator by phone."""

    def opened(*, at: dt.datetime = at, **fields: object) -> Ticket:
        return factories.ticket(by=cast.operator, at=at, **{"account": cast.account, "contact": cast.contact, **fields})

    return opened
