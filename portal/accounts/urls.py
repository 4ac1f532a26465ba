"""The ways in, everybody's own account and the administrator's pages; of allauth's own pages none is routed besides."""

from django.conf import settings
from django.urls import path

from portal.accounts.views import codes, demo, entrance, invitation, own, passkeys, people, second_factor, sign_ins

urlpatterns = [
    path("", entrance.start, name="start"),
    path("accounts/login/", entrance.SignInView.as_view(), name="account_login"),
    path("accounts/logout/", entrance.SignOutView.as_view(), name="account_logout"),
    path("accounts/login/code/", codes.ask_code, name="account_request_login_code"),
    path("accounts/login/code/enter/", codes.enter_code, name="account_confirm_login_code"),
    path("accounts/login/app/", codes.second_step, name="mfa_authenticate"),
    path("account/", own.home, name="account_home"),
    path("account/password/", own.password, name="account_password"),
    path("account/confirm/", own.confirm, name="account_confirm"),
    path("account/confirm/code/", own.confirm_by_code, name="account_confirm_code"),
    path("account/second-factor/", second_factor.set_up, name="account_second_factor"),
    path("account/second-factor/picture.svg", second_factor.picture, name="account_second_factor_picture"),
    path("account/second-factor/stop/", second_factor.stop, name="account_second_factor_stop"),
    path("account/recovery-codes/", second_factor.recovery_codes, name="account_recovery_codes"),
    path("account/passkeys/", passkeys.listed, name="account_passkeys"),
    path("account/passkeys/add/", passkeys.add, name="account_passkey_add"),
    path("account/passkeys/<uuid:pk>/name/", passkeys.rename, name="account_passkey_rename"),
    path("account/passkeys/<uuid:pk>/remove/", passkeys.remove, name="account_passkey_remove"),
    path("account/sign-ins/end-others/", sign_ins.end_others, name="account_end_others"),
    path("account/sign-ins/<uuid:pk>/end/", sign_ins.end, name="account_end"),
    path("account/time-left/", sign_ins.time_left, name="account_time_left"),
    path("account/stay/", sign_ins.stay, name="account_stay"),
    path("account/keep/", sign_ins.keep, name="account_keep"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("people/", people.people, name="accounts_home"),
    path("people/invite/", people.invite, name="accounts_invite"),
    path("people/invitations/<uuid:pk>/revoke/", people.revoke, name="accounts_revoke"),
    path("people/<uuid:pk>/", people.account, name="accounts_account"),
    path("people/<uuid:pk>/post-title/", people.post_title, name="accounts_post_title"),
    path("people/<uuid:pk>/active/", people.active, name="accounts_active"),
    path("people/<uuid:pk>/second-factor/", people.second_factor, name="accounts_second_factor"),
]

if settings.PORTAL_DEMO:
    urlpatterns += [path("demo/", demo.demo, name="demo")]
