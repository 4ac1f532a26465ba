"""Addresses of this room. A question is named by a random id and by nothing that tells what it is."""

from django.urls import path

from reconciliation.tracks.views import asking, family, supervising, working

urlpatterns = [
    path("home/", family.home, name="family_home"),
    path("home/about/", family.about, name="about"),
    path("questions/ask/", asking.ask, name="ask"),
    path("questions/ask/<uuid:draft_id>/", asking.ask, name="ask_again"),
    path("questions/ask/<uuid:draft_id>/check/", asking.check, name="ask_check"),
    path("questions/<uuid:pk>/", family.question, name="question"),
    path("questions/<uuid:pk>/sent/", asking.sent, name="ask_sent"),
    path("questions/<uuid:pk>/confirm/", family.confirm, name="confirm"),
    path("questions/<uuid:pk>/reply/", family.reply, name="reply"),
    path("questions/<uuid:pk>/parts/<int:number>/again/", family.review, name="review"),
    path("questions/<uuid:pk>/withdraw/", family.withdraw, name="withdraw"),
    path("questions/<uuid:pk>/share/", family.share, name="share"),
    path("engagements/<uuid:engagement_id>/ask/", asking.ask_for, name="ask_for"),
    path("engagements/<uuid:engagement_id>/ask/<uuid:draft_id>/", asking.ask_for, name="ask_for_again"),
    path("work/<uuid:pk>/screen/", supervising.start_screen, name="start_screen"),
    path("work/<uuid:pk>/worker/", supervising.assign, name="assign"),
    path("work/<uuid:pk>/wording/", working.restate, name="restate"),
    path("work/<uuid:pk>/start/", working.confirm_for, name="confirm_for"),
    path("work/<uuid:pk>/parts/<int:number>/answer/", working.answer, name="answer"),
    path("work/<uuid:pk>/parts/<int:number>/waiting/", working.waiting, name="waiting"),
    path("work/<uuid:pk>/propose/", working.propose, name="propose"),
    path("work/<uuid:pk>/share/", working.share_process, name="share_process"),
    path("work/<uuid:pk>/go-on/", working.continue_part, name="continue_part"),
    path("work/<uuid:pk>/date/", working.extend, name="extend"),
    path("work/<uuid:pk>/approve/", supervising.approve, name="share_answer"),
    path("work/<uuid:pk>/return/", supervising.return_answer, name="return_answer"),
]
