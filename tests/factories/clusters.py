from typing import Any

from factory import post_generation
from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from cases.clusters.campaigns import CandidateCampaign
from cases.clusters.models import PlatformAccount, SignalUse


class PlatformAccountFactory(DjangoModelFactory[PlatformAccount]):
    class Meta:
        model = PlatformAccount

    external_id = Sequence(lambda n: f"pa_{n:04}")
    interaction_count = 100


class SignalUseFactory(DjangoModelFactory[SignalUse]):
    class Meta:
        model = SignalUse

    account = SubFactory(PlatformAccountFactory)
    kind = "instrument"
    value = LazyAttribute(lambda use: f"card of {use.account}")
    used_by_count = 3


class CandidateCampaignFactory(DjangoModelFactory[CandidateCampaign]):
    class Meta:
        model = CandidateCampaign
        skip_postgeneration_save = True

    number = Sequence(lambda n: n + 1)
    digest = Sequence(lambda n: f"{n:064x}")
    member_count = 4
    clustered_count = 0
    explanation = LazyAttribute(
        lambda _: {"sentence": "4 platform accounts use 2 prompt templates.", "marks": []}
    )

    @post_generation
    def members(self: CandidateCampaign, create: bool, extracted: Any) -> None:  # noqa: FBT001
        if extracted:
            self.members.set(extracted)
