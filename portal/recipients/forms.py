"""The form of this room."""

from portal.ui.forms import ChoiceField, GovForm, LongTextField, enter, select

RELEASE = "release"
KEEP_BACK = "keep_back"


class DecideForm(GovForm):
    """What becomes of one text that waits."""

    decision = ChoiceField(
        label="What should happen to this text?",
        choices=[(RELEASE, "Release it"), (KEEP_BACK, "Keep it back")],
        hints={
            RELEASE: "The family may read it exactly as it stands. A changed text comes back to you.",
            KEEP_BACK: "The family does not get it. The worker has to write it in another way.",
        },
        error_messages=select("what should happen to this text"),
    )
    reason = LongTextField(
        label="Why?",
        rows=4,
        max_length=2000,
        help_text="Only safeguarding leads read your reason.",
        error_messages=enter("why"),
    )
