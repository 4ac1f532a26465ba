"""One's own passkeys: which there are, adding one, its name, and removing it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts import actions, limits, passkeys, policy, selectors
from portal.accounts.forms import NewPasskeyForm, PasskeyNameForm
from portal.accounts.pages import before_second_factor, page, reauthenticated
from portal.accounts.signed_in import sign_in_of, signed_in_user
from portal.audit.actor import Actor
from portal.ui.forms import GovForm
from portal.ui.pages import posted, question_page


@page()
def listed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All that there are, with when each was added and last used."""
    user = signed_in_user(request)
    found = selectors.passkeys_of(user)
    context = {
        "passkeys": found,
        "may_remove": policy.may_give_up(user, factors=len(selectors.second_factors(user))),
        "may_add": policy.may_add_passkey(len(found)),
        "back": reverse("account_home"),
    }
    return render(request, "accounts/passkeys.html", context)


@before_second_factor
@page(methods=("GET", "POST"))
@reauthenticated()
def add(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Name it; the page's script has the browser make it."""
    user, sign_in = signed_in_user(request), sign_in_of(request)
    if not policy.may_add_passkey(len(selectors.passkeys_of(user))):
        return redirect("account_passkeys")
    form = NewPasskeyForm(posted(request), request=request)
    if form.is_valid():
        fresh = actions.add_passkey(user=user, sign_in=sign_in, **form.cleaned_data)
        return redirect("account_recovery_codes" if fresh else "account_passkeys")
    must = limits.needs_second_factor(sign_in, user.role)
    return question_page(
        request,
        form=form,
        heading=_("Add a passkey"),
        title=_("Account"),
        submit=_("Add the passkey"),
        back=reverse("account_second_factor" if must else "account_passkeys"),
        template="accounts/passkey_add.html",
        extra={
            "passkey": passkeys.question_to_make(user),
            "host": request.get_host().partition(":")[0],
            "app": selectors.APP in selectors.second_factors(user),
        },
    )


@page(methods=("GET", "POST"))
@reauthenticated()
def rename(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Give it another name."""
    user = signed_in_user(request)
    form = PasskeyNameForm(posted(request), initial={"name": selectors.passkey(user, pk).name})
    if form.is_valid():
        actions.rename_passkey(user=user, pk=pk, name=form.cleaned_data["name"])
        return redirect("account_passkeys")
    return question_page(
        request,
        form=form,
        heading=_("Change the name of the passkey"),
        title=_("Account"),
        submit=_("Save"),
        back=reverse("account_passkeys"),
    )


@page(methods=("GET", "POST"))
@reauthenticated()
def remove(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Ask before it is removed."""
    user = signed_in_user(request)
    found = selectors.passkey(user, pk)
    if not policy.may_give_up(user, factors=len(selectors.second_factors(user))):
        return redirect("account_passkeys")
    if request.method == "POST":
        actions.remove_passkey(user=user, sign_in=sign_in_of(request), pk=pk)
        return redirect("account_passkeys")
    return question_page(
        request,
        form=GovForm(),
        heading=_("Remove the passkey"),
        caption=found.name,
        title=_("Account"),
        submit=_("Remove"),
        back=reverse("account_passkeys"),
        inset=_(
            "You can then not sign in with it any more. Everywhere else where you are signed in, you are signed out. "
            "Delete it on the phone or computer too: we cannot."
        ),
    )
