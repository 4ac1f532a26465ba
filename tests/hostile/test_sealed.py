"""A stolen file: the columns in clear are listed here, all others are sealed, and the bytes hold no marked text."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, models
from django.test import Client

from portal.encryption import keys
from portal.encryption.fields import SealedDateField, SealedTextField
from portal.messaging import actions as messaging
from portal.recipients.actions import decide_hold
from portal.recipients.models import Hold
from portal.workflow import clock
from reconciliation.families import actions as families
from reconciliation.families.models import FamilyEngagement, Incident
from reconciliation.reception import actions as reception
from reconciliation.reception.actions import ReachBy
from reconciliation.reception.models import Reach
from reconciliation.safeguards.actions import record_check, record_need_met, record_proceedings
from reconciliation.safeguards.words import BY_SOMEBODY_ELSE
from reconciliation.tracks import actions
from reconciliation.tracks.models import Restatement
from tests.access import marks, world
from tests.access.asked import Asked
from tests.tracks.road import Road

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
OUR_ROOMS = ("portal.", "reconciliation.", "support_services.")

# Columns whose text is stored as it is, and why that gives nobody away.
CLEAR = {
    "a word of a fixed list, an event, a table": {
        "accounts.User.role", "accounts.User.language", "accounts.Invitation.role",
        "audit.AuditEntry.actor_kind", "audit.AuditEntry.actor_role",
        "audit.AuditEntry.action", "audit.AuditEntry.table_name", "encryption.DataKey.purpose",
        "encryption.DataKey.master_name", "workflow.*.track_kind", "workflow.*.event", "workflow.*.from_state",
        "workflow.*.to_state", "workflow.*.move_id", "workflow.*.actor_kind", "workflow.*.actor_role",
        "workflow.*.reason_code", "workflow.*.told_how", "workflow.*.told_language", "workflow.Deadline.kind",
        "workflow.*.guidance_version", "workflow.*.process_version", "tracks.*.state", "tracks.*.status",
        "tracks.*.resume_state", "tracks.*.review_state", "tracks.*.form", "tracks.*.kind", "tracks.*.told_how",
        "tracks.*.outcome", "tracks.Pause.reason", "tracks.Apology.how_given", "oversight.ScenarioRun.*",
        "tracks.*.process_version", "tracks.*.reason_code", "tracks.*.info_class",
        "tracks.*.actor_kind", "tracks.*.actor_role", "safeguards.*.language", "safeguards.*.format",
        "safeguards.*.status", "safeguards.SafetyScreen.outcome", "safeguards.NeedMet.how", "recipients.Hold.state",
        "families.*.kind", "families.*.side", "families.*.side_basis", "families.*.status",
        "messaging.*.party", "messaging.*.author_role", "messaging.Look.role", "messaging.TakenBack.how",
        "families.*.parental_responsibility", "families.*.basis", "reception.Receipt.reach", "reception.Call.outcome",
        "reception.Said.how", "reception.*.actor_kind", "reception.*.actor_role",
    },
    "random, drawn for nothing else": {"families.*.reference", "tracks.*.reference", "reception.*.reference"},
    "a digest": {"accounts.Invitation.token_hash", "audit.*.mac", "audit.*.digest", "tracks.Proposal.digest",
                 "accounts.User.password", "notifications.SafeContact.code_word"},
    "a post, of staff only": {
        "accounts.*.post_title", "*.*.actor_post", "*.*.recorded_post", "*.*.decided_post",
        "workflow.*.approver_post", "workflow.*.next_owner_post", "tracks.*.owner_post",
        "tracks.*.outcome_post", "tracks.*.by_post", "tracks.*.approved_post",
        "messaging.*.author_post", "messaging.Look.post",
        "safeguards.ProceedingsCheck.officer_role", "safeguards.ProceedingsEscalation.contact",
    },
    "how to reach somebody, chosen from a list; a browser's family; an address of this service": {
        "notifications.*.channel", "notifications.*.wording", "notifications.*.subject_style",
        "notifications.*.language", "notifications.*.format", "notifications.*.kind", "notifications.Outbox.last_error",
        "accounts.SignIn.device", "accounts.KeptWork.path",
    },
    "a team, or another system": {"families.Team.name", "families.FamilyEngagement.external_system"},
    "the sign-in address: the exception that is said to be one": {"accounts.User.email"},
}  # fmt: skip


def columns() -> Iterator[models.Field]:  # type: ignore[type-arg]
    """Every column of the house."""
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith(OUR_ROOMS):
            yield from model._meta.concrete_fields


def listed(column: models.Field) -> bool:  # type: ignore[type-arg]
    room, model = column.model._meta.app_label, column.model.__name__
    names = {f"{r}.{m}.{c}" for r in (room, "*") for m in (model, "*") for c in (column.name, "*")}
    return any(names & those for those in CLEAR.values())


def test_a_column_that_holds_text_is_sealed_or_says_here_why_it_is_not() -> None:
    texts = (models.CharField, models.TextField, models.FileField)
    assert [str(column) for column in columns() if isinstance(column, texts) and not listed(column)] == []


def test_json_is_kept_only_where_no_text_of_anybody_goes() -> None:
    found = {f"{c.model._meta.label}.{c.name}" for c in columns() if isinstance(c, models.JSONField)}
    lists_of_choices = {"notifications.SafeContact.never_use", "notifications.SafeContact.safe_days"}
    # Ids of parts; and what became of people who were invented for a run and are gone.
    others = {"tracks.HelpRequest.open_parts", "oversight.ScenarioRun.steps"}
    assert found <= {"audit.AuditEntry.details", "workflow.MoveRecord.guard_results"} | lists_of_choices | others


def test_every_birth_date_is_sealed() -> None:
    dated = {c.name: type(c) for c in columns() if "birth" in c.name}
    assert set(dated.values()) == {SealedDateField}


def plant(cast: Any) -> None:
    """Marked texts in every kind of row, more of them than the journey of one question."""
    marks.tell_all(cast)
    marks.ask_without_account(cast, "tied", " and loosed").opened().tie(reason="mark-tie").untie("mark-untie")
    by_email = ReachBy(Reach.EMAIL, "Mark-mailed", "mark-mailed@people.example")
    Asked(cast).ask("mark-mailed-question", by_email)
    draft, _ = reception.begin(pk=uuid4(), own=False, unsafe=True)
    reception.save(pk=draft.pk, text="mark-not-sent-yet")
    boss, worker, lead = cast.actor("supervisor"), cast.actor("caseworker"), cast.actor("safeguarding_lead")
    family = cast.engagements["varnish"]
    families.open_with_reason(actor=lead, engagement=family, reason="mark-grant-reason")
    record_proceedings(
        actor=worker, engagement=family, status="charged", non_objection=True, non_objection_ref="mark-objection"
    )
    record_check(
        actor=worker, engagement=family, officer_role="Officer", officer_ref="mark-officer-two", outcome="mark-check",
        next_check_due=clock.today(),
    )  # fmt: skip
    road = Road(cast).ask("mark-held-question").screen().assign()
    actions.restate(actor=worker, pk=road.pk, parts=["mark-rejected-wording"])
    actions.reject_restatement(actor=cast.actor("family_member"), pk=road.pk, because="mark-rejected-because")
    actions.restate(actor=worker, pk=road.pk, parts=["mark-held: was Petra Skerrowby told?"])
    decide_hold(actor=lead, hold_id=Hold.objects.get().pk, release=False, reason="mark-hold-reason")
    record_need_met(
        actor=worker, engagement=family, subject=road.pk, person=cast.people["imelda"],
        how=next(iter(BY_SOMEBODY_ELSE)), interpreter="mark-interpreter", conflict_checked=True,
    )  # fmt: skip
    thread = families.open_conversation(actor=cast.actor("family_member"), person_id=cast.people["imelda"].pk)
    for who in ("family_member", "caseworker"):
        world.say(cast, thread, who, "mark-message: I met Petra Skerrowby.")
    messaging.take_back(actor=cast.actor("family_member"), thread_id=thread.pk, number=thread.messages.count())
    person = families.add_person(
        actor=boss, engagement=family, name="Mark-invited Person", is_child=False, birth_date=dt.date(1979, 2, 11)
    )
    families.invite_person(actor=boss, person=person, email="mark-invited@people.example")


def texts_of_families() -> set[str]:
    """Names, numbers and birth dates of everybody, as the rows themselves say when they are opened."""
    found: set[str] = {"mark-", "Mark-"}
    for family in FamilyEngagement.objects.all():
        found |= {*marks.names_of(family), *marks.phones_of(family), family.external_ref}
        found |= {p.birth_date.isoformat() for p in family.people.all() if p.birth_date}
    return found - {""}


def stored() -> Iterator[tuple[str, bytes]]:
    """Each table that there is, of the house or not, as it is stored."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            raw = b"\n".join(
                bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                for row in cursor.fetchall()
                for value in row
            )
            yield table, raw


