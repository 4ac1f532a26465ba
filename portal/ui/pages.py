"""The kinds of page that the service is made of, one thing a page."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from portal.ui.components import Row
from portal.ui.forms import GovFormMixin


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form to be bound to; an empty form that was sent is still one."""
    return request.POST if request.method == "POST" else None


def question_page(
    request: HttpRequest,
    *,
    form: forms.BaseForm,
    heading: str,
    submit: str = "Continue",
    back: str | None = None,
    caption: str = "",
    inset: str = "",
    status: int = 200,
    extra: dict[str, Any] | None = None,
    template: str = "components/question_page.html",
    title: str = "",
) -> HttpResponse:
    """One question. Where its only field's label is the heading, it is drawn once.

    ``title`` stays neutral, for it lands in the browser's history.
    """
    visible = form.visible_fields()
    if isinstance(form, GovFormMixin) and len(visible) == 1 and str(visible[0].label) == heading:
        setattr(form, "label_in_heading" if inset or caption else "heading_field", visible[0].name)
    context = {
        "form": form,
        "heading": heading,
        "label_is_heading": bool(getattr(form, "heading_field", None)),
        "submit": submit,
        "back": back,
        "caption": caption,
        "inset": inset,
        "page_title": title,
        **(extra or {}),
    }
    return render(request, template, context, status=status)


def check_answers(
    request: HttpRequest,
    *,
    heading: str,
    rows: Iterable[Row],
    form: forms.BaseForm | None = None,
    submit: str = "Send",
    back: str | None = None,
    caption: str = "",
    inset: str = "",
    title: str = "",
) -> HttpResponse:
    """Everything that was answered, each with a way to change it, before it is sent."""
    context = {
        "heading": heading,
        "rows": list(rows),
        "form": form,
        "submit": submit,
        "back": back,
        "caption": caption,
        "inset": inset,
        "page_title": title,
    }
    return render(request, "components/check_answers.html", context)


def confirmation(
    request: HttpRequest,
    *,
    heading: str,
    reference: str = "",
    next_steps: Sequence[str] = (),
    links: Sequence[tuple[str, str]] = (),
    title: str = "",
) -> HttpResponse:
    """It is done: the reference, and what happens next. ``links`` are (text, address)."""
    context = {
        "heading": heading,
        "reference": reference,
        "next_steps": next_steps,
        "links": links,
        "page_title": title,
    }
    return render(request, "components/confirmation.html", context)
