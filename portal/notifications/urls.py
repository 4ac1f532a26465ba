"""The addresses of this room: each thing that can be said has its own."""

from django.conf import settings
from django.urls import path

from portal.notifications import views
from portal.notifications.words import OUTSIDE


def hyphened(name: str) -> str:
    """A name as an address has it."""
    return name.replace("_", "-")


urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("contact/reach/", views.reach, name="contact_reach"),
    path("contact/never-use/", views.never_use, name="contact_never_use"),
    path("contact/<uuid:user_id>/word/", views.caller, name="contact_caller"),
    *(path(f"contact/reach/{one}/", views.address, {"channel": one.value}, name=f"contact_{one}") for one in OUTSIDE),
    *(path(f"contact/{hyphened(name)}/", views.item, {"name": name}, name=f"contact_{name}") for name in views.ITEMS),
]

if settings.PORTAL_DEMO:
    urlpatterns += [path("demo/mail/", views.demo_mail, name="demo_mail")]
