"""The answers that this room records, as staff read them."""

from django.db import models


class ScreenOutcome(models.TextChoices):
    NO_IMMEDIATE_RISK = "no_immediate_risk", "No immediate risk"
    MASH_CONTACTED = "mash_contacted", "The multi-agency safeguarding hub (MASH) was contacted"
    POLICE_CONTACTED = "police_contacted", "The police were contacted"


class Proceedings(models.TextChoices):
    """Where police and court work stands."""

    NONE_KNOWN = "none_known", "None that we know of"
    POLICE_ENQUIRY = "police_enquiry", "Police enquiry"
    INVESTIGATION = "investigation", "Investigation"
    RELEASED_UNDER_INVESTIGATION = "released_under_investigation", "Released under investigation"
    BAIL = "bail", "Bail"
    CHARGED = "charged", "Charged"
    COURT = "court", "In court"
    CONCLUDED_CONVICTION = "concluded_conviction", "Ended with a conviction"
    CONCLUDED_ACQUITTAL = "concluded_acquittal", "Ended with an acquittal"
    OUT_OF_COURT = "out_of_court", "Ended out of court"
    NO_FURTHER_ACTION = "no_further_action", "No further action by police or prosecutors"
    RIGHT_TO_REVIEW = "right_to_review", "The decision can be reviewed (Victims’ Right to Review)"


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    ALBANIAN = "sq", "Albanian"
    ARABIC = "ar", "Arabic"
    BENGALI = "bn", "Bengali"
    CHINESE = "zh", "Chinese"
    DARI = "prs", "Dari"
    FARSI = "fa", "Farsi"
    FRENCH = "fr", "French"
    GUJARATI = "gu", "Gujarati"
    HUNGARIAN = "hu", "Hungarian"
    ITALIAN = "it", "Italian"
    KURDISH = "ku", "Kurdish"
    LITHUANIAN = "lt", "Lithuanian"
    NEPALI = "ne", "Nepali"
    PASHTO = "ps", "Pashto"
    POLISH = "pl", "Polish"
    PORTUGUESE = "pt", "Portuguese"
    PUNJABI = "pa", "Punjabi"
    ROMANI = "rom", "Romani"
    ROMANIAN = "ro", "Romanian"
    RUSSIAN = "ru", "Russian"
    SLOVAK = "sk", "Slovak"
    SOMALI = "so", "Somali"
    SPANISH = "es", "Spanish"
    TAMIL = "ta", "Tamil"
    TIGRINYA = "ti", "Tigrinya"
    TURKISH = "tr", "Turkish"
    UKRAINIAN = "uk", "Ukrainian"
    URDU = "ur", "Urdu"
    VIETNAMESE = "vi", "Vietnamese"
    WELSH = "cy", "Welsh"
    OTHER = "und", "Another language"


class Format(models.TextChoices):
    STANDARD = "standard", "Standard print"
    LARGE_PRINT = "large_print", "Large print"
    EASY_READ = "easy_read", "Easy read"
    AUDIO = "audio", "Audio"
    BRAILLE = "braille", "Braille"
    BSL = "bsl", "British Sign Language"
    READ_ALOUD = "read_aloud", "Read aloud, in person or by phone"


class HowMet(models.TextChoices):
    INTERPRETER = "interpreter", "An interpreter"
    TRANSLATION = "translation", "A translation by a translator"
    WORKER = "worker", "A worker of ours who speaks or signs the language"
    FORMAT = "format", "We gave it in the format they need"


# Somebody from outside, who may know one of the families.
BY_SOMEBODY_ELSE = frozenset({HowMet.INTERPRETER, HowMet.TRANSLATION})
