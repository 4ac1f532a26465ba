"""Ending one's sign-ins, and the time that is left of this one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from portal.accounts import actions, limits, typed
from portal.accounts.pages import asks_time_left, before_second_factor, by_script, page
from portal.accounts.signed_in import sign_in_of, signed_in_user
from portal.audit.actor import Actor


@page(methods=("POST",))
def end(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """End one; if it is this one, whoever asked is a stranger from the next page on."""
    actions.end_own_sign_in(user=signed_in_user(request), pk=pk)
    return redirect("account_home")


@page(methods=("POST",))
def end_others(request: HttpRequest, actor: Actor) -> HttpResponse:
    """End all but this one, at once."""
    actions.end_other_sign_ins(user=signed_in_user(request), keep=sign_in_of(request).pk)
    return redirect("account_home")


@asks_time_left
@before_second_factor
@page(methods=("GET",))
def time_left(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many seconds this sign-in has, and whether a click would add any. Asking adds none."""
    user, found = signed_in_user(request), sign_in_of(request)
    now = timezone.now()
    left = (limits.ends_at(found, user.role) - now).total_seconds()
    at_most = (found.began_at + limits.absolute(user.role) - now).total_seconds()
    return JsonResponse({"seconds": max(0, int(left)), "at_most": max(0, int(at_most))})


@by_script
@before_second_factor
@page(methods=("POST",))
def stay(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Still here. To be sent is an activity, so nothing is left to do."""
    return HttpResponse(status=204)


@by_script
@before_second_factor
@page(methods=("POST",))
def keep(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A page whose time is over hands in what was typed on it; nothing is done with it but to give it back."""
    typed.keep(request, signed_in_user(request))
    return HttpResponse(status=204)
