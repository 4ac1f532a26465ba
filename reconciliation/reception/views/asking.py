"""Three short pages without an account: is anyone unsafe, what do you want to ask, how can we reach you."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.codes import limit
from portal.accounts.pages import by_script
from portal.ui.pages import posted, question_page
from portal.ui.refusals import OutOfDate
from reconciliation.reception import actions, selectors
from reconciliation.reception.actions import ReachBy
from reconciliation.reception.forms import (
    OTHER_WAY,
    CallMeForm,
    EmailForm,
    MailedCodeForm,
    ReachForm,
    SafetyForm,
    WriteForm,
)
from reconciliation.reception.hours import when_read
from reconciliation.reception.models import AskDraft, Reach, Receipt
from reconciliation.reception.receipts import fits, id_from
from reconciliation.reception.views.common import stranger

# What a session holds: which draft it writes, and whether its writer kept the code.
ASKING, WITHOUT_CODE = "asking", "asking_without_code"
NOT_HERE = gettext_lazy(
    "This browser is not writing a question now. Start again, or come back with your reference and code."
)
# A box that nobody sees and machines fill in.
TRAP = "website"


@stranger("GET", "POST")
def start(request: HttpRequest) -> HttpResponse:
    """Is anyone unsafe? The answer makes the reference and the code, before the first word is written."""
    form = SafetyForm(posted(request))
    if request.method == "POST" and form.is_valid():
        limit(request, "ask", "anybody")
        pk = id_from(form.cleaned_data["draft"] or uuid4())
        own = request.session.get(ASKING) == str(pk)
        draft, secret = actions.begin(pk=pk, own=own, unsafe=form.cleaned_data["unsafe"])
        request.session.cycle_key()
        request.session[ASKING] = str(draft.pk)
        # Drawn at once: a page of its own would have to know the secret, and nothing keeps it.
        return _write(request, draft, WriteForm(initial={"secret": secret, "question": draft.text}), secret)
    return question_page(
        request, form=form, heading=_("Is anyone unsafe right now?"), title=_("Question"),
        template="reception/start.html", back=reverse("start"),
    )  # fmt: skip


@stranger("GET", "POST")
def write(request: HttpRequest) -> HttpResponse:
    """One box, in one's own words; what was typed is kept at each Continue, and with JavaScript at each pause."""
    if request.method != "POST" and not _is_asking(request):
        return redirect("ask_start")
    draft = _own_draft(request)
    form = WriteForm(posted(request), initial={"question": draft.text})
    if request.method == "POST":
        actions.save(pk=draft.pk, text=_typed(request), by_machine=bool(request.POST.get(TRAP)))
        if form.is_valid():
            request.session[WITHOUT_CODE] = form.cleaned_data["saved"] == OTHER_WAY
            return _reach(request, draft, _reach_form(request, initial={"secret": form.cleaned_data["secret"]}))
    return _write(request, draft, form, request.POST.get("secret", ""))


@by_script
@stranger("POST")
def save(request: HttpRequest) -> HttpResponse:
    """What is in the box so far, sent by the page's script."""
    draft = _own_draft(request)
    actions.save(pk=draft.pk, text=_typed(request), by_machine=bool(request.POST.get(TRAP)))
    return HttpResponse(status=204)


@stranger("GET", "POST")
def reach(request: HttpRequest) -> HttpResponse:
    """How, or whether, to reach them. Coming back by themselves needs nothing more."""
    form = _reach_form(request, posted(request))
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["reach"]
        if chosen == Reach.COME_BACK:
            return _send(request, _asking(request), ReachBy(chosen), form.cleaned_data["secret"])
        _written(request)
        kind = EmailForm if chosen == Reach.EMAIL else CallMeForm
        return _details(request, kind(initial={"secret": form.cleaned_data["secret"]}), chosen)
    if request.method != "POST" and not _is_asking(request):
        return redirect("ask_start")
    return _reach(request, _written(request), form)


@stranger("GET", "POST")
def email(request: HttpRequest) -> HttpResponse:
    """Where to email them, then it is sent."""
    return _asked_where(request, EmailForm(posted(request)), Reach.EMAIL)


@stranger("GET", "POST")
def call(request: HttpRequest) -> HttpResponse:
    """Where and when to call them, then it is sent."""
    return _asked_where(request, CallMeForm(posted(request)), Reach.CALL)


