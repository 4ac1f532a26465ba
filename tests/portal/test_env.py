"""The environment is read once, strictly, and a fault names its variable and never its value."""

import base64
import datetime as dt
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal import env
from portal.checks import refuse_unsafe
from portal.settings.demo import DEMO_MASTER_KEYS, DEMO_SECRET_KEY

ROOT = Path(__file__).resolve().parent.parent.parent


def helplines(checked: dt.date | None = None, phone: str = "0300 000 0000") -> str:
    """What production is given; a number that no regulator keeps for fiction, and that leads nowhere."""
    line = {"name": "Somebody", "phone": phone, "when": "day or night"}
    day = checked or dt.date.today() - dt.timedelta(days=1)  # any day of the last year
    return json.dumps({"front_door": line, "children": line, "checked_on": day.isoformat()})


SAFE = {
    "DATABASE_URL": "postgresql://portal@localhost/portal",
    "REDIS_URL": "redis://localhost:6379/0",
    "SECRET_KEY": "".join(chr(97 + number % 26) for number in range(60)),
    "PORTAL_MASTER_KEYS": "one:" + base64.b64encode(bytes(range(32))).decode(),
    "ALLOWED_HOSTS": "answers.arrowmere.example",
    "EMAIL_URL": "smtp+tls://portal:a-word@mail.arrowmere.example",
    "PORTAL_HELPLINES": helplines(),
}


def start_production(**environment: str) -> subprocess.CompletedProcess[str]:
    """Load the production settings in a process of their own."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings.production", **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_with_everything_set() -> None:
    assert start_production(**SAFE).returncode == 0


def test_production_names_everything_that_is_missing() -> None:
    fault = start_production().stderr.splitlines()[-1]
    assert all(f"{name} is not set" in fault for name in SAFE)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", DEMO_SECRET_KEY, "SECRET_KEY is the demo value"),
        ("SECRET_KEY", "short", "SECRET_KEY is shorter than 50 characters"),
        ("PORTAL_MASTER_KEYS", DEMO_MASTER_KEYS, "PORTAL_MASTER_KEYS holds the demo key"),
        ("PORTAL_MASTER_KEYS", "one:dG9vIHNob3J0", "PORTAL_MASTER_KEYS: a key is not 32 bytes long"),
        ("PORTAL_DEMO", "on", "PORTAL_DEMO is on: it lets anybody sign in"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS allows any host"),
        ("PORTAL_HELPLINES", "call us", "PORTAL_HELPLINES must be JSON"),
        ("PORTAL_HELPLINES", "{}", "PORTAL_HELPLINES must be JSON"),
        (
            "PORTAL_HELPLINES",
            helplines(phone="01632 960 180"),
            "PORTAL_HELPLINES: a phone number is missing or invented",
        ),
        ("PORTAL_HELPLINES", helplines(phone=""), "PORTAL_HELPLINES: a phone number is missing or invented"),
        ("PORTAL_HELPLINES", helplines(dt.date(2020, 1, 6)), "PORTAL_HELPLINES: checked_on must be"),
        ("PORTAL_HELPLINES", helplines(dt.date(2999, 1, 6)), "PORTAL_HELPLINES: checked_on must be"),
    ],
)
def test_production_refuses_to_start_with(monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    for safe_name, safe_value in {**SAFE, name: value}.items():
        monkeypatch.setenv(safe_name, value if safe_name == name else safe_value)
    with pytest.raises(env.SettingError, match=re.escape(words)):
        refuse_unsafe()


@pytest.mark.parametrize("value", ["mysql://x/y", "not an address", "postgresql://h:port/x"])
def test_a_database_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(env.SettingError, match="THING"):
        env.database("THING")


def test_a_value_can_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from a file\n", encoding="utf-8")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "secret"))
    assert env.text("THING") == "from a file"


def test_a_value_given_twice_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THING", "here")
    monkeypatch.setenv("THING_FILE", str(tmp_path / "there"))
    with pytest.raises(env.SettingError, match="THING and THING_FILE are both set"):
        env.text("THING")


def test_a_file_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("THING_FILE", str(tmp_path / "absent"))
    with pytest.raises(env.SettingError, match="THING_FILE cannot be read"):
        env.text("THING")


@pytest.mark.parametrize(("value", "meaning"), [("on", True), ("TRUE", True), ("0", False), ("off", False), ("", True)])
def test_a_flag_is_read(monkeypatch: pytest.MonkeyPatch, value: str, *, meaning: bool) -> None:
    monkeypatch.setenv("THING", value)
    assert env.flag("THING", default=True) is meaning


def test_a_flag_that_is_neither_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", "perhaps")
    with pytest.raises(env.SettingError, match="THING must be on or off"):
        env.flag("THING", default=True)


@pytest.mark.parametrize("value", ["eighty", "-1", "8e3"])
def test_a_number_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(env.SettingError, match="THING must be a whole number"):
        env.number("THING", default=1)


@pytest.mark.parametrize("value", ["nameless", ":AAAA", "a:%%%", f"{SAFE['PORTAL_MASTER_KEYS']}," * 2, ","])
def test_master_keys_that_are_none_are_refused_without_being_quoted(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("THING", value)
    with pytest.raises(env.SettingError, match="THING") as fault:
        env.master_keys("THING")
    assert value not in str(fault.value)


def test_the_first_master_key_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", f"new:{DEMO_MASTER_KEYS.partition(':')[2]}, {SAFE['PORTAL_MASTER_KEYS']}")
    assert list(env.master_keys("THING")) == ["new", "one"]
