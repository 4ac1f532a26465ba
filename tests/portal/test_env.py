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
TODAY = dt.datetime.now(dt.UTC).date()


def helplines(checked_on: object = TODAY, **changed: str | None) -> str:
    """Whom to call, as a council writes it down; ``changed`` replaces a line's number, and None leaves the line out."""
    phones = {"front_door": "0300 000 0000", "children": "0800 000 000", **changed}
    lines = {
        kind: {"name": "", "phone": phone, "when": "always"} for kind, phone in phones.items() if phone is not None
    }
    return json.dumps({**lines, "checked_on": str(checked_on)})


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
    ],
)
def test_production_refuses_to_start_with(monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    for safe_name, safe_value in {**SAFE, name: value}.items():
        monkeypatch.setenv(safe_name, value if safe_name == name else safe_value)
    with pytest.raises(env.SettingError, match=re.escape(words)):
        refuse_unsafe()


LINES = "PORTAL_HELPLINES must be JSON with front_door, children and checked_on"
DATED = "PORTAL_HELPLINES: checked_on must be a day within the last year"
NUMBERS = "PORTAL_HELPLINES: a phone number is missing or invented"
WRONG_LINES = {
    "no JSON": ("call 0800 000 000, said Wilhelmina", LINES),
    "a list": ('["Wilhelmina", "0800 000 000"]', LINES),
    "a line that is a word": ('{"front_door": "0800 000 000", "children": "x", "checked_on": "2026-11-20"}', LINES),
    "a line left out": (helplines(children=None), LINES),
    "no day": (json.dumps({"front_door": {}, "children": {}}), LINES),
    "an undated check": (helplines(""), LINES),
    "a day that is none": (helplines("2026-02-30"), LINES),
    "a day to come": (helplines(TODAY + dt.timedelta(days=1)), DATED),
    "a day more than a year ago": (helplines(TODAY - dt.timedelta(days=367)), DATED),
    "no number": (helplines(children=""), NUMBERS),
    "two digits": (helplines(children="99"), NUMBERS),
    "invented, of no area": (helplines(front_door="01632 960180"), NUMBERS),
    "invented, free to call": (helplines(children="0808 157 0180"), NUMBERS),
    "invented, of a mobile": (helplines(children="07700 900123"), NUMBERS),
    "invented, of Leeds": (helplines(front_door="0113 496 0123"), NUMBERS),
    "invented, of Cardiff": (helplines(front_door="029 2018 0123"), NUMBERS),
    "invented, from abroad": (helplines(front_door="+44 (0)1632 960180"), NUMBERS),
}


@pytest.mark.parametrize(("value", "words"), WRONG_LINES.values(), ids=WRONG_LINES)
def test_production_refuses_helplines_that_help_nobody_and_does_not_repeat_them(
    monkeypatch: pytest.MonkeyPatch, value: str, words: str
) -> None:
    for name, safe in {**SAFE, "PORTAL_HELPLINES": value}.items():
        monkeypatch.setenv(name, safe)
    with pytest.raises(env.SettingError, match=re.escape(words)) as fault:
        refuse_unsafe()
    assert not [word for word in re.findall(r"\d[\d ]{3,}\d|Wilhelmina", value) if word in str(fault.value)]


def test_a_production_server_with_invented_helplines_stops_before_it_serves_and_says_which_variable() -> None:
    fault = start_production(**{**SAFE, "PORTAL_HELPLINES": helplines(front_door="01632 960180")})
    assert fault.returncode != 0
    last = fault.stderr.splitlines()[-1]
    assert NUMBERS in last
    assert "960180" not in fault.stderr


@pytest.mark.parametrize("phone", ["028 9024 0503", "029 2087 2087", "0191 277 2500", "+44 1904 551900", "101"])
def test_a_number_that_somebody_could_have_is_taken(monkeypatch: pytest.MonkeyPatch, phone: str) -> None:
    monkeypatch.setenv("THING", helplines(front_door=phone))
    assert env.helplines("THING")["front_door"]["phone"] == phone


def test_numbers_that_somebody_called_within_the_year_are_taken_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THING", helplines(TODAY - dt.timedelta(days=365)))
    assert env.helplines("THING")["children"] == {"name": "", "phone": "0800 000 000", "when": "always"}


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
