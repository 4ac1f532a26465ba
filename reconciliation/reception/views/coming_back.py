"""Coming back without an account: with the receipt, with a code by email, or by a call. And closing it again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.codes import limit
from portal.ui.pages import confirmation, posted, question_page
from reconciliation.families.references import tidy_reference
from reconciliation.reception import actions, selectors
from reconciliation.reception.forms import LostForm, MailedCodeForm, ReturnForm
from reconciliation.reception.hours import when_read
from reconciliation.reception.models import AskDraft
from reconciliation.reception.views.asking import ASKING
from reconciliation.reception.views.common import stranger

# For which reference this browser waits for a code.
LOST = "lost_receipt"
NO_REFERENCE = "none"


@stranger("GET", "POST")
def come_back(request: HttpRequest) -> HttpResponse:
    """Reference and code. A wrong and an unknown one are answered alike."""
    form = ReturnForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reference, secret = form.cleaned_data["reference"], form.cleaned_data["secret"]
        limit(request, "receipt", _key(reference))
        found = actions.come_back(reference=reference, secret=secret)
        if isinstance(found, AskDraft):
            request.session.cycle_key()
            request.session[ASKING] = str(found.pk)
            return redirect("ask_write")
        if found is not None:
            selectors.begin_session(request.session, found)
            return redirect("question", pk=found.pk)
        form.add_error(None, _("The reference or the code is not right. Check both and try again"))
    return question_page(
        request, form=form, heading=_("Come back to your question"), title=_("Question"), back=reverse("start"),
        template="reception/return.html",
    )  # fmt: skip


@stranger("GET", "POST")
def lost(request: HttpRequest) -> HttpResponse:
    """Without the code: the answer is the same whatever the reference is."""
    form = LostForm(posted(request))
    if request.method == "POST" and form.is_valid():
        reference = form.cleaned_data["reference"]
        limit(request, "receipt_lost", _key(reference))
        if form.cleaned_data["way"] == "call":
            actions.ask_for_call(reference=reference)
            return confirmation(
                request, heading=_("Thank you"), title=_("Question"), links=[(_("Back to the first page"), "/")],
                next_steps=[_("If you gave us a number with this question, we call you there."), when_read()],
            )  # fmt: skip
        actions.mail_code(reference=reference)
        # What is none may be anything that somebody typed, and a session is not sealed.
        request.session[LOST] = tidy_reference(reference) or NO_REFERENCE
        return redirect("ask_return_code")
    return question_page(
        request, form=form, heading=_("You do not have your code"), title=_("Question"), back=reverse("ask_return"),
        template="reception/lost.html",
    )  # fmt: skip


@stranger("GET", "POST")
def by_code(request: HttpRequest) -> HttpResponse:
    """The numbers from the email open it, and bring a new code: the old one opens nothing any more."""
    reference = str(request.session.get(LOST, ""))
    if not reference:
        return redirect("ask_return_lost")
    form = MailedCodeForm(posted(request))
    if request.method == "POST" and form.is_valid():
        limit(request, "receipt", _key(reference))
        found = actions.with_code(reference=reference, code=form.cleaned_data["code"])
        if found is not None:
            receipt, secret = found
            del request.session[LOST]
            selectors.begin_session(request.session, receipt)
            return render(request, "reception/new_code.html", {"receipt": receipt, "secret": secret})
        form.add_error("code", _("Check the numbers. They are wrong, too old, or were tried too often"))
    return question_page(
        request, form=form, heading=_("Enter the code"), title=_("Question"), back=reverse("ask_return_lost"),
        inset=_("If you gave us an email address with this question, we have sent 6 numbers there. It can take a "
                "few minutes."),
    )  # fmt: skip


@stranger("POST")
def leave(request: HttpRequest) -> HttpResponse:
    """This browser opens the question no longer."""
    request.session.flush()
    return redirect("start")


def _key(reference: str) -> str:
    """What tries are counted by: a reference however it was typed, or what was typed where it is none."""
    return tidy_reference(reference) or reference[:40]
