"""The addresses of this room."""

from django.urls import path, re_path

from portal.messaging import views
from portal.messaging.consumers import Nowhere, TalkConsumer

THREAD = "messages/<uuid:thread>/"

urlpatterns = [
    path(THREAD, views.thread, name="thread"),
    path(THREAD + "find/", views.find, name="thread_find"),
    path(THREAD + "draft/", views.draft, name="thread_draft"),
    path(THREAD + "look/", views.look, name="thread_look"),
    path(THREAD + "close/", views.close, name="thread_close"),
    path(THREAD + "settle/", views.settle, name="thread_settle"),
    path(THREAD + "<int:number>/take-back/", views.take_back, name="message_take_back"),
    path(THREAD + "held/<uuid:held>/take-back/", views.take_back_held, name="held_message_take_back"),
]

# Of sockets; portal/asgi.py routes them.
socket_patterns = [
    path(f"live/{THREAD}", TalkConsumer.as_asgi()),  # type: ignore[arg-type]  # Django's types know pages only
    re_path(r"", Nowhere.as_asgi()),  # type: ignore[arg-type]
]
