"""The pages on which the facts are recorded, the panel that shows them, and the one refusal."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.encryption import keys
from portal.workflow import clock
from reconciliation.families.actions import add_person
from reconciliation.safeguards import actions
from reconciliation.safeguards.models import (
    CommunicationNeed,
    NeedMet,
    ProceedingsCheck,
    ProceedingsStatus,
    SafetyScreen,
)
from tests.safeguards.conftest import BARRED, Scene

SCREEN = {"outcome": "mash_contacted", "contact_outcome": "They will call back.", "reason": "She said so."}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def worker(scene: Scene) -> Client:
    return signed_in(scene.cast.east.worker)


def day(name: str, when: dt.date) -> dict[str, str]:
    return {f"{name}_day": str(when.day), f"{name}_month": str(when.month), f"{name}_year": str(when.year)}


def pages(scene: Scene) -> dict[str, str]:
    family, person = f"/engagements/{scene.engagement.pk}/", scene.cast.east.mother.pk
    return {
        "screen": f"{family}screen/{scene.question}/",
        "proceedings": f"{family}proceedings/status/",
        "need": f"{family}needs/{person}/",
        "met": f"{family}needs/{person}/met/{scene.question}/",
    }


def checked(days: int = 5) -> dict[str, str]:
    due = clock.add_working_days(clock.today(), days)
    return {"officer_role": "Officer in the case", "outcome": "Still open."} | day("next_check_due", due)


# --- The safeguarding screen ---------------------------------------------------------------------


def test_the_worker_records_the_screen_and_is_back_at_the_question(scene: Scene) -> None:
    client = worker(scene)
    assert "What did you find, and what did you do?" in client.get(pages(scene)["screen"]).content.decode()
    answer = client.post(pages(scene)["screen"], SCREEN)
    assert answer["Location"] == f"/engagements/{scene.engagement.pk}/?question={scene.question}"
    screen = SafetyScreen.objects.get()
    assert (screen.subject, screen.outcome) == (scene.question, "mash_contacted")
    assert (screen.contact_outcome, screen.reason) == ("They will call back.", "She said so.")
    assert screen.recorded_by == scene.cast.east.worker


def test_a_screen_without_answers_says_what_to_enter(scene: Scene) -> None:
    answer = worker(scene).post(pages(scene)["screen"], {}).content.decode()
    assert "Select what you found" in answer
    assert "Enter why, and what you told the family" in answer
    assert not SafetyScreen.objects.exists()


@pytest.mark.parametrize("outcome", ["mash_contacted", "police_contacted"])
def test_whoever_was_contacted_said_something(scene: Scene, outcome: str) -> None:
    typed = {"outcome": outcome, "contact_outcome": " ", "reason": "The family told us of last night."}
    answer = worker(scene).post(pages(scene)["screen"], typed).content.decode()
    assert "Enter what MASH or the police said" in answer
    assert "The family told us of last night." in answer


def test_no_immediate_risk_needs_nobody_to_be_asked(scene: Scene) -> None:
    worker(scene).post(pages(scene)["screen"], {"outcome": "no_immediate_risk", "reason": "All are safe."})
    assert SafetyScreen.objects.get().contact_outcome == ""


# --- Police and court ----------------------------------------------------------------------------


def test_none_known_needs_no_check(scene: Scene) -> None:
    worker(scene).post(pages(scene)["proceedings"], {"status": "none_known"})
    assert ProceedingsStatus.objects.get().status == "none_known"
    assert not ProceedingsCheck.objects.exists()


def test_a_status_and_its_check_are_recorded_together(scene: Scene) -> None:
    written = {"non_objection": "on", "non_objection_ref": "Letter of 2 March, in the file"}
    typed = {"status": "investigation"} | written | checked()
    worker(scene).post(pages(scene)["proceedings"], typed)
    status = ProceedingsStatus.objects.get()
    assert (status.status, status.non_objection) == ("investigation", True)
    assert status.non_objection_ref == "Letter of 2 March, in the file"
    assert ProceedingsCheck.objects.get().officer_role == "Officer in the case"


def test_a_non_objection_is_not_carried_over_to_another_status(scene: Scene) -> None:
    written = {"non_objection": "on", "non_objection_ref": "Letter of 2 March, in the file"}
    worker(scene).post(pages(scene)["proceedings"], {"status": "investigation"} | written | checked())
    page = worker(scene).get(pages(scene)["proceedings"]).content.decode()
    assert "Letter of 2 March, in the file" not in page


def test_another_status_without_a_check_says_what_to_enter(scene: Scene) -> None:
    answer = worker(scene).post(pages(scene)["proceedings"], {"status": "bail"}).content.decode()
    for words in ("Enter the role of the officer you asked", "Enter what they said"):
        assert words in answer
    assert not ProceedingsStatus.objects.exists()


def test_a_check_without_a_date_is_due_again_on_the_last_day_there_is(scene: Scene) -> None:
    typed = {"status": "bail"} | checked()
    worker(scene).post(pages(scene)["proceedings"], {k: v for k, v in typed.items() if "next_check" not in k})
    assert ProceedingsCheck.objects.get().next_check_due == clock.add_working_days(clock.today(), 10)


def test_where_none_is_known_nobody_can_have_been_asked(scene: Scene) -> None:
    answer = worker(scene).post(pages(scene)["proceedings"], {"status": "none_known"} | checked()).content.decode()
    assert answer.count('class="govuk-error-message"') == 3
    assert "Leave this empty where there is none that we know of" in answer
    assert not ProceedingsStatus.objects.exists()


def test_a_non_objection_names_where_it_is_kept(scene: Scene) -> None:
    typed = {"status": "charged", "non_objection": "on"} | checked()
    answer = worker(scene).post(pages(scene)["proceedings"], typed).content.decode()
    assert "Enter who wrote it, when, and where it is kept" in answer


def test_a_next_check_too_far_ahead_or_past_is_refused_beside_the_field(scene: Scene) -> None:
    far = worker(scene).post(pages(scene)["proceedings"], {"status": "bail"} | checked(11)).content.decode()
    assert "Date of the next check must be on or before" in far
    past = {"status": "bail"} | checked() | day("next_check_due", clock.today() - dt.timedelta(days=1))
    answer = worker(scene).post(pages(scene)["proceedings"], past).content.decode()
    assert "must be today or in the future" in answer
    assert not ProceedingsStatus.objects.exists()


# --- Language and format -------------------------------------------------------------------------


def test_the_worker_records_a_need_and_how_it_was_met(scene: Scene) -> None:
    client, at = worker(scene), pages(scene)
    client.post(at["need"], {"language": "pl", "format": "audio"})
    need = CommunicationNeed.objects.get()
    assert (need.person, need.language, need.format) == (scene.cast.east.mother, "pl", "audio")
    assert 'value="pl" selected' in client.get(at["need"]).content.decode()
    client.post(at["met"], {"how": "interpreter", "interpreter": "Ewa Lis", "conflict_checked": "on"})
    met = NeedMet.objects.get()
    assert (met.interpreter, met.conflict_checked, met.subject) == ("Ewa Lis", True, scene.question)


def test_an_interpreter_has_a_name(scene: Scene) -> None:
    answer = worker(scene).post(pages(scene)["met"], {"how": "translation"}).content.decode()
    assert "Enter the name of the interpreter or translator" in answer
    assert not NeedMet.objects.exists()


# --- The panel -----------------------------------------------------------------------------------


def panel(scene: Scene, user: User, *, subject: uuid.UUID | None = None) -> str:
    request = RequestFactory().get("/")
    request.user = user
    template = Template("{% load safeguards_panels %}{% safeguards_panel engagement subject=subject %}")
    context = {"request": request, "engagement": scene.engagement, "subject": subject}
    return template.render(Context(context))


def recorded(scene: Scene) -> None:
    mother, actor = scene.cast.east.mother, scene.worker
    actions.record_screen(
        actor=actor, engagement=scene.engagement, subject=scene.question, outcome="no_immediate_risk",
        reason="All are safe.",
    )  # fmt: skip
    actions.record_proceedings(actor=actor, engagement=scene.engagement, status="bail")
    actions.record_check(
        actor=actor, engagement=scene.engagement, officer_role="Officer", next_check_due=clock.today(),
    )  # fmt: skip
    actions.record_need(actor=actor, engagement=scene.engagement, person=mother, language="pl", format="audio")


def test_the_panel_says_what_is_recorded_and_what_is_due(scene: Scene) -> None:
    empty = panel(scene, scene.cast.east.worker)
    assert empty.count("None recorded") == 2
    recorded(scene)
    full = panel(scene, scene.cast.east.worker, subject=scene.question)
    for words in ("No immediate risk", "Bail", "Next check due", "Today", "Polish, Audio", "Hanne Osterlin"):
        assert words in full
    for address in pages(scene).values():
        assert f'href="{address}"' in full


def test_the_panel_of_another_question_shows_no_screen_of_this_one(scene: Scene) -> None:
    recorded(scene)
    assert "No immediate risk" not in panel(scene, scene.cast.east.worker, subject=uuid.uuid4())


def test_an_approver_reads_the_panel_without_links_to_record(scene: Scene) -> None:
    recorded(scene)
    read = panel(scene, scene.cast.east.approver, subject=scene.question)
    assert "No immediate risk" in read
    assert f'href="/engagements/{scene.engagement.pk}/proceedings/"' in read
    assert not [address for address in pages(scene).values() if address in read]


def test_the_panel_costs_the_same_for_few_people_and_for_many(scene: Scene) -> None:
    recorded(scene)
    with CaptureQueriesContext(connection) as few, keys.key_ring():
        panel(scene, scene.cast.east.worker)
    for number in range(5):
        person = add_person(
            actor=scene.worker, engagement=scene.engagement, name=f"Aunt {number} Osterlin", is_child=False
        )
        actions.record_need(
            actor=scene.worker, engagement=scene.engagement, person=person, language="ur", format="standard"
        )
    with CaptureQueriesContext(connection) as many, keys.key_ring():
        panel(scene, scene.cast.east.worker)
    assert len(many) == len(few)


@pytest.mark.parametrize("who", sorted(set(BARRED) - {"an approver who is not assigned"}))
def test_nobody_else_reads_the_panel(scene: Scene, who: str) -> None:
    recorded(scene)
    assert panel(scene, scene.barred[who], subject=scene.question).strip() == ""


# --- Who may not ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["screen", "proceedings", "need", "met"])
@pytest.mark.parametrize("who", BARRED)
def test_everybody_else_gets_the_page_of_something_that_is_not_there(scene: Scene, who: str, name: str) -> None:
    client = signed_in(scene.barred[who])
    missing = client.get(f"/engagements/{uuid.uuid4()}/proceedings/")
    assert missing.status_code == 404
    at = pages(scene)[name]
    for answer in (client.get(at), client.post(at, SCREEN | {"status": "none_known", "language": "pl"})):
        assert answer.status_code == 404
        assert answer.content == missing.content
    for model in (SafetyScreen, ProceedingsStatus, CommunicationNeed, NeedMet):
        assert not model._default_manager.exists()


def test_a_forged_question_or_person_is_not_there(scene: Scene) -> None:
    client, family = worker(scene), f"/engagements/{scene.engagement.pk}/"
    theirs = scene.cast.west.mother.pk
    for at in (
        f"{family}screen/{scene.other_question}/",
        f"{family}screen/{uuid.uuid4()}/",
        f"{family}needs/{theirs}/",
        f"{family}needs/{theirs}/met/{scene.question}/",
        f"{family}needs/{scene.cast.east.mother.pk}/met/{scene.other_question}/",
    ):
        assert client.get(at).status_code == 404
        assert client.post(at, SCREEN).status_code == 404


def test_a_worker_who_left_the_family_gets_the_same_404(scene: Scene) -> None:
    left = scene.cast.east.worker
    scene.engagement.assignments.update(until=clock.now())
    assert signed_in(left).get(pages(scene)["screen"]).status_code == 404


def test_a_stranger_is_sent_to_sign_in(scene: Scene) -> None:
    for at in pages(scene).values():
        assert Client().get(at)["Location"].startswith("/accounts/login/")
