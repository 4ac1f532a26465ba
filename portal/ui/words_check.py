"""Staff's own words checked as they write to a family: plainer words, or a reason to keep these."""

from typing import Any

from django.core.exceptions import ValidationError

from portal.ui.fields import LongTextField
from portal.ui.forms import GovFormMixin
from portal.ui.plain_words import Found, advice, found_in, stands_in
from portal.ui.voice import give_voice

KEEP = "keep_words"


def keep_field() -> LongTextField:
    """Why words that are better avoided stay."""
    return LongTextField(
        label="Keep these words because…",
        help_text="It is a court’s own title, a quotation or the word that they chose for themselves, for example. "
        "The family does not read this.",
        rows=3,
        max_length=1000,
        error_messages={"required": "Enter why these words have to stay"},
    )


class ChecksWords(GovFormMixin):
    """Checks the fields of ``word_fields``: what the family wrote is never among them.

    A word to avoid is an error beside its field, and asks for one more answer, ``keep_words``: with a reason there
    the form is valid. Afterwards ``found_words`` holds what was found and ``kept_words`` the reason for it, which is
    no part of ``cleaned_data``. A text that stands in ``family_words`` is a quotation of the family, and theirs. The
    reason that was given for the text as it stands may come as the initial value of ``keep_words``.
    """

    word_fields: tuple[str, ...] = ()
    family_words: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found_words: list[Found] = []
        self.kept_words = ""
        self._keep = keep_field()
        if self.initial.get(KEEP) and not self.is_bound:
            self._ask_to_keep(self.word_fields)

    def full_clean(self) -> None:
        """The words are checked last, and only of answers that are otherwise right."""
        if not self.is_bound:
            super().full_clean()
            return
        self.fields.pop(KEEP, None)
        super().full_clean()
        self._check_words()

    def _check_words(self) -> None:
        found = {name: self._found_in(name) for name in self.word_fields}
        flagged = tuple(name for name, words in found.items() if words)
        self.found_words = [word for name in flagged for word in found[name]]
        self.kept_words = ""
        reason = self._keep.widget.value_from_datadict(self.data, self.files, self.add_prefix(KEEP))
        if not flagged and not reason:
            return
        self._ask_to_keep(flagged or self.word_fields)
        if self._keep.to_python(reason):
            self._clean_reason(reason, needed=bool(flagged))
            return
        for name in flagged:
            self.add_error(name, [ValidationError(words) for words in advice(found[name])])

    def _clean_reason(self, reason: str, *, needed: bool) -> None:
        try:
            kept = self._keep.clean(reason)
        except ValidationError as error:
            self.add_error(KEEP, error)
        else:
            self.kept_words = kept if needed else ""

    def _found_in(self, name: str) -> list[Found]:
        text = self.cleaned_data.get(name) or ""
        return [] if stands_in(text, self.family_words) else found_in(text)

    def _ask_to_keep(self, beside: tuple[str, ...]) -> None:
        """One more field, below the last one that it is about."""
        self.fields[KEEP] = self._keep
        give_voice(self._keep, str(self._keep.label))
        names = [name for name in self.fields if name != KEEP]
        last = max((names.index(name) for name in beside), default=len(names) - 1)
        self.order_fields([*names[: last + 1], KEEP, *names[last + 1 :]])
