"""Settings that every environment shares; see docs/operations.md."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.settings import contacts, logs, menu

BASE_DIR = Path(__file__).resolve().parent.parent.parent

COUNCIL_NAME = "Arrowmere County Council"
SERVICE_NAME = "Answers and support"

INSTALLED_APPS = [
    "portal.apps.HouseConfig",
    "portal.ui",
    "portal.encryption",
    "portal.audit",
    "portal.accounts",
    "portal.workflow",
    "portal.recipients",
    "portal.notifications",
    "portal.messaging",
    "reconciliation.families",
    "reconciliation.safeguards",
    "reconciliation.tracks",
    "reconciliation.reception",
    "reconciliation.oversight",
    "support_services.referrals",
    "support_services.demand",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "portal.middleware.NoStoreMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.KeyRingMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.middleware.SignInMiddleware",
    "portal.accounts.middleware.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.ui.leaving.ExplainLeavingMiddleware",
    "portal.ui.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "portal.urls"
ASGI_APPLICATION = "portal.asgi.application"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.ui.context.service",
                "portal.accounts.context.sign_in",
            ],
        },
    },
]
FORM_RENDERER = "portal.ui.renderer.GovRenderer"

# --- People and sign-in -------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "portal.accounts.adapter.InvitationOnlyAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Six digits, good for ten minutes and three tries; few codes an address and day, so that guessing leads nowhere.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
# Families of one refuge or hospital share an address: as many may ask as are ever there at once. A receipt is tried
# few times, by one address and for one reference.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/5m/key,20/d/key", "code_word": "5/h/key",
    "ask": "30/h/ip", "ask_email": "5/h/key", "receipt": "30/h/ip,10/h/key", "receipt_lost": "10/h/ip,3/h/key",
}  # fmt: skip
MFA_ADAPTER = "portal.accounts.adapter.SealedSecrets"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
# A passkey is shown by unlocking the device: whoever has picked up an open phone shows nothing with it.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
# What an authenticator app calls this service, on a phone that others may look at.
MFA_TOTP_ISSUER = SERVICE_NAME

CSRF_FAILURE_VIEW = "portal.ui.handlers.csrf_failure"
SESSION_ENGINE = "portal.accounts.sessions"
# How long someone may do nothing, and how long a sign-in lasts at most; the cookie outlives neither.
SIGN_IN_IDLE = {"staff": timedelta(minutes=15), "family": timedelta(minutes=20)}
SIGN_IN_ABSOLUTE = {"staff": timedelta(hours=8), "family": timedelta(hours=2)}
SESSION_COOKIE_AGE = int(max(SIGN_IN_ABSOLUTE.values()).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# Gone with the browser, like the session: no trace for a year on a shared phone.
CSRF_COOKIE_AGE = None
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ROLE_HOMES = menu.ROLE_HOMES
NAVIGATION = menu.NAVIGATION

# At the foot of every page.
FOOTER_LINKS: list[tuple[str | Promise, str]] = [
    (_("Keeping safe on this site"), "safety"),
    (_("Privacy"), "privacy"),
    (_("Cookies"), "cookies"),
    (_("Accessibility"), "accessibility"),
]
# Who sees the "Exit this page" button besides strangers, and the page that it leads to: one that shows
# the same to everybody, and that many people open.
EXIT_ROLES = frozenset({"family_member", "young_person"})
EXIT_TARGET = "https://www.bbc.co.uk/weather"

# --- What happens after what --------------------------------------------------------------------

# Domain event -> the functions that react in the same transaction, in order.
EVENT_HANDLERS: dict[str, list[str]] = {
    "portal.accounts.events.InvitationAccepted": [
        "reconciliation.families.handlers.tie_person",
        "reconciliation.reception.handlers.end_receipts",
    ],
    "reconciliation.families.events.WorkerChanged": [
        "reconciliation.tracks.handlers.follow_worker",
        "reconciliation.families.handlers.hand_over_messages",
    ],
    "portal.workflow.events.Moved": ["reconciliation.tracks.notices.tell_family"],
    "reconciliation.tracks.events.Restated": ["reconciliation.tracks.notices.tell_of_restatement"],
    "reconciliation.tracks.events.Promised": ["reconciliation.tracks.notices.tell_of_promise"],
    "portal.recipients.events.TextReleased": [
        "reconciliation.tracks.notices.tell_of_restatement",
        "reconciliation.tracks.notices.tell_of_promise",
        "portal.messaging.handlers.send_released",
    ],
}

# --- Notices and mail ---------------------------------------------------------------------------

# All mail waits in the outbox, sealed; the worker hands it to the backend of EMAIL_DELIVERY_BACKEND.
EMAIL_BACKEND = "portal.notifications.backend.OutboxBackend"
EMAIL_TIMEOUT = 20
# Asked before each notice goes to this account: every one has to say yes.
DELIVERY_CHECKS = ["reconciliation.families.contacts.address_is_of_one_side"]
# Which of these people a member of staff works with, and so sees how to reach.
SAFE_CONTACT_SEEN_BY = "reconciliation.families.contacts.worked_with"
# Who may be told something without having an account, and who holds a receipt in this session.
TOLD_WITHOUT_ACCOUNT = "reconciliation.reception.selectors.has_receipt"
RECEIPT_HOLDER = "reconciliation.reception.selectors.holder_of"
# Numbers only go this way. A burst must not be cut off; what is lost all the same the browser asks for itself.
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 2000}}
}
# Whose conversations somebody works in, or may open with a reason: the room that knows families answers with its ids.
THREAD_HOLDERS = {
    "worked": "reconciliation.families.conversations.worked",
    "openable": "reconciliation.families.conversations.openable",
}
# What staff need to see beside what they write: whose conversation it is, and with whom it could be mixed up.
THREAD_ABOUT = "reconciliation.families.conversations.about"
# By when a family has a reply, in working days; and how many messages in how many minutes one sender may send.
REPLY_WITHIN_WORKING_DAYS = 2
MESSAGES_AT_MOST = (20, 10)
# What the worker does again and again, and how many seconds it rests after a run that found nothing to do. Each can be
# run twice, by several workers at once, and returns how much it did.
WORKER_SWEEPS: dict[str, float] = {
    "portal.notifications.delivery.deliver": 2,
    "portal.notifications.delivery.forget": 3600,
    "portal.accounts.sweeps.forget": 3600,
    "portal.audit.anchoring.anchor_daily": 600,
    "reconciliation.tracks.sweeps.remind_and_finish": 600,
    "reconciliation.reception.sweeps.forget": 600,
}

# --- Language and time --------------------------------------------------------------------------

USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/London"
# Days on which the council is closed besides weekends and bank holidays.
LOCAL_CLOSURE_DAYS: frozenset[date] = frozenset()
# A deadline missed by this many working days is escalated.
ESCALATE_AFTER_WORKING_DAYS = 3
# Whoever was asked for something and did not answer is chased again after this many.
CHASE_AFTER_WORKING_DAYS = 5
# Where a supervisor takes it when police or court leave three checks in a row without an answer.
PARTNERSHIP_CONTACT = "Escalations manager, Arrowmere Safeguarding Children Partnership, 01632 960 417"
# A family that does not reply to an answer is reminded after these working days; after 20 it can be finished.
REMIND_AFTER_WORKING_DAYS = (10, 15)
# The national guidance that decisions are made under; each decision keeps the version of its day.
GUIDANCE_VERSION = "2026-04"
# When the duty desk reads what was asked without an account: every day, from and to.
DUTY_HOURS = (time(8), time(20))
# How long something that was begun there and not sent is kept, and how long a receipt opens its question unasked.
ASK_DRAFT_KEPT = timedelta(days=7)
RECEIPT_IDLE, RECEIPT_ABSOLUTE = timedelta(minutes=20), timedelta(hours=2)
# Whom to ask locally (cfg).
LOCAL_CONTACTS = contacts.LOCAL_CONTACTS
# The numbers on every page that speaks of safety, and whether they are invented (the demo says so beside each).
HELPLINES, HELPLINES_INVENTED = contacts.HELPLINES, True
# How each room shows its texts that wait for a second person.
HELD_TEXT_SOURCES = ["reconciliation.tracks.held.texts", "reconciliation.families.conversations.texts"]

# --- Files --------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# --- What a browser is told ---------------------------------------------------------------------

CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Not "no-referrer": browsers then send "Origin: null" with a form, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"

LOGGING = logs.LOGGING
