"""Figures about demand, for those who commission services."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.pages import page
from portal.accounts.roles import Role
from portal.audit.actor import Actor


@page(Role.COMMISSIONER)
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Where a commissioner will find closed quarters; none is closed yet, and the page says so."""
    return render(request, "demand/home.html")
