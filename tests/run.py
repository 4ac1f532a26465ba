"""`make test`: the suite on what this machine has, and a plain word about what was left out.

SQLite is always there. Where PostgreSQL is installed the whole suite runs on it, and the tests marked
`engine` on SQLite too. Without Chromium the tests marked `browser` are left out. With CI=true
nothing may be left out.
"""

import os
import signal
import subprocess
import sys

from tests.machine import chromium, postgres, postgres_bin


def _pytest(what: str, *, marks: str, url: str | None, arguments: list[str]) -> int:
    print(f"\n== {what}", flush=True)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    environment.pop("DATABASE_URL", None)
    if url:
        environment["DATABASE_URL"] = url
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadscope"]
    command += ["-m", marks] if marks else []
    return subprocess.run([*command, *arguments], check=False, env=environment).returncode


def _missing(binaries: object, browser: object) -> list[str]:
    missing = []
    if not binaries:
        missing.append("PostgreSQL was not found: the suite runs on SQLite only.")
    if not browser:
        missing.append("Chromium was not found: the browser journeys (marked `browser`) are deselected.")
    return missing


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    binaries, browser = postgres_bin(), chromium()
    missing = _missing(binaries, browser)
    for line in missing:
        print(line)
    if missing and os.environ.get("CI") == "true":
        print("With CI=true nothing may be left out.")
        return 1
    marks = "" if browser else "not browser"
    if binaries is None:
        return _pytest("SQLite", marks=marks, url=None, arguments=arguments)
    with postgres(binaries) as url:
        whole = _pytest("PostgreSQL", marks=marks, url=url, arguments=arguments)
    engine = " and ".join(part for part in ("engine", marks) if part)
    return whole or _pytest("SQLite (tests marked engine)", marks=engine, url=None, arguments=arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
