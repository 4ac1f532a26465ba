"""The addresses of this room."""

from django.urls import path

from reconciliation.families.views import (
    conflicts,
    conversations,
    engagements,
    incidents,
    invitations,
    people,
    teams,
    walls,
)

PERSON = "engagements/<uuid:pk>/people/<uuid:person>/"

urlpatterns = [
    path("engagements/new/", engagements.new, name="engagement_new"),
    path("engagements/conflict-recorded/", conflicts.recorded, name="conflict_recorded"),
    path("engagements/<uuid:pk>/details/", engagements.details, name="engagement_details"),
    path("engagements/<uuid:pk>/check/", engagements.check, name="engagement_check"),
    path("engagements/<uuid:pk>/opened/", engagements.opened, name="engagement_opened"),
    path("engagements/<uuid:pk>/conflict/", conflicts.declare, name="engagement_conflict"),
    path("engagements/look/", walls.look, name="engagement_look"),
    path("engagements/<uuid:pk>/worker/", walls.change_worker, name="engagement_worker"),
    path("engagements/<uuid:pk>/matches/<uuid:conflict>/", walls.decide, name="engagement_match"),
    path("engagements/<uuid:pk>/open/", incidents.open_family, name="engagement_open"),
    path("engagements/<uuid:pk>/people/", people.people, name="engagement_people"),
    path("engagements/<uuid:pk>/people/child/", people.add_child, name="engagement_add_child"),
    path("engagements/<uuid:pk>/people/adult/", people.add_adult, name="engagement_add_adult"),
    path(PERSON, people.change, name="person_change"),
    path(PERSON + "relation/<uuid:child>/", people.relation, name="person_relation"),
    path(PERSON + "contact/", people.add_contact, name="person_contact"),
    path(PERSON + "contact/<uuid:detail>/remove/", people.remove_contact, name="contact_remove"),
    path(PERSON + "invite/", invitations.invite, name="person_invite"),
    path("engagements/<uuid:pk>/messages/", conversations.of_family, name="engagement_messages"),
    path("messages/waiting/", conversations.waiting, name="messages_waiting"),
    path("messages/find/", conversations.find, name="messages_find"),
    path("messages/<uuid:thread>/people/", conversations.readers, name="thread_people"),
    path("incidents/", incidents.home, name="safeguarding_home"),
    path("incidents/new/", incidents.new, name="incident_new"),
    path("incidents/open-a-family/", incidents.open_by_reference, name="family_open"),
    path("incidents/<uuid:pk>/", incidents.incident, name="incident"),
    path("incidents/<uuid:pk>/link/", incidents.link, name="incident_link"),
    path("teams/", teams.home, name="teams_home"),
    path("teams/new/", teams.new, name="team_new"),
    path("teams/<uuid:pk>/", teams.team, name="team"),
    path("teams/<uuid:pk>/add/", teams.add, name="team_add"),
    path("teams/<uuid:pk>/members/<uuid:member>/approver/", teams.approver, name="team_approver"),
    path("teams/<uuid:pk>/members/<uuid:member>/end/", teams.end, name="team_end"),
]
