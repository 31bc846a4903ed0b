"""The Celery application: background tasks and their beat."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
# What prepares the database has checked everything; to do so again, a worker would hold all pages in memory.
os.environ.setdefault("CELERY_SKIP_CHECKS", "1")

app = Celery("helpdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
