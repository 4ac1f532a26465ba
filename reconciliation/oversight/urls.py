"""Addresses of this room."""

from django.urls import path

from reconciliation.oversight.views import case, homes, lists

urlpatterns = [
    path("worklist/", lists.show_worklist, name="worklist"),
    path("queue/", lists.show_queue, name="supervisor_queue"),
    path("engagements/<uuid:pk>/", case.engagement, name="engagement"),
    path("reviews/", homes.information, name="information_home"),
    path("decisions/", homes.decisions, name="audit_home"),
]
