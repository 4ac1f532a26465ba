"""Every word that leaves the service unasked, and the choices of safe contact. Reading age about nine.

A notice names nobody, no service and no case: whoever reads it over a shoulder learns only that something came.
"""

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """How someone wants to be told. This service itself sends e-mail only; workers use the others."""

    EMAIL = "email", _("Email")
    SMS = "sms", _("Text message")
    PHONE = "phone", _("Phone call")
    POST = "post", _("Letter")
    PORTAL_ONLY = "portal_only", _("Do not contact me. I will look here myself")


# What can be ruled out for good: every way that leaves the service.
OUTSIDE = (Channel.EMAIL, Channel.SMS, Channel.PHONE, Channel.POST)


class Wording(models.TextChoices):
    """What a notice says: one wording a person, the same for whatever has happened."""

    MESSAGE = "message", _("You have a message. Sign in to read it.")
    NEWS = "news", _("There is something new for you. Sign in to see it.")
    BACK = "back", _("You have a message. Come back to read it.")
    NOTE = "note", _("A note is waiting for you. Sign in when you are ready.")


class SubjectStyle(models.TextChoices):
    NEUTRAL = "neutral", _("“A message for you”")
    NONE = "none", _("Leave the subject line empty")


class Format(models.TextChoices):
    STANDARD = "standard", _("Ordinary print")
    LARGE_PRINT = "large_print", _("Large print")
    EASY_READ = "easy_read", _("Easy read")
    AUDIO = "audio", _("Sound recording")
    BSL = "bsl", _("British Sign Language")


class Day(models.TextChoices):
    MONDAY = "0", _("Monday")
    TUESDAY = "1", _("Tuesday")
    WEDNESDAY = "2", _("Wednesday")
    THURSDAY = "3", _("Thursday")
    FRIDAY = "4", _("Friday")
    SATURDAY = "5", _("Saturday")
    SUNDAY = "6", _("Sunday")


SUBJECT = _("A message for you")


def notice(wording: str, subject_style: str, language: str) -> tuple[str, str]:
    """Subject and text, in the one language of the person."""
    with translation.override(language):
        subject = str(SUBJECT) if subject_style == SubjectStyle.NEUTRAL else ""
        return subject, str(Wording(wording).label)
