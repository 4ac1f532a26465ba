"""`make bench`: the figures on SQLite and, where PostgreSQL is installed, on a throwaway one; a JSON line of each."""

import subprocess
import sys

from tests.machine import postgres, postgres_bin

BENCH = [sys.executable, "manage.py", "bench"]


def main(arguments: list[str]) -> None:
    subprocess.run([*BENCH, *arguments], check=True)
    binaries = postgres_bin()
    if binaries is None:
        print("PostgreSQL was not found: SQLite only.", file=sys.stderr)
        return
    with postgres(binaries) as url:
        subprocess.run([*BENCH, "--database", url, *arguments], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
