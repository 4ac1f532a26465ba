"""A stolen database: no name, no text, no date of birth can be read in it; and the record cannot be rewritten."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import DatabaseError, connection, transaction
from django.test import Client

from portal.encryption.errors import SealBroken
from portal.workflow.models import DecisionRecord, MoveRecord
from reconciliation.families import actions as families
from reconciliation.tracks import actions, states
from reconciliation.tracks.actions import AnswerText
from reconciliation.tracks.models import Answer, PartResponse, QuestionPart, ShortTermTrack
from tests.accounts.authenticator import with_passkey
from tests.tracks.road import Road

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

CANARIES = [
    "Zinnia Quartermaine", "1987-03-09", "07700 900777", "71 Pumice Lane", "EXT-55512",
    "canary-question", "canary-part", "canary-answer", "canary-elsewhere", "canary-whom", "canary-return",
    "canary-reason", "canary-told", "canary-missing", "canary-draft", "canary-handover", "canary-note",
    "canary-passkey", "Imelda", "Varnish", "Rowan Tallis",
]  # fmt: skip


def plant(cast: Any) -> Road:
    """One family's question with a canary in every kind of text that this service keeps."""
    boss, worker, parent = cast.actor("supervisor"), cast.actor("caseworker"), cast.actor("family_member")
    varnish = cast.engagements["varnish"]
    person = families.add_person(
        actor=boss, engagement=varnish, name="Zinnia Quartermaine", is_child=False, birth_date=dt.date(1987, 3, 9)
    )
    families.add_contact(actor=boss, person=person, kind="phone", value="07700 900777")
    families.add_contact(actor=boss, person=person, kind="address", value="71 Pumice Lane")
    families.open_engagement(
        actor=boss, team=varnish.team, side="affected", side_basis="reported", known_to_social_care=True,
        external_system="Social care", external_ref="EXT-55512",
    )  # fmt: skip
    road = Road(cast).ask("canary-question: who decided?").screen().assign().no_proceedings()
    road.agree(["canary-part: who decided?", "And when?"])
    withheld = AnswerText(
        "cannot_answer", "incident_information", "canary-answer", reason_code="not_held", elsewhere="canary-elsewhere"
    )
    road.write(1, withheld).write(2)
    actions.wait_for(
        actor=worker, pk=road.pk, number=2, whom="canary-whom", asked_on=dt.date(2026, 1, 5), chased_on=None,
        next_date=None,
    )  # fmt: skip
    from portal.workflow import clock

    actions.extend_answer(
        actor=worker, pk=road.pk, new_due=clock.due_on(road.track.received_at, 15), reason="canary-reason",
        family_told="canary-told",
    )  # fmt: skip
    road.propose()
    actions.return_answer(actor=boss, pk=road.pk, reason="canary-return")
    road.write(2).propose().share()
    said = {1: actions.Reply(answers_me=False, missing="canary-missing"), 2: actions.Reply(answers_me=True)}
    actions.reply(actor=parent, pk=road.pk, replies=said)
    actions.save_draft(actor=parent, person=cast.people["imelda"], text="canary-draft")
    families.change_worker(actor=boss, engagement=varnish, worker=cast.users["wrenfield"], summary="canary-handover")
    families.declare_conflict(
        actor=cast.actor("second_supervisor"), engagement=varnish, kind="neighbour", note="canary-note"
    )
    with_passkey(cast.users["family_member"], "canary-passkey")
    families.invite_person(actor=boss, person=person, email="z.quartermaine@people.example")
    return road


def dumped() -> Iterator[tuple[str, str]]:
    """Every value of every row of every table as text, sealed ones as the bytes that are stored."""
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    yield table, raw.decode("latin-1")


def test_a_dump_holds_none_of_the_names_and_texts_and_no_session_does(cast: Any) -> None:
    plant(cast)
    client = Client()
    client.force_login(cast.users["family_member"], backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/home/")
    client.post("/questions/ask/", {"question": "canary-draft two"})
    known = {"accounts_user": "the sign-in address, in clear and said to be so"}
    found = {
        (table, canary)
        for table, text in dumped()
        for canary in CANARIES
        if canary.lower() in text.lower().replace("@arrowmere.example", "") and table not in known
    }
    assert found == set()
    for session in Session.objects.all():
        assert not any(canary.lower() in str(session.get_decoded()).lower() for canary in CANARIES)


def test_the_name_of_an_account_is_sealed_though_its_address_is_not(cast: Any) -> None:
    rows = [text for table, text in dumped() if table == "accounts_user"]
    assert any("family_member@arrowmere.example" in text for text in rows)
    assert not any("Imelda" in text or "Tallis" in text for text in rows)


@pytest.mark.parametrize("model", [MoveRecord, DecisionRecord, Answer, PartResponse])
def test_the_database_itself_refuses_to_change_or_remove_a_record(cast: Any, model: Any) -> None:
    plant(cast)
    table = model._meta.db_table
    assert model.objects.exists()
    for statement in (f'UPDATE "{table}" SET holder = holder', f'DELETE FROM "{table}"'):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_ciphertext_moved_to_another_row_or_column_does_not_open(cast: Any) -> None:
    road = plant(cast)
    first, second = QuestionPart.objects.filter(track_id=road.pk)
    moved = "SELECT wording FROM tracks_questionpart WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE tracks_questionpart SET wording = ({moved}) WHERE id = %s",
            [_id(second.pk), _id(first.pk)],
        )
        cursor.execute(
            f"UPDATE tracks_shorttermtrack SET question = ({moved}) WHERE id = %s",
            [_id(second.pk), _id(road.pk)],
        )
    with pytest.raises(SealBroken):
        _ = QuestionPart.objects.get(pk=first.pk).wording
    with pytest.raises(SealBroken):
        _ = ShortTermTrack.objects.get(pk=road.pk).question


def _id(pk: Any) -> Any:
    return pk if connection.vendor == "postgresql" else pk.hex


def test_the_database_refuses_a_state_that_the_machine_does_not_know(cast: Any) -> None:
    road = Road(cast).until(states.RECEIVED)
    with pytest.raises(DatabaseError), transaction.atomic():
        ShortTermTrack.objects.filter(pk=road.pk).update(state="solved")
