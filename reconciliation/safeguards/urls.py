"""The addresses of this room."""

from django.urls import path

from reconciliation.safeguards import views

NEEDS = "engagements/<uuid:pk>/needs/<uuid:person>/"

urlpatterns = [
    path("engagements/<uuid:pk>/screen/<uuid:subject>/", views.screen, name="screen"),
    path("engagements/<uuid:pk>/proceedings/", views.proceedings, name="proceedings"),
    path(NEEDS, views.need, name="need"),
    path(NEEDS + "met/<uuid:subject>/", views.need_met, name="need_met"),
]