def test_no_table_holds_a_marked_text_a_name_or_a_birth_date(cast: Any, as_: Any) -> None:
    plant(cast)
    client = as_("family_member")
    client.post("/questions/ask/", {"question": "mark-typed"})
    words = texts_of_families()
    known = {f"{user.email}" for user in cast.users.values()}
    found = []
    for table, raw in stored():
        text = raw.decode("latin-1")
        for address in known if table == "accounts_user" else ():
            text = text.replace(address, "")
        found += [(table, word) for word in words if _in(word, text)]
    assert found == []
    sessions = [SessionStore().decode(session.session_data) for session in Session.objects.all()]
    assert [word for word in words if _in(word, str(sessions))] == []


def _in(word: str, text: str) -> bool:
    return word in text or word.encode().decode("latin-1") in text


def test_every_sealed_column_opens_only_with_its_key_and_no_two_rows_look_alike(cast: Any) -> None:
    plant(cast)
    for column in columns():
        if not isinstance(column, SealedTextField | SealedDateField):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT "{column.column}" FROM "{column.model._meta.db_table}"')
            kept = [bytes(value) for (value,) in cursor.fetchall() if value is not None]
        assert len(set(kept)) == len(kept), column
        assert all(len(value) >= 1 + 12 + 16 for value in kept), column
    assert Restatement.objects.filter(rejected_at=None).exists()
    assert Incident.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_the_file_hold_nothing_even_of_what_was_deleted(cast: Any, tmp_path: Path) -> None:
    with keys.key_ring():
        plant(cast)
        client = Client()
        client.force_login(cast.users["family_member"], backend=settings.AUTHENTICATION_BACKENDS[0])
        draft = client.post("/questions/ask/", {"question": "mark-typed-and-sent"})["Location"]
        client.post(draft)
        known = [user.email.encode() for user in cast.users.values()]
        words = {word.encode() for word in texts_of_families() if len(word) > 5}
    for where, raw in files(tmp_path):
        assert [word for word in words if word in without(known, raw)] == [], where


def without(known: list[bytes], raw: bytes) -> bytes:
    """What is left beside the sign-in addresses."""
    for address in known:
        raw = raw.replace(address, b"")
    return raw


def files(tmp_path: Path) -> Iterator[tuple[str, bytes]]:
    """The database as a thief takes it away: the file, its log, and a tidy copy; else every table."""
    if connection.vendor != "sqlite":
        yield from stored()
        return
    copy = tmp_path / "copy.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(copy)])
    here = Path(str(connection.settings_dict["NAME"]))
    for path in (copy, here, here.with_name(here.name + "-wal")):
        if path.exists():
            yield path.name, path.read_bytes()
