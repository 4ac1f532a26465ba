"""The front of the house: health, headers, the last route and the log."""

import json
import logging
import sys
from typing import Any
from unittest.mock import patch

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import ResolverMatch

from portal.audit.triggers import drop_triggers
from portal.log import JsonFormatter

pytestmark = pytest.mark.django_db


def test_the_process_says_that_it_lives(client: Client) -> None:
    answer = client.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checks": {"process": "ok"}})


@pytest.mark.engine
def test_a_ready_process_says_what_it_looked_at(client: Client) -> None:
    answer = client.get("/health/ready")
    names = ("database", "migrations", "keys", "append_only")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "checks": dict.fromkeys(names, "ok")})


@pytest.mark.engine
def test_a_missing_trigger_makes_it_unready(client: Client) -> None:
    drop_triggers()
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert "audit_entry" in answer.json()["checks"]["append_only"]


def test_other_master_keys_than_those_of_the_data_make_it_unready(client: Client, settings: Any) -> None:
    client.get("/health/ready")
    settings.PORTAL_MASTER_KEYS = {"demo": bytes(32)}
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["keys"]) == (503, "SealBroken")


def test_a_lost_database_is_named_by_its_kind_only(client: Client) -> None:
    with patch("portal.health.missing_triggers", side_effect=DatabaseError("password=secret")):
        answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["append_only"] == "DatabaseError"


@pytest.mark.parametrize("address", ["/nowhere", "/engagements/", "/accounts/signup/", "/admin/", "/a/b/c?d=e"])
def test_a_stranger_is_sent_to_sign_in_from_every_address_that_is_not_public(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("address", ["/", "/accounts/login/", "/health/live", "/nowhere"])
def test_every_answer_carries_the_strict_headers(client: Client, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in headers["Cache-Control"]


def log_line(**extra: Any) -> dict[str, Any]:
    record = logging.LogRecord("portal.test", logging.ERROR, "x.py", 1, "Could not send to %s", ("Imelda",), None)
    record.__dict__.update(extra)
    line: dict[str, Any] = json.loads(JsonFormatter().format(record))
    return line


def test_a_log_line_holds_the_message_without_what_was_put_into_it() -> None:
    assert log_line()["message"] == "Could not send to %s"


def test_a_log_line_drops_what_is_not_on_its_list() -> None:
    line = log_line(question="Why was she moved?", count=3)
    assert "question" not in line
    assert line["count"] == 3


def test_a_log_line_names_a_route_and_not_an_address(client: Client) -> None:
    request = client.get("/health/live").wsgi_request
    request.resolver_match = ResolverMatch(print, (), {}, route="questions/<uuid:pk>/")
    line = log_line(request=request)
    assert (line["method"], line["route"]) == ("GET", "questions/<uuid:pk>/")


def test_a_log_line_holds_of_an_error_its_kind_and_place_only() -> None:
    try:
        raise ValueError("Imelda Varnish")
    except ValueError:
        line = log_line(exc_info=sys.exc_info())
    assert line["error"] == "ValueError"
    assert "Imelda" not in json.dumps(line)
