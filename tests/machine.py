"""What this machine can run beside Python: PostgreSQL and Chromium."""

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# This cluster is thrown away, so nothing need survive a power cut; and two who wait for each other are a fault.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "lock_timeout=60s"]


def chromium() -> str | None:
    """The path of a Chromium, or None: the one without a window first, it draws faster."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    found = (shutil.which(name) for name in names)
    return next((path for path in found if path), None)


def postgres_bin() -> Path | None:
    """The folder with initdb and postgres of the newest version, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: _version(folder.parent.name))
    on_path = shutil.which("initdb")
    folders = [Path(on_path).resolve().parent, *folders] if on_path else folders
    usable = [folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()]
    if os.geteuid() == 0 and not _has_user("postgres"):
        return None
    return usable[-1] if usable else None


def _version(name: str) -> float:
    return float(name) if name.replace(".", "", 1).isdigit() else 0.0


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


@contextmanager
def postgres(binaries: Path) -> Iterator[str]:
    """A PostgreSQL of our own in a temporary folder, on a socket; yields its DATABASE_URL."""
    as_user: dict[str, Any] = {}
    with TemporaryDirectory(prefix="portal-pg-", ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            # PostgreSQL refuses to run as root.
            as_user = {"user": "postgres", "group": "postgres", "extra_groups": []}
            shutil.chown(folder, "postgres", "postgres")
        data = f"{folder}/data"
        setup = [str(binaries / "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run(setup, check=True, stdout=subprocess.DEVNULL, cwd=folder, **as_user)
        options = [part for option in (*FAST, f"unix_socket_directories={folder}") for part in ("-c", option)]
        with Path(f"{folder}/log").open("wb") as log:
            server = subprocess.Popen(
                [str(binaries / "postgres"), "-D", data, *options], stdout=log, stderr=log, cwd=folder, **as_user
            )
        try:
            _wait_until_ready(folder, server)
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)  # a fast shutdown
            server.wait(timeout=30)


def _wait_until_ready(folder: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        if server.poll() is not None:
            break
        try:
            psycopg.connect(host=folder, user="postgres", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("PostgreSQL did not start: " + Path(f"{folder}/log").read_text(encoding="utf-8"))
