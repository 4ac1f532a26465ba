"""The provider's side of referrals."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.pages import page
from portal.accounts.roles import Role
from portal.audit.actor import Actor


@page(Role.SERVICE_PROVIDER)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where a provider will find what was sent to it; nothing can be sent yet, and the page says so."""
    return render(request, "referrals/home.html")
