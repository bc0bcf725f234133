"""Append-only, and kept so by triggers: see migrations/0002_rules.py."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast
from django.utils import timezone

from audit.roots import SignedRoot


def _field(key: str) -> models.GeneratedField:
    """A column that the database reads out of the record itself, so that the two can't differ."""
    return models.GeneratedField(
        expression=KeyTextTransform(key, Cast("content", models.JSONField())),
        output_field=models.TextField(),
        db_persist=True,
    )


class EntryQuerySet(models.QuerySet["Entry"]):
    def for_case(self, reference: str) -> Self:
        return self.filter(case=reference)


class Entry(models.Model):
    """One thing that one person did, in words that can't be changed afterwards."""

    content = models.TextField()
    at_text = _field("at")
    actor = _field("actor")
    action = _field("action")
    subject = _field("subject")
    case = _field("case")
    detail = models.GeneratedField(
        expression=KeyTransform("detail", Cast("content", models.JSONField())),
        output_field=models.JSONField(),
        db_persist=True,
    )

    objects: ClassVar[models.Manager["Entry"]] = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["case", "-id"], name="audit_entry_of_case"),
            models.Index(fields=["actor", "-id"], name="audit_entry_by_actor"),
            models.Index(fields=["subject", "-id"], name="audit_entry_about_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.at_text} {self.actor}: {self.action} {self.subject}"

    @property
    def words(self) -> str:
        """What was done, for people: "claim.proposed" as "claim proposed"."""
        return str(self.action).replace(".", " ").replace("_", " ")

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.at_text)


class Seal(models.Model):
    """The link that binds an entry to every entry before it; written by the database at commit."""

    position = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="seal")
    previous_hash = models.BinaryField()
    hash = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.position}: {self.hex()}"

    def hex(self) -> str:
        """The link as it is written down."""
        return bytes(self.hash).hex()


class Root(models.Model):
    """The audit as it stood on a day, in one hash, signed. Append-only; see roots.py."""

    day = models.DateField(unique=True)
    statement = models.TextField(help_text="What was signed, in canonical JSON.")
    signature = models.BinaryField(help_text="Ed25519, over the statement's bytes.")
    public_key = models.TextField(help_text="PEM, of the key that signed.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"of {self.day:%Y-%m-%d}"

    @property
    def signed(self) -> SignedRoot:
        """The root as anyone can check it."""
        return SignedRoot(self.statement, bytes(self.signature), self.public_key)
