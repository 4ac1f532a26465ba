"""Production: everything from the environment, nothing by default, no demo value accepted."""

from portal import env
from portal.checks import refuse_unsafe
from portal.settings.base import *
from portal.settings.base import BASE_DIR

refuse_unsafe()

DEBUG = False
PORTAL_DEMO = False
SECRET_KEY = env.text("SECRET_KEY")
PORTAL_MASTER_KEYS = env.master_keys("PORTAL_MASTER_KEYS")
HELPLINES, HELPLINES_INVENTED = env.helplines("PORTAL_HELPLINES"), False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
DATABASES = {"default": env.database("DATABASE_URL")}
ANCHOR_FILE = env.text("PORTAL_ANCHOR_FILE", str(BASE_DIR / "var" / "anchor.json"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.text("REDIS_URL")}}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.core.RedisChannelLayer",
        "CONFIG": {"hosts": [env.text("REDIS_URL")], "capacity": 2000},
    }
}
# The sender's name stands in inboxes that others may see: it tells nothing of the service.
MAIL = env.mail_server("EMAIL_URL")
EMAIL_HOST, EMAIL_PORT = MAIL["EMAIL_HOST"], MAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_USER"], MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL["EMAIL_USE_TLS"], MAIL["EMAIL_USE_SSL"]
EMAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"messages@{ALLOWED_HOSTS[0].lstrip('.')}")
STATIC_ROOT = BASE_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The proxy in front ends TLS and must set (and strip from outside) this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
# Sign-in limits count by the address that the proxy saw, not by the proxy's own nor by what a browser claims.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", default=1)
# __Host- binds a cookie to this exact host over TLS.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
