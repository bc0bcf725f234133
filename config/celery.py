"""The queue: wakes workers for jobs, and beats for scheduled work."""

import os
import warnings

from celery import Celery

from cases.apps import slices

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("probata")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(slices)

# In a container, root is who there is. Messages are JSON and carry nothing, so nothing is gained.
warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")
