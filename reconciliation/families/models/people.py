"""The people of one engagement. Someone who belongs to two engagements is two rows."""

import uuid

from django.conf import settings
from django.db import models

from portal.encryption.fields import SealedDateField, SealedTextField
from reconciliation.families.models.engagements import FamilyEngagement


class RelationKind(models.TextChoices):
    MOTHER = "mother", "Mother"
    FATHER = "father", "Father"
    ADOPTIVE_PARENT = "adoptive_parent", "Adoptive parent"
    STEP_PARENT = "step_parent", "Step-parent"
    GRANDPARENT = "grandparent", "Grandparent"
    SPECIAL_GUARDIAN = "special_guardian", "Special guardian"
    FOSTER_CARER = "foster_carer", "Foster carer"
    SIBLING = "sibling", "Brother or sister"
    OTHER_RELATIVE = "other_relative", "Another relative"
    SUPPORTER = "supporter", "Supporter, not a relative"


class ParentalResponsibility(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_KNOWN = "not_known", "Not known yet"


class RelationBasis(models.TextChoices):
    """How we know that someone has parental responsibility."""

    NOT_SEEN = "not_seen", "Not seen yet"
    BIRTH_MOTHER = "birth_mother", "Birth mother"
    MARRIAGE = "marriage", "Married to the mother"
    REGISTRATION = "registration", "Named on the birth certificate"
    COURT_ORDER = "court_order", "Court order"
    ADOPTION = "adoption", "Adoption order"
    SPECIAL_GUARDIANSHIP = "special_guardianship", "Special guardianship order"
    AGREEMENT = "agreement", "Parental responsibility agreement"


class ContactKind(models.TextChoices):
    PHONE = "phone", "Phone"
    EMAIL = "email", "Email"
    ADDRESS = "address", "Address"


class NameKeyKind(models.TextChoices):
    WORD = "word", "Word"
    PREFIX = "prefix", "First letters"


class Person(models.Model):
    """A person as this engagement knows them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(FamilyEngagement, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="people",
        null=True,
        blank=True,
    )
    name = SealedTextField()
    birth_date = SealedDateField(null=True, blank=True)
    is_child = models.BooleanField()
    # Of this family only since a question that they asked without an account was tied to it: until they have one,
    # whoever reads their name would learn that they asked.
    by_question = models.BooleanField(default=False)
    # The order in which they were added: the first child gives the family its name.
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["engagement", "user"], name="one_person_a_sign_in")]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return self.engagement_id


class Relation(models.Model):
    """What a person is to a child of the same engagement."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relations")
    child = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="related")
    kind = models.CharField(max_length=20, choices=RelationKind)
    parental_responsibility = models.CharField(
        max_length=10, choices=ParentalResponsibility, default=ParentalResponsibility.NOT_KNOWN
    )
    basis = models.CharField(max_length=24, choices=RelationBasis, default=RelationBasis.NOT_SEEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "child"], name="one_relation_a_pair"),
            models.CheckConstraint(condition=~models.Q(person=models.F("child")), name="relation_to_another"),
        ]

    def __str__(self) -> str:
        return f"relation {self.pk}"


class ContactDetail(models.Model):
    """A phone, an email address or a postal address of one person, private to them."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_details")
    kind = models.CharField(max_length=10, choices=ContactKind)
    value = SealedTextField()

    def __str__(self) -> str:
        return f"contact detail {self.pk}"

    @property
    def holder(self) -> uuid.UUID:
        return self.person.engagement_id


class NameKey(models.Model):
    """A keyed hash of one word of a name, or of its first letters: found, never read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="name_keys")
    mac = models.BinaryField(max_length=32)
    kind = models.CharField(max_length=6, choices=NameKeyKind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mac", "kind", "person"], name="one_key_a_word")]

    def __str__(self) -> str:
        return f"name key {self.pk}"
