"""The auditor's pages, who opened what, and what a family is told of it."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.audit.reads import reads
from portal.audit.record import NewEntry, append
from portal.workflow import clock
from portal.workflow.models import DecisionRecord
from reconciliation.families import actions as families
from reconciliation.families.models import AccessGrant
from reconciliation.oversight.demo.cast import Cast
from reconciliation.tracks import actions, states
from reconciliation.tracks.models import ShortTermTrack
from tests.audit.conftest import tampering
from tests.tracks.road import ANSWER, PARTS, QUESTION, Road

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], Client]
CHILDS = "Do I have to sit beside him again?"
EVERYBODY = (
    "family_member", "young_person", "caseworker", "supervisor", "safeguarding_lead", "service_provider",
    "commissioner", "information_governance", "auditor", "admin",
)  # fmt: skip


@pytest.fixture
def road(cast: Cast) -> Road:
    return Road(cast)


@pytest.fixture
def answered(road: Road) -> Road:
    """A question with its answer approved and shared."""
    return road.until(states.ANSWER_SHARED)


@pytest.fixture(autouse=True)
def _anchor_file(settings: Any, tmp_path: Path) -> None:
    settings.ANCHOR_FILE = str(tmp_path / "anchor.json")


def text(client: Client, name: str, query: str = "") -> str:
    answer = client.get(reverse(name) + query)
    assert answer.status_code == 200
    return re.sub('name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


def opens(client: Client, track: ShortTermTrack) -> None:
    assert client.get(reverse("engagement", args=[track.engagement_id]) + f"?question={track.pk}").status_code == 200


def asked_by_the_child(cast: Cast) -> ShortTermTrack:
    asker = cast.actor("young_person")
    draft = actions.save_draft(actor=asker, person=cast.people["corin"], text=CHILDS)
    return actions.submit_question(actor=asker, draft_id=draft.pk)


# --- which reads are written --------------------------------------------------------------------


def test_a_familys_page_is_recorded_with_the_question_that_it_shows(road: Road, as_: SignIn) -> None:
    track = road.ask().track
    client = as_("supervisor")
    for _ in range(2):
        opens(client, track)
    entry = reads().get()
    assert (entry.action, entry.row_id, entry.chain) == ("opened.question", track.pk, track.engagement_id)
    assert entry.actor_id == road.cast.users["supervisor"].pk


def test_a_family_without_a_question_is_recorded_as_such(cast: Cast, as_: SignIn) -> None:
    family = cast.engagements["varnish"]
    assert as_("supervisor").get(reverse("engagement", args=[family.pk])).status_code == 200
    entry = reads().get()
    assert (entry.action, entry.row_id) == ("opened.family", family.pk)


def test_writing_and_approving_an_answer_are_recorded(road: Road, as_: SignIn) -> None:
    track = road.until(states.ANSWERING).track
    assert as_("caseworker").get(reverse("answer", args=[track.pk, 1])).status_code == 200
    road.no_proceedings().write(1).write(2).propose()
    assert as_("supervisor").get(reverse("share_answer", args=[track.pk])).status_code == 200
    assert sorted(reads().values_list("action", "actor_role")) == [
        ("opened.answer", "caseworker"),
        ("opened.approval", "supervisor"),
    ]


def test_a_review_and_an_incident_are_recorded(answered: Road, as_: SignIn) -> None:
    asker = answered.actor("family_member")
    actions.ask_for_review(actor=asker, pk=answered.track.pk, number=1, missing="The name")
    assert as_("information_governance").get(reverse("information_home")).status_code == 200
    assert as_("information_governance").get(reverse("review_case", args=[answered.track.pk])).status_code == 200
    assert as_("information_governance").get(reverse("review_case", args=[answered.track.pk])).status_code == 200
    incident = families.open_incident(actor=answered.actor("safeguarding_lead"))
    assert as_("safeguarding_lead").get(reverse("incident", args=[incident.pk])).status_code == 200
    assert sorted(reads().values_list("action", "row_id")) == [
        ("opened.incident", incident.pk),
        ("opened.review", answered.track.pk),
    ]


def test_what_a_family_reads_of_its_own_is_not_recorded(answered: Road, as_: SignIn) -> None:
    client = as_("family_member")
    for address in (reverse("family_home"), reverse("question", args=[answered.track.pk]), reverse("opened_by")):
        assert client.get(address).status_code == 200
    assert not reads().exists()


def test_a_page_that_is_refused_is_not_recorded_as_opened(road: Road, as_: SignIn) -> None:
    track = road.ask().track
    for local in ("other_supervisor", "other_caseworker", "safeguarding_lead", "admin", "commissioner"):
        assert as_(local).get(reverse("engagement", args=[track.engagement_id])).status_code == 404
    assert not reads().exists()


# --- decisions ----------------------------------------------------------------------------------


def test_the_auditor_sees_each_decision_with_the_reference_of_its_question(answered: Road, as_: SignIn) -> None:
    page = text(as_("auditor"), "audit_home")
    assert answered.track.reference in page
    assert "Unbroken" in page
    assert "Broken" not in page


def test_it_can_be_narrowed_by_the_kind_of_decision_and_by_a_part_of_the_post(answered: Road, as_: SignIn) -> None:
    client = as_("auditor")
    event = DecisionRecord.objects.get().event
    post = DecisionRecord.objects.get().actor_post
    for query, there in (
        (f"?event={event}", True), ("?event=refused", False), (f"?post={post[1:5].upper()}", True),
        ("?post=Nobody", False), ("?event=nonsense", True),
    ):  # fmt: skip
        assert (answered.track.reference in text(client, "audit_home", query)) is there, query


def test_the_choice_goes_along_to_the_earlier_page(
    answered: Road, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reconciliation.oversight.selectors.decisions.PAGE_SIZE", 1)
    newer = Road(answered.cast).until(states.ANSWER_SHARED)
    client = as_("auditor")
    page = text(client, "audit_home", "?event=share_answer")
    last = DecisionRecord.objects.get(track_id=newer.pk)
    query = f"?event=share_answer&after={last.pk}"
    assert query.replace("&", "&amp;") in page
    assert newer.track.reference in page
    assert answered.track.reference in text(client, "audit_home", query)


def test_a_date_that_was_moved_is_a_decision_of_the_log_too(road: Road, as_: SignIn) -> None:
    track = road.until(states.ANSWERING).track
    assert track.next_due is not None
    actions.extend_answer(
        actor=road.actor("caseworker"), pk=track.pk, new_due=clock.add_working_days(track.next_due, 3),
        reason="The school is closed.", family_told="By phone today.",
    )  # fmt: skip
    page = text(as_("auditor"), "audit_home", "?event=extend")
    assert "The school is closed." in page
    assert "Unbroken" in page


@pytest.mark.parametrize("what", ["the decision", "its entry", "the entry before it", "no entry"])
def test_a_decision_that_the_record_does_not_bear_out_is_shown_as_broken(
    answered: Road, as_: SignIn, what: str
) -> None:
    entry = AuditEntry.objects.get(chain=answered.track.engagement_id, details__has_key="decision")
    with tampering():
        if what == "the decision":
            DecisionRecord.objects.update(reason_code="other")
        elif what == "its entry":
            AuditEntry.objects.filter(pk=entry.pk).update(actor_post="Somebody else")
        elif what == "the entry before it":
            AuditEntry.objects.filter(chain=entry.chain, sequence=entry.sequence - 1).update(mac="00" * 32)
        else:
            AuditEntry.objects.filter(pk=entry.pk).delete()
    page = text(as_("auditor"), "audit_home")
    assert "1 of the 1 decisions on this page do not match the record" in page
    assert answered.track.reference in page


def test_the_whole_record_is_checked_on_request_and_the_result_stays_with_its_date(answered: Road, as_: SignIn) -> None:
    client = as_("auditor")
    assert "Whole record last checked" not in text(client, "audit_home")
    page = client.post(reverse("audit_check"), follow=True).content.decode()
    assert "The whole record was checked and is unbroken." in page
    assert "Whole record last checked on request" in page
    entry = AuditEntry.objects.get(action="record_checked")
    assert (entry.actor_role, entry.details) == ("auditor", {"count": 0, "faults": []})
    assert AuditEntry.objects.filter(action="anchored", actor_role="auditor").count() == 1


def test_a_check_that_finds_something_names_it(answered: Road, as_: SignIn) -> None:
    chain = answered.track.engagement_id
    with tampering():
        AuditEntry.objects.filter(chain=chain, sequence=2).update(actor_post="Somebody else")
    page = as_("auditor").post(reverse("audit_check"), follow=True).content.decode()
    assert f"{chain} 2 changed" in page
    assert "1 fault." in page
    assert "is unbroken" not in page


# --- who opened what ----------------------------------------------------------------------------


def test_the_auditor_sees_who_opened_what_of_which_family_and_why(road: Road, as_: SignIn) -> None:
    track = road.ask().track
    opens(as_("supervisor"), track)
    families.open_with_reason(
        actor=road.actor("safeguarding_lead"), engagement=track.engagement, reason="A worry about bruises."
    )
    opens(as_("safeguarding_lead"), track)
    page = text(as_("auditor"), "opened_log")
    assert page.count(track.engagement.reference) == 2
    for local in ("supervisor", "safeguarding_lead"):
        assert road.cast.users[local].name in page
    assert "A worry about bruises." in page
    assert "Supervises the family" in page


def test_a_reason_counts_only_while_it_held(road: Road, as_: SignIn) -> None:
    track, lead = road.ask().track, road.actor("safeguarding_lead")
    families.open_with_reason(actor=lead, engagement=track.engagement, reason="A worry about bruises.")
    opens(as_("safeguarding_lead"), track)
    AccessGrant.objects.update(until=timezone.now() - timedelta(hours=1))
    assert "A worry about bruises." not in text(as_("auditor"), "opened_log")


def test_the_log_comes_page_by_page_with_the_same_few_queries(
    cast: Cast, as_: SignIn, django_assert_max_num_queries: Any
) -> None:
    client, reader, holder = as_("auditor"), cast.actor("supervisor"), cast.engagements["varnish"].pk
    now = timezone.now()
    append(
        NewEntry(
            actor=reader, holder=holder, action="opened.question", table="", row=uuid4(), at=now - timedelta(minutes=n)
        )
        for n in range(60)
    )
    seen, query = [], ""
    for rows in (25, 25, 10):
        with django_assert_max_num_queries(20):
            page = text(client, "opened_log", query)
        assert page.count('<td class="govuk-table__cell" data-label="When">') == rows
        seen.append(page)
        query = page.partition('rel="next" href="')[2].partition('"')[0]
    assert query == ""
    assert len(set(seen)) == 3


@pytest.mark.parametrize("name", ["audit_home", "opened_log"])
def test_the_auditors_pages_hold_no_question_answer_or_message(answered: Road, as_: SignIn, name: str) -> None:
    track = answered.track
    opens(as_("supervisor"), track)
    page = text(as_("auditor"), name)
    for private in (*QUESTION.split("? "), *PARTS, ANSWER.text):
        assert private not in page
    for person in track.engagement.people.all():
        assert person.name not in page


# --- what a family is told ----------------------------------------------------------------------


def test_a_family_reads_who_opened_its_question_as_a_role_and_never_as_a_name(road: Road, as_: SignIn) -> None:
    track = road.ask().track
    opens(as_("supervisor"), track)
    page = text(as_("family_member"), "opened_by")
    assert "Supervisor" in page
    assert PARTS[0].split("?")[0] in page
    user = road.cast.users["supervisor"]
    for hidden in (user.name, user.email, str(user.pk)):
        assert hidden not in page


def test_the_same_role_on_the_same_day_is_one_line(road: Road, as_: SignIn) -> None:
    track = road.ask().track
    for local in ("supervisor", "second_supervisor"):
        opens(as_(local), track)
    assert text(as_("family_member"), "opened_by").count(">Supervisor<") == 1


def test_the_link_to_it_stands_on_the_familys_home(cast: Cast, as_: SignIn) -> None:
    for local in ("family_member", "young_person"):
        assert reverse("opened_by") in text(as_(local), "family_home")


def test_a_parent_never_learns_that_a_young_persons_private_question_was_opened(cast: Cast, as_: SignIn) -> None:
    before = {local: text(as_(local), "opened_by") for local in ("family_member", "second_parent")}
    opens(as_("supervisor"), asked_by_the_child(cast))
    assert {local: text(as_(local), "opened_by") for local in before} == before
    assert "Supervisor" in text(as_("young_person"), "opened_by")


def test_a_parent_sees_it_from_when_the_question_is_shared_with_them(cast: Cast, as_: SignIn) -> None:
    track = asked_by_the_child(cast)
    opens(as_("supervisor"), track)
    actions.share_question(actor=cast.actor("young_person"), pk=track.pk, person_ids={cast.people["imelda"].pk})
    assert CHILDS in text(as_("family_member"), "opened_by")
    assert CHILDS not in text(as_("second_parent"), "opened_by")


def test_what_the_safeguarding_lead_does_stays_untold(road: Road, as_: SignIn) -> None:
    track = road.ask().track
    before = text(as_("family_member"), "opened_by")
    families.open_with_reason(actor=road.actor("safeguarding_lead"), engagement=track.engagement, reason="A worry.")
    opens(as_("safeguarding_lead"), track)
    assert text(as_("family_member"), "opened_by") == before


def test_the_other_familys_page_does_not_change(road: Road, as_: SignIn) -> None:
    before = text(as_("other_family"), "opened_by")
    opens(as_("supervisor"), road.ask().track)
    assert text(as_("other_family"), "opened_by") == before


# --- who may not --------------------------------------------------------------------------------


@pytest.mark.parametrize("local", EVERYBODY)
def test_each_page_is_for_its_role_and_a_404_for_all_others(cast: Cast, as_: SignIn, local: str) -> None:
    client = as_(local)
    of_families = local in {"family_member", "young_person"}
    for name, method, allowed in (
        ("audit_home", "get", local == "auditor"), ("opened_log", "get", local == "auditor"),
        ("audit_check", "post", local == "auditor"), ("opened_by", "get", of_families),
    ):  # fmt: skip
        status = getattr(client, method)(reverse(name)).status_code
        assert (status != 404) is allowed, name


def test_a_stranger_is_sent_to_sign_in_and_a_wrong_method_gets_405(client: Client, cast: Cast, as_: SignIn) -> None:
    for name in ("audit_home", "opened_log", "opened_by"):
        assert client.get(reverse(name)).status_code == 302
        assert as_("auditor").post(reverse(name)).status_code == 405
    assert as_("auditor").get(reverse("audit_check")).status_code == 405


def test_nobody_checks_the_record_by_a_forged_form(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["auditor"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(reverse("audit_check")).status_code == 403
    assert not AuditEntry.objects.filter(action="record_checked").exists()


def test_nobody_pages_by_the_key_of_an_entry_that_is_not_theirs(road: Road, as_: SignIn) -> None:
    opens(as_("supervisor"), asked_by_the_child(road.cast))
    key = reads().get().pk
    for unknown in (key, UUID(int=7)):
        assert as_("family_member").get(reverse("opened_by") + f"?after={unknown}").status_code == 404
    assert as_("auditor").get(reverse("opened_log") + f"?after={UUID(int=7)}").status_code == 404
    assert as_("auditor").get(reverse("audit_home") + f"?after={UUID(int=7)}").status_code == 404
