"""One person's machine: SQLite in var/, invented data, demo keys. Never for real families."""

from portal import env
from portal.settings.base import *
from portal.settings.base import BASE_DIR, LOGGING
from portal.settings.demo import DEMO_MASTER_KEYS, DEMO_SECRET_KEY

# Off on purpose: the demo shows the real error pages, and no page shows settings or values.
DEBUG = False
VAR = BASE_DIR / "var"
VAR.mkdir(exist_ok=True)

SECRET_KEY = env.text("SECRET_KEY", DEMO_SECRET_KEY)
PORTAL_MASTER_KEYS = env.master_keys("PORTAL_MASTER_KEYS", DEMO_MASTER_KEYS)
PORTAL_DEMO = env.flag("PORTAL_DEMO", default=True)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
# The site's newest head goes here, outside the database, each time that the record is anchored.
ANCHOR_FILE = env.text("PORTAL_ANCHOR_FILE", str(VAR / "anchor.json"))
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR / 'portal.sqlite3'}")}

WHITENOISE_USE_FINDERS = True
# Nothing leaves this machine: /demo/mail/ shows what would have gone.
EMAIL_DELIVERY_BACKEND = "portal.notifications.backend.KeptBackend"
DEFAULT_FROM_EMAIL = "messages@arrowmere.example"

LOGGING["formatters"]["json"] = {"format": "%(levelname)s %(name)s: %(message)s"}
LOGGING["root"]["level"] = "WARNING"
LOGGING["loggers"]["django"]["level"] = "WARNING"