@stranger("GET", "POST")
def sent(request: HttpRequest) -> HttpResponse:
    """We have it. Where an address was given, the code that was sent there shows that it is theirs."""
    receipt = selectors.receipt_of(selectors.holder_of(request.session))
    if receipt is None:
        return redirect("ask_return")
    form = MailedCodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        limit(request, "receipt", receipt.reference)
        if actions.confirm_address(receipt=receipt, code=form.cleaned_data["code"]):
            return redirect("question", pk=receipt.pk)
        form.add_error("code", _("Check the numbers. They are wrong, or too old"))
    return _sent(request, receipt, "", form)


def _asked_where(request: HttpRequest, form: EmailForm | CallMeForm, way: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        secret = said.pop("secret")
        if way == Reach.EMAIL:
            # The box of somebody else is not filled with codes from here.
            limit(request, "ask_email", said["address"].lower())
        return _send(request, _asking(request), ReachBy(way, **said), secret)
    if request.method != "POST" and not _is_asking(request):
        return redirect("ask_start")
    _written(request)
    return _details(request, form, way)


def _send(request: HttpRequest, pk: UUID, by: ReachBy, secret: str) -> HttpResponse:
    # The question, and that this browser may see it, come in together or not at all.
    with transaction.atomic():
        receipt = actions.submit(pk=pk, by=by)
        selectors.begin_session(request.session, receipt, just_asked=True)
        request.session.save()
    request.session.modified = False
    if by.reach == Reach.EMAIL:
        actions.mail_code(reference=receipt.reference)
    return _sent(request, receipt, secret, MailedCodeForm())


def _sent(request: HttpRequest, receipt: Receipt, secret: str, form: MailedCodeForm) -> HttpResponse:
    context = {
        "receipt": receipt, "secret": secret if fits(secret, bytes(receipt.secret_mac)) else "", "form": form,
        "when_read": when_read(), "by_email": receipt.reach == Reach.EMAIL, "by_call": receipt.reach == Reach.CALL,
    }  # fmt: skip
    return render(request, "reception/sent.html", context)


def _write(request: HttpRequest, draft: AskDraft, form: WriteForm, secret: str) -> HttpResponse:
    shown = secret if fits(secret, bytes(draft.secret_mac)) else ""
    extra: dict[str, Any] = {
        "draft": draft, "secret": shown, "when_read": when_read(), "action": reverse("ask_write"), "trap": TRAP,
    }  # fmt: skip
    return question_page(
        request, form=form, heading=_("Your question"), title=_("Question"), template="reception/write.html",
        back=reverse("ask_start"), extra=extra,
    )  # fmt: skip


def _reach_form(request: HttpRequest, data: Any = None, **kwargs: Any) -> ReachForm:
    return ReachForm(data, has_code=not request.session.get(WITHOUT_CODE), **kwargs)


def _reach(request: HttpRequest, draft: AskDraft, form: ReachForm) -> HttpResponse:
    return question_page(
        request, form=form, heading=str(form.fields["reach"].label), title=_("Question"), submit=_("Send my question"),
        back=reverse("ask_write"), template="reception/reach.html",
        extra={"action": reverse("ask_reach"), "draft": draft},
    )  # fmt: skip


def _details(request: HttpRequest, form: EmailForm | CallMeForm, way: str) -> HttpResponse:
    by_email = way == Reach.EMAIL
    return question_page(
        request, form=form, title=_("Question"), submit=_("Send my question"), back=reverse("ask_reach"),
        heading=_("Where can we email you?") if by_email else _("How can we call you?"),
        template="reception/reach.html", extra={"action": reverse("ask_email" if by_email else "ask_call")},
    )  # fmt: skip


def _typed(request: HttpRequest) -> str:
    """What is in the box, whole or not: a text that is too long for a question is not lost either."""
    return str(WriteForm.base_fields["question"].to_python(request.POST.get("question", "")))


def _asking(request: HttpRequest) -> UUID:
    try:
        return UUID(str(request.session.get(ASKING)))
    except ValueError:
        raise OutOfDate(str(NOT_HERE)) from None


def _is_asking(request: HttpRequest) -> bool:
    """Whether this browser writes a question; a link that is opened without one leads to the first page."""
    return ASKING in request.session and selectors.draft_of(_asking(request)) is not None


def _own_draft(request: HttpRequest) -> AskDraft:
    draft = selectors.draft_of(_asking(request))
    if draft is None:
        raise OutOfDate(str(NOT_HERE))
    return draft


def _written(request: HttpRequest) -> AskDraft:
    """A question that says something; whoever has none writes it first."""
    draft = _own_draft(request)
    if not draft.text:
        raise OutOfDate(str(NOT_HERE))
    return draft
