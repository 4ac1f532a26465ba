"""Where Django's mail goes: into the outbox, and from there to the mail server, or in the demo to a page."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.notifications.actions import put_account_mail


class OutboxBackend(BaseEmailBackend):
    """EMAIL_BACKEND: mail of other packages (codes to sign in) waits in the outbox, sealed, a row a recipient.

    Only the plain text goes: no markup, no picture, no header of the package.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write them; the worker sends them."""
        for message in email_messages:
            for address in message.recipients():
                put_account_mail(address=address, subject=str(message.subject), body=str(message.body))
        return len(email_messages)

    def for_nobody(self, email_messages: Sequence[EmailMessage]) -> None:
        """The same work for an address without an account: a row that is taken back as it is written."""
        for message in email_messages:
            put_account_mail(address="", subject=str(message.subject), body=str(message.body), withdrawn=True)


class KeptBackend(BaseEmailBackend):
    """EMAIL_DELIVERY_BACKEND of the demo: nothing leaves the machine; `/demo/mail/` shows what would have."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Say that they went."""
        return len(email_messages)
