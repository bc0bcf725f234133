"""The queue: wakes workers for jobs, and beats for scheduled work."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("probata")
app.config_from_object("django.conf:settings", namespace="CELERY")
