"""`manage.py run_scenarios`: play the written scenarios; exit 1 where one does not go as it is written."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reconciliation.oversight.scenarios.playing import Played, play
from reconciliation.oversight.scenarios.reading import read, shipped
from reconciliation.oversight.scenarios.telling import PASSED
from reconciliation.oversight.scenarios.unreadable import Unreadable


class Command(BaseCommand):
    help = "Play the written scenarios through the real actions and take everything back (docs/scenarios.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--file", type=Path, help="one file instead of those that come with the service")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout instead of a table")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = [options["file"]] if options["file"] else shipped()
        went = [self._one(path) for path in paths]
        passed = all(result["passed"] for result in went)
        if options["json"]:
            self.stdout.write(json.dumps({"passed": passed, "scenarios": went}, ensure_ascii=False, indent=2))
        else:
            for result in went:
                self._tell(result)
        if not passed:
            count = sum(not result["passed"] for result in went)
            raise CommandError(f"{count} of {len(went)} scenarios did not go as written.", returncode=1)

    def _one(self, path: Path) -> dict[str, Any]:
        try:
            played = play(read(path))
        except Unreadable as wrong:
            return {"file": path.name, "title": "", "passed": False, "unreadable": str(wrong), "steps": []}
        return _record(path, played)

    def _tell(self, result: dict[str, Any]) -> None:
        self.stdout.write(f"{'passed' if result['passed'] else 'FAILED':8}{result['title'] or result['file']}")
        if result["unreadable"]:
            self.stdout.write(f"        {result['unreadable']}")
        for step in result["steps"]:
            if step["result"] == PASSED:
                continue
            self.stdout.write(f"        step {step['number']}, {step['when']}: {step['result']}. {step['says']}")
            for check in step["checks"]:
                if not check["passed"]:
                    self.stdout.write(f"            {check['expected']}. No: {check['happened']}.")


def _record(path: Path, played: Played) -> dict[str, Any]:
    steps = [outcome.as_record() for outcome in played.outcomes]
    return {
        "file": path.name, "title": played.scenario.title, "passed": played.passed, "unreadable": "", "steps": steps,
    }  # fmt: skip
