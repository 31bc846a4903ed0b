"""Settings: one file for every place, told apart by environment variables (see .env.example)."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from helpdesk.fonts import FONT_DIR
from runner.environment import load_dotenv

BASE_DIR = Path(__file__).resolve().parent.parent
load_dotenv(BASE_DIR / ".env")


def flag(name: str, default: str) -> bool:
    return os.environ.get(name, default).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


# Where things are kept -------------------------------------------------------------------------
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()
MEDIA_ROOT = DATA_DIR / "attachments"
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("fonts", FONT_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "helpdesk.static_files.BundlingStorage"},
}

# Security --------------------------------------------------------------------------------------
DEBUG = flag("DEBUG", "0")
HTTPS = flag("HTTPS", "1")
SECRET_KEY = os.environ.get("SECRET_KEY", "")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = False
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Applications ----------------------------------------------------------------------------------
ROOT_URLCONF = "helpdesk.urls"
WSGI_APPLICATION = "helpdesk.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_filters",
    "helpdesk",
    "sla",
    "tickets",
    "escalation",
    "interventions",
    "reports",
    "administration",
    "mail",
    "portal",
]
# Django's own admin, for whoever cannot do without it; see helpdesk/admin_site.py.
DJANGO_ADMIN = flag("DJANGO_ADMIN", "0")
if DJANGO_ADMIN:
    INSTALLED_APPS.append("django.contrib.admin.apps.SimpleAdminConfig")
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "helpdesk.live.UnchangedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "helpdesk.middleware.NowMiddleware",
    "helpdesk.middleware.ReaderMiddleware",
    "helpdesk.middleware.RefusalMiddleware",
    "portal.middleware.FaceMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "helpdesk.context_processors.shell",
                "helpdesk.context_processors.demo",
            ],
            "builtins": ["helpdesk.templatetags.ui", "helpdesk.templatetags.moments"],
        },
    }
]

# Database, broker, cache -----------------------------------------------------------------------
_database = urlsplit(os.environ.get("DATABASE_URL", "postgres://astreinte@127.0.0.1:5432/astreinte"))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _database.path.lstrip("/"),
        "USER": _database.username or "",
        "PASSWORD": _database.password or "",
        "HOST": _database.hostname or "",
        "PORT": str(_database.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL},
    # What is the same for everybody for a second: nothing to wait for, nothing to go wrong.
    "process": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}
# For how long the rail shows the same counts to everybody.
COUNTS_SECONDS = 1
# Read from the cache, kept in the database: who is signed in stays so when the cache is emptied.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A task killed with its worker is handed out again within seconds.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = {"unacked_restore_interval": 5, "unacked_restore_throttle": 1}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    # A sweep that waited longer than its period in the broker is dropped: the next one does its work.
    "sweep": {"task": "escalation.sweep", "schedule": 15.0, "options": {"expires": 15}},
    "send-outbox": {"task": "tickets.send_outbox", "schedule": 10.0, "options": {"expires": 10}},
    "settings": {"task": "administration.carry_out", "schedule": 3.0, "options": {"expires": 3}},
    "refresh-search": {"task": "tickets.refresh_search", "schedule": 10.0, "options": {"expires": 10}},
    "poll-mailboxes": {"task": "mail.poll", "schedule": 30.0, "options": {"expires": 30}},
    "handle-mail": {"task": "mail.handle", "schedule": 15.0, "options": {"expires": 15}},
    "mail-slips": {"task": "interventions.mail_slips", "schedule": 10.0, "options": {"expires": 10}},
    "remind-pauses": {"task": "tickets.remind_pauses", "schedule": 3600.0, "options": {"expires": 3600}},
}

# People ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "tickets.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "helpdesk.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = None

# Languages and time ----------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Paris"
USE_THOUSAND_SEPARATOR = True

# Mail ------------------------------------------------------------------------------------------
_mail = urlsplit(os.environ.get("EMAIL_URL", "file:"))
EMAIL_BACKEND = (
    "helpdesk.smtp.EmailBackend"
    if _mail.scheme.startswith("smtp")
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = DATA_DIR / "mail"
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_TLS = _mail.scheme == "smtp+tls"
EMAIL_USE_SSL = _mail.scheme == "smtp+ssl"
EMAIL_TIMEOUT = 20
_host = os.environ.get("HOST", "")
# All addresses of this machine are an address to listen at, and none to go to.
_here = f"http://{'127.0.0.1' if _host in ('', '0.0.0.0', '::') else _host}:{os.environ.get('PORT') or 8000}"
# Where the links in mails lead.
SITE_URL = os.environ.get("SITE_URL") or _here
# Within an hour, more mails than these of one sender, or about one ticket, wait for somebody to look at them.
MAIL_MOST_A_SENDER_AN_HOUR = 30
MAIL_MOST_A_TICKET_AN_HOUR = 30
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Astreinte <helpdesk@example.org>")

# Demo ------------------------------------------------------------------------------------------
DEMO = flag("DEMO", "0")
# Set by `make run`, which starts a mail server for the demo: its mailboxes are there.
DEMO_IMAP_PORT = int(os.environ.get("DEMO_IMAP_PORT") or 0)

# Uploads ---------------------------------------------------------------------------------------
ATTACHMENT_MAX_BYTES = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Logs ------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "helpdesk.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
