from typing import Any, Generic, TypeVar

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from cases.claims import services
from cases.claims.models import Assertion, Claim, Source
from cases.claims.vocabulary import Kind, SourceKind, Stance
from cases.core.models import Case, Party

Model = TypeVar("Model")


class TypedFactory(DjangoModelFactory, Generic[Model]):  # type: ignore[misc]
    class Meta:
        abstract = True

    @classmethod
    def create(cls, **fields: Any) -> Model:
        made: Model = super().create(**fields)
        return made


class PartyFactory(TypedFactory[Party]):
    class Meta:
        model = Party

    name = factory.Sequence(lambda n: f"Party {n}")
    kind = Party.Kind.ORGANIZATION
    role = Party.Role.PUBLISHER


class SourceFactory(TypedFactory[Source]):
    """A source by way of the service; `publisher` and `by` are needed."""

    class Meta:
        model = Source

    title = factory.Sequence(lambda n: f"Source {n}")
    kind = SourceKind.ARTICLE
    basis = Source.Basis.FIRST_HAND
    reliability = "B"
    reliability_reason = "It corrects what it gets wrong."

    @classmethod
    def _create(cls, model_class: type[Source], *args: Any, **fields: Any) -> Source:
        publisher = fields["publisher"]
        return services.add_source(**{"case": publisher.case} | fields)


class ClaimFactory(TypedFactory[Claim]):
    """A claim by way of the service; `case` and `by` are needed."""

    class Meta:
        model = Claim

    kind = Kind.CONDUCT
    statement = factory.Sequence(lambda n: f"Thing {n} was done.")

    @classmethod
    def _create(cls, model_class: type[Claim], *args: Any, **fields: Any) -> Claim:
        return services.add_claim(**fields)


def say(
    source: Source, claim: Claim, by: User, stance: str = Stance.ASSERTS, **more: Any
) -> Assertion:
    """Have a source say something of a claim, graded 2 unless said."""
    return services.assert_claim(
        source=source, claim=claim, stance=stance, by=by, **{"credibility": "2"} | more
    )


def parties(case: Case) -> dict[str, Party]:
    """A complainant, a subject, an authority and two publishers."""
    roles = {
        "lab": Party.Role.COMPLAINANT,
        "accused": Party.Role.SUBJECT,
        "court": Party.Role.AUTHORITY,
        "wire": Party.Role.PUBLISHER,
        "paper": Party.Role.PUBLISHER,
    }
    return {
        name: PartyFactory.create(case=case, name=name.title(), role=role)
        for name, role in roles.items()
    }
