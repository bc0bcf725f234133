from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

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
