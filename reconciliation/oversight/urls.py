"""Addresses of this room."""

from django.urls import path

from reconciliation.oversight.views import audit, case, deciding, lists, proceedings, promises, reviews, scenarios

urlpatterns = [
    path("worklist/", lists.show_worklist, name="worklist"),
    path("queue/", lists.show_queue, name="supervisor_queue"),
    path("later/", lists.show_later, name="later_list"),
    path("proceedings/", proceedings.proceedings_list, name="proceedings_list"),
    path("promises/", promises.promises_list, name="promises_list"),
    path("engagements/<uuid:pk>/", case.engagement, name="engagement"),
    path("engagements/<uuid:pk>/family/", case.family, name="engagement_family"),
    path("work/<uuid:pk>/record/", case.record, name="question_record"),
    path("reviews/", reviews.information, name="information_home"),
    path("reviews/<uuid:pk>/", reviews.case, name="review_case"),
    path("reviews/<uuid:pk>/conflict/", reviews.conflict, name="review_conflict"),
    path("reviews/<uuid:pk>/acknowledge/", reviews.acknowledge, name="review_acknowledge"),
    path("reviews/<uuid:pk>/parts/<int:number>/item/", reviews.item, name="review_item"),
    path("reviews/<uuid:pk>/parts/<int:number>/released/", deciding.released, name="review_released"),
    path("reviews/<uuid:pk>/parts/<int:number>/redacted/", deciding.redacted, name="review_redacted"),
    path("reviews/<uuid:pk>/parts/<int:number>/summary/", deciding.summary, name="review_summary"),
    path("reviews/<uuid:pk>/parts/<int:number>/refused/", deciding.refused, name="review_refused"),
    path("decisions/", audit.decisions, name="audit_home"),
    path("decisions/check/", audit.check, name="audit_check"),
    path("opened/", audit.opened_log, name="opened_log"),
    path("opened-by/", audit.opened_by, name="opened_by"),
    path("scenarios/", scenarios.scenarios, name="scenarios"),
    path("scenarios/<slug:slug>/", scenarios.scenario, name="scenario"),
]
