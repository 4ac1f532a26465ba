"""Copies the front-end files of npm packages to portal/ui/static/vendor/, without what is not ours to use."""

import re
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

GOVUK = Path("govuk-frontend/dist/govuk")
LATIN = Path("@fontsource-variable/atkinson-hyperlegible-next")
ARABIC = Path("@fontsource/noto-sans-arabic")

FONTS = (
    LATIN / "files/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    LATIN / "files/atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
    ARABIC / "files/noto-sans-arabic-arabic-400-normal.woff2",
    ARABIC / "files/noto-sans-arabic-arabic-700-normal.woff2",
)
LICENCES = (
    (LATIN / "LICENSE", "atkinson-hyperlegible-next.LICENSE.txt"),
    (ARABIC / "LICENSE", "noto-sans-arabic.LICENSE.txt"),
)
_SOURCE_MAP = re.compile(r"(?:/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*)\s*$")
_NOT_OURS = ("GDS Transport", "crest", "url(")


def without_what_is_not_ours(css: str) -> str:
    """The style sheet without the GDS Transport font and without images: they belong to GOV.UK."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = re.sub(r"[a-z-]+:[^;{}]*url\([^)]*\)[^;{}]*;?", "", css)
    css = re.sub(r"font-family:GDS Transport[^;}]*", "font-family:inherit", css)
    css = _SOURCE_MAP.sub("", css)
    for word in _NOT_OURS:
        if word in css:
            raise CommandError(f"The style sheet still holds {word!r}: change build_front for this version.")
    return css


class Command(BaseCommand):
    """``manage.py build_front``; run ``npm ci`` before it."""

    requires_system_checks: list[str] = []  # it runs before there is a database
    help = "Copies the design system and the fonts from node_modules to portal/ui/static/vendor/."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Replace the whole folder, so that nothing of an older version stays behind."""
        base = Path(settings.BASE_DIR)
        modules, vendor = base / "node_modules", base / "portal/ui/static/vendor"
        wanted = (GOVUK / "govuk-frontend.min.css", GOVUK / "govuk-frontend.min.js", *FONTS)
        wanted_too = (path for path, _name in LICENCES)
        missing = [str(path) for path in (*wanted, *wanted_too) if not (modules / path).is_file()]
        if missing:
            raise CommandError("Run 'npm ci' first. Missing in node_modules: " + ", ".join(missing))
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        css = (modules / GOVUK / "govuk-frontend.min.css").read_text(encoding="utf-8")
        (vendor / "govuk-frontend.min.css").write_text(without_what_is_not_ours(css), encoding="utf-8")
        script = (modules / GOVUK / "govuk-frontend.min.js").read_text(encoding="utf-8")
        (vendor / "govuk-frontend.min.js").write_text(_SOURCE_MAP.sub("", script), encoding="utf-8")
        for font in FONTS:
            shutil.copyfile(modules / font, vendor / font.name)
        for licence, name in LICENCES:
            shutil.copyfile(modules / licence, vendor / name)
        self.stdout.write(f"Copied {len(list(vendor.iterdir()))} files to {vendor.relative_to(base)}.")
