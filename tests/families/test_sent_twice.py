"""A form sent twice makes one row; an id that is somebody else's makes none."""

from uuid import uuid4

import pytest

from reconciliation.families.models import ContactDetail, FamilyEngagement, Incident, Person
from tests.families.cast import Cast
from tests.families.test_pages import ANSWERS, BORN, signed_in

FORMS = [
    ("supervisor", "/engagements/new/", ANSWERS, FamilyEngagement, {"side": "affected"}),
    ("supervisor", "people/child/", {"name": "Ida"} | BORN, Person, {"name": "Bo"}),
    ("worker", "people/adult/", {"name": "Imelda"}, Person, {"name": "Olle"}),
    ("worker", "contact/", {"kind": "phone", "value": "07700 900 111"}, ContactDetail, {"value": "07700 900 222"}),
    ("lead", "/incidents/new/", {"note": "At the school"}, Incident, {"note": "On the bus"}),
]  # fmt: skip


def prepared(cast: Cast, post: str, page: str) -> tuple[object, str]:
    """The browser of whoever sends this form, and its address."""
    user = cast.lead if post == "lead" else getattr(cast.east, post)
    home = f"/engagements/{cast.east.engagement.pk}/"
    if page == "contact/":
        page = f"people/{cast.east.mother.pk}/contact/"
    return signed_in(user), page if page.startswith("/") else home + page


@pytest.mark.parametrize(("post", "page", "data", "model", "other"), FORMS)
def test_a_double_click_makes_one(cast: Cast, post: str, page: str, data: dict, model: type, other: dict) -> None:
    client, address = prepared(cast, post, page)
    before = model.objects.count()
    sent = data | {"pk": str(uuid4())}
    assert [client.post(address, sent).status_code for _ in range(2)] == [302, 302]
    assert model.objects.count() == before + 1


@pytest.mark.parametrize(("post", "page", "data", "model", "other"), FORMS)
def test_sent_again_with_other_answers_the_page_is_out_of_date_and_gives_them_back(
    cast: Cast, post: str, page: str, data: dict, model: type, other: dict
) -> None:
    client, address = prepared(cast, post, page)
    sent = data | {"pk": str(uuid4())}
    client.post(address, sent)
    before = model.objects.count()
    response = client.post(address, sent | other)
    assert response.status_code == 409
    assert next(iter(other.values())) in response.content.decode()
    assert model.objects.count() == before


@pytest.mark.parametrize(("post", "page", "data", "model", "other"), FORMS)
def test_a_forged_id_makes_nothing_and_changes_nobodys_row(
    cast: Cast, post: str, page: str, data: dict, model: type, other: dict
) -> None:
    client, address = prepared(cast, post, page)
    taken = {
        FamilyEngagement: cast.west.engagement.pk,
        Person: cast.west.child.pk,
    }.get(model)
    before = model.objects.count()
    if taken is not None:
        assert client.post(address, data | {"pk": str(taken)}).status_code == 409
    assert client.post(address, data | {"pk": "' OR 1=1 --"}).status_code == 200
    assert model.objects.count() == before
    assert Person.objects.get(pk=cast.west.child.pk).name == "Jory Dravenport"
