"""The Celery application of beat alone, which knows the timetable and no task.

Started with DJANGO_SETTINGS_MODULE="" it loads neither Django's applications nor ours: a third of the memory.
"""

from celery import Celery

app = Celery("helpdesk")
app.config_from_object("helpdesk.settings", namespace="CELERY")
