"""A browser in a few words, so that people know their own sign-ins; the rest of what it says is not kept."""

from django.utils.translation import gettext_lazy as _

# The first that is found names it: several browsers also call themselves by the name of another.
BROWSERS = (("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"), ("FxiOS", "Firefox"),
            ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
           ("Macintosh", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux"))  # fmt: skip


def words_for(user_agent: str) -> str:
    """Such as "Firefox, Windows"; empty where nothing is known."""
    found = (next((name for mark, name in names if mark in user_agent), "") for names in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, found))


UNKNOWN = _("A browser that we do not know")
