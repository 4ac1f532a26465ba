"""What this room refuses."""

from portal.ui.refusals import Refusal


class NotYourOwnText(Refusal):
    """A text that waits for a second person is not decided by the first."""

    status = 409
    template = "409.html"
    heading = "That could not be done"
    words = "You wrote this text, so a colleague has to decide on it."
