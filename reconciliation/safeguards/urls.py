"""The addresses of this room."""

from django.urls import path

from reconciliation.safeguards import views

NEEDS = "engagements/<uuid:pk>/needs/<uuid:person>/"
PROCEEDINGS = "engagements/<uuid:pk>/proceedings/"

urlpatterns = [
    path("engagements/<uuid:pk>/screen/<uuid:subject>/", views.screen, name="screen"),
    path(PROCEEDINGS, views.proceedings, name="proceedings"),
    path(PROCEEDINGS + "status/", views.proceedings_status, name="proceedings_status"),
    path(PROCEEDINGS + "check/", views.proceedings_check, name="proceedings_check"),
    path(PROCEEDINGS + "escalation/", views.proceedings_escalation, name="proceedings_escalation"),
    path(NEEDS, views.need, name="need"),
    path(NEEDS + "met/<uuid:subject>/", views.need_met, name="need_met"),
]
