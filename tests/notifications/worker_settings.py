"""Settings of a worker in a process of its own, on the database of the test that started it."""

import os

from portal.settings.test import *  # noqa: F403
from portal.settings.test import DATABASES

PLACE = "WORKER_SENT"

DATABASES["default"]["NAME"] = os.environ.get("WORKER_DATABASE", "")
EMAIL_DELIVERY_BACKEND = "tests.notifications.test_workers.Noted"
WORKER_SWEEPS = {"portal.notifications.delivery.deliver": 0.1}
