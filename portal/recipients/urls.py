"""The addresses of this room."""

from django.urls import path

from portal.recipients import views

urlpatterns = [
    path("held-texts/", views.held_texts, name="held_texts"),
    path("held-texts/<uuid:pk>/", views.held_text, name="held_text"),
    path("held-texts/sent/<uuid:pk>/", views.matched_text, name="matched_text"),
]
