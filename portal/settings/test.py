"""Settings of the test suite: a fast hasher, and PostgreSQL or SQLite by DATABASE_URL."""

from portal import env
from portal.settings.base import *
from portal.settings.base import BASE_DIR, LOGGING
from portal.settings.demo import DEMO_MASTER_KEYS, DEMO_SECRET_KEY

DEBUG = False
VAR = BASE_DIR / "var"
VAR.mkdir(exist_ok=True)

SECRET_KEY = DEMO_SECRET_KEY
PORTAL_MASTER_KEYS = env.master_keys("PORTAL_MASTER_KEYS", DEMO_MASTER_KEYS)
PORTAL_DEMO = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
ANCHOR_FILE = str(VAR / "test-anchor.json")
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{VAR / 'unused.sqlite3'}", pool=False)}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file, so that the threads of a live server and of two people at once share it.
    DATABASES["default"]["TEST"] = {"NAME": env.text("TEST_SQLITE", str(VAR / "test.sqlite3"))}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
DEFAULT_FROM_EMAIL = "messages@arrowmere.example"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
LOGGING["root"]["level"] = "CRITICAL"
LOGGING["loggers"]["django"]["level"] = "CRITICAL"
