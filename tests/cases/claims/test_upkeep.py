"""What is worked out as far as a change reaches is what working out everything gives."""

from collections.abc import Callable, Iterable
from random import Random
from typing import TypeVar

import pytest

from accounts.models import User
from cases.claims import services
from cases.claims.models import Assertion, Lineage, Source
from cases.claims.upkeep import settle, work_out
from cases.claims.vocabulary import Stance
from cases.core import paperwork
from cases.core.errors import Refused
from cases.core.models import Case, Party
from cases.exhibits.recheck import raise_alarm
from tests.factories.claims import ClaimFactory, PartyFactory, SourceFactory, say
from tests.factories.exhibits import receive

T = TypeVar("T")


class Life:
    """A ledger in which things happen at random, through services and around them."""

    def __init__(self, case: Case, by: User, seed: int) -> None:
        self.case, self.by = case, by
        self.random = Random(seed)  # noqa: S311
        roles = ["complainant", "subject", "authority", "publisher", "publisher", "witness"]
        self.parties = [PartyFactory.create(case=case, role=role) for role in roles]
        self.exhibits = [receive(case, by, b"%d" % n) for n in range(3)]
        for _ in range(8):
            self.add_source()
        for _ in range(5):
            ClaimFactory.create(case=case, kind=self.one(["conduct", "legal"]), by=by)

    def one(self, things: Iterable[T]) -> T:
        return self.random.choice(list(things))

    def live(self) -> None:
        """One thing happens; what can't be done is refused and changes nothing."""
        acts: list[Callable[[], object]] = [
            self.add_source, self.say, self.say, self.say, *[self.rest] * 6, self.unrest,
            self.grade, self.correct, self.unsay, self.stand, self.damage, self.hold, self.observe,
            self.around_the_services, self.around_the_services,
        ]  # fmt: skip
        try:
            self.one(acts)()
        except Refused:
            return

    def add_source(self) -> None:
        SourceFactory.create(
            publisher=self.one(self.parties), kind=self.one(["article", "official_record"]),
            exhibit=self.one([None, *self.exhibits]), reliability=self.one("ABF"), by=self.by,
        )  # fmt: skip

    def say(self) -> None:
        say(self.one(self.case.sources.all()), self.one(self.case.claims.all()), self.by,
            self.one(Stance.values), credibility=self.one("236"))  # fmt: skip

    def rest(self) -> None:
        source, ground = self.one(self.case.sources.all()), self.one(self.case.sources.all())
        services.rest_source_on(source=source, rests_on=ground, passage="p", by=self.by)

    def unrest(self) -> None:
        if edge := Lineage.objects.first():
            services.remove_lineage(lineage=edge, reason="Wrong.", by=self.by)

    def grade(self) -> None:
        source = self.one(self.case.sources.all())
        services.grade_source(source=source, reliability=self.one("ABE"), reason="r", by=self.by)

    def correct(self) -> None:
        party = self.one(self.parties)
        paperwork.change_party(
            party=party, name=party.name, kind=party.kind, role=self.one(Party.Role.values),
            controlled_by=self.one([None, *(p for p in self.parties if p != party)]), by=self.by,
        )  # fmt: skip

    def unsay(self) -> None:
        if said := Assertion.objects.last():
            services.remove_assertion(assertion=said, reason="Wrong.", by=self.by)

    def stand(self) -> None:
        services.state_first_hand(source=self.one(self.case.sources.all()), reason="r", by=self.by)

    def damage(self) -> None:
        raise_alarm(self.one(self.exhibits), None, by=None)

    def hold(self) -> None:
        source = self.one(self.case.sources.all())
        services.hold_copy(source=source, exhibit=self.one(self.exhibits), by=self.by)

    def observe(self) -> None:
        seen = services.observe_claim(
            claim=self.one(self.case.claims.all()), exhibits=[self.one(self.exhibits)],
            finding="f", method="m", contradicts=self.one([True, False]), by=self.by,
        )  # fmt: skip
        services.rerun_observation(
            observation=seen, gave_the_same=self.one([True, True, False]), by=self.by
        )

    def around_the_services(self) -> None:
        source = self.one(self.case.sources.all())
        ways: list[Callable[[], object]] = [
            lambda: Source.objects.filter(pk=source.pk).update(reliability=self.one("ABE")),
            lambda: Source.objects.filter(pk=source.pk).update(publisher=self.one(self.parties)),
            lambda: source.assertions.update(stance=self.one(Stance.values)),
            lambda: source.assertions.filter(stance="denies").delete(),
            lambda: self.forget_the_grounds_of(source),
            lambda: Party.objects.filter(pk=self.one(self.parties).pk).update(role="witness"),
        ]  # fmt: skip
        self.one(ways)()
        settle(self.case)

    def forget_the_grounds_of(self, source: Source) -> None:
        if Lineage.objects.filter(source=source).delete()[0]:
            Source.objects.filter(pk=source.pk).update(basis=Source.Basis.UNKNOWN)


@pytest.mark.parametrize("seed", range(6))
def test_what_a_change_reaches_is_all_that_it_changes(seed: int, case: Case, analyst: User) -> None:
    life = Life(case, analyst, seed)

    for _ in range(40):
        life.live()

        assert work_out(case) == []
        assert not case.disturbances.exists()
    assert len(set(case.claims.values_list("ceiling", flat=True))) > 1
