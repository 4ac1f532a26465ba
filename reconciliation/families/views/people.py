"""The people of an engagement: added, corrected, related, reached."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.accounts.models import Role
from portal.accounts.pages import page
from portal.audit import reads
from portal.audit.actor import Actor
from portal.ui.forms import GovForm
from portal.ui.pages import question_page
from portal.ui.text import visible
from reconciliation.families import actions, selectors
from reconciliation.families.forms import (
    AddAdultForm,
    AddChildForm,
    AdultForm,
    ChildForm,
    ContactForm,
    RelationForm,
    SiblingForm,
)
from reconciliation.families.models import FamilyEngagement, ParentalResponsibility, Person

WORKERS = (Role.SUPERVISOR, Role.CASEWORKER)


@page(*WORKERS)
def people(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """Everybody of this family, with what can be changed of each."""
    engagement = selectors.workable_family(actor, pk)
    reads.opened(actor, engagement.pk, "people", engagement.pk)
    found = selectors.people_of(pk)
    context = {
        "engagement": engagement,
        "family_name": selectors.family_name(found),
        "cards": selectors.cards_of(found),
        "children": [person for person in found if person.is_child],
        "may_invite": actor.role == Role.SUPERVISOR,
    }
    return render(request, "families/people.html", context)


@page(*WORKERS, methods=("GET", "POST"))
def add_child(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """A child, the first one or another."""
    return _add(request, actor, pk, is_child=True)


@page(*WORKERS, methods=("GET", "POST"))
def add_adult(request: HttpRequest, actor: Actor, pk: UUID) -> HttpResponse:
    """An adult; what they are to each child is asked next."""
    return _add(request, actor, pk, is_child=False)


@page(*WORKERS, methods=("GET", "POST"))
def change(request: HttpRequest, actor: Actor, pk: UUID, person: UUID) -> HttpResponse:
    """Correct a name or a birth date."""
    engagement = selectors.workable_family(actor, pk)
    row = selectors.person_for(engagement, person)
    form = (ChildForm if row.is_child else AdultForm)(
        request.POST if request.method == "POST" else None,
        initial={"name": row.name, "birth_date": row.birth_date},
    )
    if form.is_valid():
        actions.change_person(actor=actor, person=row, **form.cleaned_data)
        return redirect("engagement_people", pk=pk)
    return _ask(request, engagement, form, "Change their details", title="Details")


@page(*WORKERS, methods=("GET", "POST"))
def relation(request: HttpRequest, actor: Actor, pk: UUID, person: UUID, child: UUID) -> HttpResponse:
    """What somebody is to one child, and whether they hold parental responsibility."""
    engagement = selectors.workable_family(actor, pk)
    row, to = selectors.relation_between(engagement, person, child)
    known = selectors.relation_of(row, to)
    initial = (
        {"kind": known.kind, "parental_responsibility": known.parental_responsibility, "basis": known.basis}
        if known
        else None
    )
    form = (SiblingForm if row.is_child else RelationForm)(
        request.POST if request.method == "POST" else None, initial=initial
    )
    if form.is_valid():
        answers = {"parental_responsibility": ParentalResponsibility.NO, **form.cleaned_data}
        actions.relate(actor=actor, person=row, to=actions.RelationTo(child=to, **answers))
        return _next_relation(engagement, row)
    heading = f"What is {visible(row.name)} to {visible(to.name)}?"
    return _ask(request, engagement, form, heading, title="Relation")


@page(*WORKERS, methods=("GET", "POST"))
def add_contact(request: HttpRequest, actor: Actor, pk: UUID, person: UUID) -> HttpResponse:
    """One more way of reaching somebody."""
    engagement = selectors.workable_family(actor, pk)
    row = selectors.person_for(engagement, person)
    form = ContactForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.add_contact(actor=actor, person=row, **form.cleaned_data)
        return redirect("engagement_people", pk=pk)
    return _ask(request, engagement, form, f"How can {visible(row.name)} be reached?", title="Contact")


@page(*WORKERS, methods=("GET", "POST"))
def remove_contact(request: HttpRequest, actor: Actor, pk: UUID, person: UUID, detail: UUID) -> HttpResponse:
    """Ask before a contact detail goes."""
    engagement = selectors.workable_family(actor, pk)
    row = selectors.contact_for(selectors.person_for(engagement, person), detail)
    if request.method == "POST":
        actions.remove_contact(actor=actor, detail=row)
        return redirect("engagement_people", pk=pk)
    return question_page(
        request,
        form=GovForm(),
        heading="Remove this contact detail?",
        caption=engagement.caption,
        inset=visible(row.value),
        submit="Remove",
        back=_people_page(engagement),
        title="Contact",
    )


def _add(request: HttpRequest, actor: Actor, pk: UUID, *, is_child: bool) -> HttpResponse:
    engagement = selectors.workable_family(actor, pk)
    form = (AddChildForm if is_child else AddAdultForm)(request.POST if request.method == "POST" else None)
    if form.is_valid():
        person = actions.add_person(actor=actor, engagement=engagement, is_child=is_child, **form.cleaned_data)
        return _next_relation(engagement, person)
    return _ask(
        request,
        engagement,
        form,
        "Add a child" if is_child else "Add an adult",
        title="Child" if is_child else "Adult",
    )


def _next_relation(engagement: FamilyEngagement, person: Person) -> HttpResponse:
    """On to the first child to whom this person's relation is not known yet, else back to everybody."""
    child = selectors.child_without_relation(person)
    if child is None:
        return redirect("engagement_people", pk=engagement.pk)
    return redirect("person_relation", pk=engagement.pk, person=person.pk, child=child.pk)


def _ask(
    request: HttpRequest, engagement: FamilyEngagement, form: GovForm, heading: str, *, title: str
) -> HttpResponse:
    return question_page(
        request,
        form=form,
        heading=heading,
        caption=engagement.caption,
        back=_people_page(engagement),
        title=title,
    )


def _people_page(engagement: FamilyEngagement) -> str:
    return reverse("engagement_people", kwargs={"pk": engagement.pk})
