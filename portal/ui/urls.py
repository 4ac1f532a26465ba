"""Pages that are open to everybody. Addresses and titles tell a browser's history nothing of what is here."""

from django.urls import path

from portal.ui.views import leaving, statements

urlpatterns = [
    path("exit/", leaving.leave, name="exit"),
    path("exit/about/", leaving.about, name="exit_about"),
    path("safety/", leaving.safety, name="safety"),
    path("privacy/", statements.privacy, name="privacy"),
    path("cookies/", statements.cookies, name="cookies"),
    path("accessibility/", statements.accessibility, name="accessibility"),
]
