"""Of allauth only its two pages are routed; what it names besides does not exist here."""

from django.conf import settings
from django.urls import path

from portal.accounts.views import demo, entrance, invitation, people

urlpatterns = [
    path("", entrance.start, name="start"),
    path("accounts/login/", entrance.SignInView.as_view(), name="account_login"),
    path("accounts/logout/", entrance.SignOutView.as_view(), name="account_logout"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("people/", people.people, name="accounts_home"),
    path("people/invite/", people.invite, name="accounts_invite"),
    path("people/invitations/<uuid:pk>/revoke/", people.revoke, name="accounts_revoke"),
    path("people/<uuid:pk>/", people.account, name="accounts_account"),
    path("people/<uuid:pk>/post-title/", people.post_title, name="accounts_post_title"),
    path("people/<uuid:pk>/active/", people.active, name="accounts_active"),
]

if settings.PORTAL_DEMO:
    urlpatterns += [path("demo/", demo.demo, name="demo")]
