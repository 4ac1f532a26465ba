"""The design system arrives without what belongs to GOV.UK alone."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.ui.management.commands.build_front import FONTS, GOVUK, LICENCES, without_what_is_not_ours


def test_the_font_and_the_images_of_gov_uk_are_left_out() -> None:
    css = without_what_is_not_ours(
        "@font-face{font-family:GDS Transport;src:url(/a.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif;color:red}"
        ".b:before{content:'';background-image:url(/govuk-crest.svg);background-size:1px}"
        "/*# sourceMappingURL=x.css.map */"
    )
    assert css.replace(" ", "") == ".a{font-family:inherit;color:red}.b:before{content:'';background-size:1px}"


def test_a_style_sheet_that_still_holds_them_is_refused() -> None:
    with pytest.raises(CommandError, match="crest"):
        without_what_is_not_ours(".crest{color:red}")


def test_missing_packages_stop_the_build_and_are_named(tmp_path: Path, settings: object) -> None:
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match=r"npm ci.*govuk-frontend\.min\.css"):
        call_command("build_front")


def test_everything_that_a_page_asks_for_is_copied(tmp_path: Path, settings: object) -> None:
    settings.BASE_DIR = tmp_path  # type: ignore[attr-defined]
    named = [
        GOVUK / "govuk-frontend.min.css",
        GOVUK / "govuk-frontend.min.js",
        *FONTS,
        *(path for path, _name in LICENCES),
    ]
    for path in named:
        target = tmp_path / "node_modules" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("/* */", encoding="utf-8")
    call_command("build_front", verbosity=0)
    vendor = tmp_path / "portal/ui/static/vendor"
    style = (Path(__file__).parents[2] / "portal/ui/static/ui/portal.css").read_text(encoding="utf-8")
    for font in FONTS:
        assert (vendor / font.name).is_file()
        assert font.name in style
