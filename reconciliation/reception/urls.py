"""Addresses of this room: what people without an account open, the duty team's, and the safeguarding lead's."""

from django.urls import path

from reconciliation.reception.views import asking, coming_back, duty, tying

urlpatterns = [
    path("ask/", asking.start, name="ask_start"),
    path("ask/write/", asking.write, name="ask_write"),
    path("ask/write/save/", asking.save, name="ask_save"),
    path("ask/reach/", asking.reach, name="ask_reach"),
    path("ask/email/", asking.email, name="ask_email"),
    path("ask/call/", asking.call, name="ask_call"),
    path("ask/done/", asking.sent, name="ask_done"),
    path("ask/return/", coming_back.come_back, name="ask_return"),
    path("ask/return/lost/", coming_back.lost, name="ask_return_lost"),
    path("ask/return/code/", coming_back.by_code, name="ask_return_code"),
    path("ask/leave/", coming_back.leave, name="ask_leave"),
    path("duty/", duty.duty, name="duty"),
    path("duty/<uuid:pk>/call/", duty.call, name="duty_call"),
    path("duty/<uuid:pk>/said/", duty.said, name="duty_said"),
    path("without-a-family/", tying.questions, name="questions_to_tie"),
    path("without-a-family/<uuid:pk>/", tying.tie, name="question_tie"),
    path("without-a-family/<uuid:pk>/families/<uuid:family>/", tying.tie_to, name="question_tie_to"),
    path("without-a-family/<uuid:pk>/undo/", tying.untie, name="question_untie"),
]
