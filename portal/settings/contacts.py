"""Whom to ask locally, by the contact that a move of a track names, else by its post.

Names and numbers are invented for the demo; a council puts its own here.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Whom to call, wherever the pages tell; production reads its own from the environment (`portal.env.helplines`).
HELPLINES: dict[str, dict[str, str]] = {
    "front_door": {"name": "", "phone": "01632 960 180", "when": "day or night"},
    "children": {"name": "Arrowmere Children’s Line", "phone": "08081 570 180", "when": "free, day or night"},
}

LOCAL_CONTACTS: dict[str, dict[str, str | Promise]] = {
    "The family's own team": {
        "name": "Hesper Quillon", "post": _("Family reconciliation desk"), "phone": "01632 960 150",
        "when": _("Monday to Friday, 9am to 5pm"),
    },
    "Duty supervisor": {
        "name": "Caspian Orrell", "post": _("Duty desk"), "phone": "01632 960 155", "when": _("Every day, 8am to 8pm"),
    },
    "Information governance": {
        "name": "Merrin Lazenby", "post": _("Information governance desk"), "phone": "01632 960 162",
        "when": _("Monday to Friday, 9am to 5pm"),
    },
    "The council's front door": {
        "name": "Zennor Pask", "post": _("The council’s front door"), "phone": "01632 960 180",
        "when": _("Day or night"),
    },
}  # fmt: skip
