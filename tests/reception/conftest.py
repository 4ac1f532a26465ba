"""Somebody without an account, by the pages that they open."""

import re
from dataclasses import dataclass, field

import pytest
from django.http import HttpResponse
from django.test import Client

from reconciliation.reception.models import AskDraft


@dataclass
class Asker:
    """A browser of their own; what they were shown once they keep on paper."""

    client: Client = field(default_factory=Client)
    secret: str = ""
    reference: str = ""
    pk: str = ""
    draft: str = ""

    def begin(self, *, unsafe: str = "no", draft: str = "") -> HttpResponse:
        page = self.client.get("/ask/").content.decode()
        self.draft = draft or found(r'name="draft" value="([^"]+)"', page)
        answer = self.client.post("/ask/", {"unsafe": unsafe, "draft": self.draft})
        self.secret, self.reference = found(r'name="secret" value="([^"]+)"', answer.content.decode()), signs(answer)
        self.pk = str(AskDraft.objects.get(reference=self.reference).pk)
        return answer

    def write(self, text: str = "Why was nobody told?", *, saved: str = "yes", **more: str) -> HttpResponse:
        return self.client.post("/ask/write/", {"question": text, "saved": saved, "secret": self.secret, **more})

    def send(self) -> HttpResponse:
        return self.client.post("/ask/reach/", {"reach": "come_back", "secret": self.secret})

    def ask(self, text: str = "Why was nobody told?", *, unsafe: str = "no") -> "Asker":
        self.begin(unsafe=unsafe)
        self.write(text)
        assert b"We have your question" in self.send().content
        return self

    def ask_by_email(self, address: str = "someone@people.example") -> HttpResponse:
        self.begin()
        self.write(saved="other")
        self.client.post("/ask/reach/", {"reach": "email", "secret": self.secret})
        return self.client.post("/ask/email/", {"address": address, "secret": self.secret})

    def come_back(self, **said: str) -> HttpResponse:
        """From another browser."""
        self.client = Client()
        return self.client.post("/ask/return/", {"reference": self.reference, "secret": self.secret, **said})

    @property
    def question(self) -> str:
        return f"/questions/{self.pk}/"


def found(pattern: str, html: str) -> str:
    match = re.search(pattern, html)
    assert match, html
    return match[1]


def signs(answer: HttpResponse) -> str:
    """The reference as a page shows it."""
    return found(r'portal-receipt__signs">([^<]+)<', answer.content.decode())


@pytest.fixture
def asker(cast: object) -> Asker:
    return Asker()
