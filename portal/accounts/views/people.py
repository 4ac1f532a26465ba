"""The administrator's pages: accounts and invitations of staff, and nothing of any case."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.accounts import actions, selectors
from portal.accounts.forms import ActiveForm, InviteForm, PostTitleForm
from portal.accounts.pages import page, reauthenticated
from portal.accounts.roles import STAFF_ROLES, Role
from portal.audit.actor import Actor
from portal.ui.components import Row
from portal.ui.forms import GovForm
from portal.ui.pages import question_page
from portal.ui.refusals import NotYours


@page(Role.ADMIN)
def people(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The accounts by address, and the invitations that are still open."""
    users, following = selectors.accounts_page(actor, after=_key(request.GET.get("after", "")))
    context = {
        "users": users,
        "following": following,
        "invitations": selectors.open_staff_invitations(actor),
    }
    return render(request, "accounts/people.html", context)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise NotYours from None


@page(Role.ADMIN, methods=("GET", "POST"))
@reauthenticated()
def invite(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Invite someone to the staff; the answer shows the link, which can never be shown again."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return question_page(
            request,
            form=form,
            heading="Invite someone",
            title="Invite someone",
            submit="Make the invitation",
            back=reverse("accounts_home"),
        )
    invitation, token = actions.invite(actor=actor, **form.cleaned_data)
    link = request.build_absolute_uri(reverse("invitation", kwargs={"token": token}))
    return render(request, "accounts/invited.html", {"invitation": invitation, "link": link})


@page(Role.ADMIN, methods=("POST",))
def revoke(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    actions.revoke(actor=actor, invitation_id=pk)
    return redirect("accounts_home")


@page(Role.ADMIN)
def account(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """One account and what can be changed of it."""
    user = selectors.account(actor, pk)
    rows = [Row("Email address", user.email), Row("Role", user.get_role_display())]
    if user.role in STAFF_ROLES:
        change = ("Change", reverse("accounts_post_title", kwargs={"pk": pk}), "the post title")
        rows.append(Row("Post title", user.post_title, [change]))
    word = "off" if user.is_active else "on"
    switch = (f"Switch {word}", reverse("accounts_active", kwargs={"pk": pk}), "this account")
    state = "Switched on" if user.is_active else "Switched off"
    rows.append(Row("Account", state, [] if user.pk == actor.id else [switch]))
    if user.pk != actor.id and selectors.has_second_factor(user):
        take_off = ("Take off", reverse("accounts_second_factor", kwargs={"pk": pk}), "the second step of signing in")
        rows.append(Row("App or passkeys", "Set up", [take_off]))
    context = {"account": user, "rows": rows, "back": reverse("accounts_home")}
    return render(request, "accounts/account.html", context)


@page(Role.ADMIN, methods=("GET", "POST"))
def post_title(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Change a post title."""
    user = selectors.account(actor, pk)
    if user.role not in STAFF_ROLES:
        raise NotYours
    form = PostTitleForm(request.POST if request.method == "POST" else None, initial={"post_title": user.post_title})
    if form.is_valid():
        actions.set_post_title(actor=actor, user_id=pk, post_title=form.cleaned_data["post_title"])
        return redirect("accounts_account", pk=pk)
    return question_page(
        request,
        form=form,
        heading="Change the post title",
        title="Change the post title",
        caption=user.name,
        submit="Save",
        back=reverse("accounts_account", kwargs={"pk": pk}),
    )


@page(Role.ADMIN, methods=("GET", "POST"))
@reauthenticated()
def active(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Ask before an account is switched off or on, then do it."""
    user = selectors.account(actor, pk)
    if user.pk == actor.id:
        raise NotYours
    form = ActiveForm(
        request.POST if request.method == "POST" else None,
        initial={"active": "no" if user.is_active else "yes"},
    )
    if form.is_valid():
        actions.set_active(actor=actor, user_id=pk, active=form.cleaned_data["active"])
        return redirect("accounts_account", pk=pk)
    off = "They are signed out at once and cannot sign in. What they wrote stays."
    on = "They can sign in again with their password."
    return question_page(
        request,
        form=form,
        heading="Switch this account off" if user.is_active else "Switch this account on",
        caption=user.name,
        inset=off if user.is_active else on,
        title="Account",
        submit="Switch off" if user.is_active else "Switch on",
        back=reverse("accounts_account", kwargs={"pk": pk}),
    )


@page(Role.ADMIN, methods=("GET", "POST"))
@reauthenticated()
def second_factor(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """For someone who lost the phone, the passkeys and the recovery codes."""
    user = selectors.account_with_second_factor(actor, pk)
    if request.method == "POST":
        actions.take_off_second_factor(actor=actor, user_id=pk)
        return redirect("accounts_account", pk=pk)
    return question_page(
        request,
        form=GovForm(),
        heading="Take off the app and the passkeys",
        caption=user.name,
        inset="Do this only after you have made sure, in person or by a number you know, that it is they who ask. "
        "They are signed out at once and set up an app or a passkey when they sign in.",
        title="Account",
        submit="Take off",
        back=reverse("accounts_account", kwargs={"pk": pk}),
    )
