"""Addresses of this room."""

from django.urls import path

from reconciliation.oversight.views import audit, case, homes, lists

urlpatterns = [
    path("worklist/", lists.show_worklist, name="worklist"),
    path("queue/", lists.show_queue, name="supervisor_queue"),
    path("engagements/<uuid:pk>/", case.engagement, name="engagement"),
    path("reviews/", homes.information, name="information_home"),
    path("decisions/", audit.decisions, name="audit_home"),
    path("decisions/check/", audit.check, name="audit_check"),
    path("opened/", audit.opened_log, name="opened_log"),
    path("opened-by/", audit.opened_by, name="opened_by"),
]
