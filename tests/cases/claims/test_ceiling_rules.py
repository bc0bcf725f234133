"""What holds of the ceiling whatever is entered, in whatever order."""

from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.claims.ceiling import Ceiling, ceiling_of, strength
from cases.claims.evidence import Assertion, Claim, Ledger, Observation, Source
from cases.claims.lineage import Lineage
from cases.claims.standing import Party, Standing
from cases.claims.vocabulary import (
    OPPOSES,
    SUPPORTS,
    Kind,
    Rung,
    SourceKind,
    Stance,
    Status,
    Weight,
)

PARTIES = [
    Party(1, "Lab", "complainant"),
    Party(2, "Accused", "subject"),
    Party(3, "Court", "authority", is_public_body=True),
    Party(4, "Wire", "publisher"),
    Party(5, "Paper", "publisher"),
    Party(6, "Lab News", "publisher", controlled_by=1),
    Party(7, "Accused Daily", "publisher", controlled_by=2),
    Party(8, "Wire Local", "publisher", controlled_by=4),
]
SOURCES = range(1, 11)
ECHO = 99

sources = st.builds(
    Source,
    number=st.just(0),
    publisher=st.integers(1, len(PARTIES)),
    kind=st.sampled_from(SourceKind.values),
    reliability=st.sampled_from("ABCF"),
    exhibit=st.sampled_from(["", "E-1"]),
    is_first_hand=st.booleans(),
)
edges = st.lists(
    st.tuples(st.integers(2, 10), st.integers(1, 9)).filter(lambda edge: edge[0] > edge[1]),
    max_size=8,
)
assertions = st.builds(
    Assertion,
    source=st.sampled_from(SOURCES),
    stance=st.sampled_from(Stance.values),
    credibility=st.sampled_from("1236"),
    has_seen=st.booleans(),
    is_resolved=st.booleans(),
)
observations = st.builds(
    Observation,
    label=st.sampled_from(["E-1", "E-2"]),
    is_reproduced=st.booleans(),
    contradicts=st.booleans(),
)
claims = st.builds(
    Claim,
    kind=st.sampled_from(Kind.values),
    rung=st.sampled_from(["", *Rung.values]),
    speaker=st.sampled_from([None, 1, 4]),
    actor=st.sampled_from([None, 2]),
    statement=st.sampled_from(["", "9 accounts of Accused were used.", "Lab was queried."]),
    weight=st.sampled_from(Weight.values),
    assertions=st.lists(assertions, max_size=8).map(tuple),
    observations=st.lists(observations, max_size=3).map(tuple),
    is_assessed=st.booleans(),
)


@st.composite
def ledgers(draw: Any) -> Ledger:
    known = {n: replace(draw(sources), number=n) for n in SOURCES}
    return Ledger(known, Lineage(draw(edges)), Standing(PARTIES))


def is_not_raised(before: Ceiling, after: Ceiling) -> bool:
    return strength(after.status) <= strength(before.status)


@settings(max_examples=120, deadline=None)
@given(claims, ledgers(), sources, st.sampled_from(sorted(SUPPORTS)), assertions)
def test_adding_an_echo_never_raises_it(
    claim: Claim, ledger: Ledger, source: Source, stance: str, drawn: Assertion
) -> None:
    supporting = [a.source for a in claim.assertions if a.stance in SUPPORTS]
    ground = supporting[0] if supporting else 1
    lineage_edges = [(s, g) for s in SOURCES for g in ledger.lineage.rests_on(s)]
    echoing = Ledger(
        {**ledger.sources, ECHO: replace(source, number=ECHO)},
        Lineage([*lineage_edges, (ECHO, ground)]),
        ledger.standing,
    )
    # Whoever saw the very letter rests on it and is a witness that there is one: no echo of that.
    behind = {ledger.group(g) for g in echoing.lineage.grounds(ECHO)}
    quoted = {ledger.standing.group(claim.speaker)} if claim.speaker else set()
    echo = Assertion(ECHO, stance, "1", has_seen=drawn.has_seen and not behind <= quoted)

    before = ceiling_of(claim, ledger)
    after = ceiling_of(replace(claim, assertions=(*claim.assertions, echo)), echoing)

    if supporting:
        assert is_not_raised(before, after)
        assert set(after.origins) == set(before.origins)
    else:
        # The first to say anything, an echo of what nobody recorded: an allegation and no more.
        assert is_not_raised(before, after) or strength(after.status) <= strength(Status.DISPUTED)


@settings(max_examples=120, deadline=None)
@given(claims, ledgers(), assertions, st.sampled_from(sorted(OPPOSES)))
def test_adding_a_denial_never_raises_it_above_disputed(
    claim: Claim, ledger: Ledger, denial: Assertion, stance: str
) -> None:
    denied = replace(claim, assertions=(*claim.assertions, replace(denial, stance=stance)))

    before, after = ceiling_of(claim, ledger), ceiling_of(denied, ledger)

    assert is_not_raised(before, after) or after.status == Status.DISPUTED


@settings(max_examples=120, deadline=None)
@given(claims, ledgers(), st.data())
def test_removing_support_never_raises_it(claim: Claim, ledger: Ledger, data: Any) -> None:
    kept = tuple(
        a for a in claim.assertions if a.stance not in SUPPORTS or data.draw(st.booleans())
    )
    seen = tuple(o for o in claim.observations if o.contradicts or data.draw(st.booleans()))

    before = ceiling_of(claim, ledger)
    after = ceiling_of(replace(claim, assertions=kept, observations=seen), ledger)

    assert is_not_raised(before, after)


@settings(max_examples=120, deadline=None)
@given(claims, ledgers(), st.lists(observations, max_size=4))
def test_an_attribution_is_never_confirmed_by_our_own_observation(
    claim: Claim, ledger: Ledger, seen: list[Observation]
) -> None:
    attribution = replace(claim, kind=Kind.ATTRIBUTION, observations=())
    observed = replace(attribution, observations=tuple(seen))

    before, after = ceiling_of(attribution, ledger), ceiling_of(observed, ledger)

    assert (before.status == Status.CONFIRMED) >= (after.status == Status.CONFIRMED)


@settings(max_examples=120, deadline=None)
@given(claims, ledgers(), st.sampled_from(PARTIES), st.lists(observations, max_size=3))
def test_no_observation_moves_a_claim_that_names_another_than_the_complainant(
    claim: Claim, ledger: Ledger, party: Party, shown: list[Observation]
) -> None:
    naming = replace(claim, statement=f"What {party.name}'s accounts did.", observations=())
    seen = replace(naming, observations=tuple(shown))

    before, after = ceiling_of(naming, ledger), ceiling_of(seen, ledger)

    is_complainant = ledger.standing.sides(party.id) == {"complainant"}
    assert is_complainant or not after.supports(Status.CONFIRMED) or before.supports("confirmed")
    assert is_complainant or not after.supports(Status.REFUTED) or before.supports("refuted")


@settings(max_examples=120, deadline=None)
@given(claims, ledgers(), st.integers())
def test_the_order_of_entry_never_matters(claim: Claim, ledger: Ledger, seed: int) -> None:
    random = Random(seed)  # noqa: S311
    shuffled = replace(
        claim,
        assertions=tuple(random.sample(claim.assertions, len(claim.assertions))),
        observations=tuple(random.sample(claim.observations, len(claim.observations))),
    )

    one, other = ceiling_of(claim, ledger), ceiling_of(shuffled, ledger)

    assert (one.status, one.why, one.supported) == (other.status, other.why, other.supported)
    assert [r.is_met for r in one.confirming] == [r.is_met for r in other.confirming]


@settings(max_examples=120, deadline=None)
@given(claims, ledgers())
def test_the_ceiling_supports_itself_and_nothing_above(claim: Claim, ledger: Ledger) -> None:
    found = ceiling_of(claim, ledger)

    assert found.supports(found.status)
    assert all(strength(status) <= strength(found.status) for status in found.supported)
    assert (found.status == Status.CONFIRMED) <= bool(found.met)
    assert not (found.supports(Status.REFUTED) and found.supports(Status.CONFIRMED))


@settings(max_examples=120, deadline=None)
@given(claims, ledgers())
def test_every_standard_says_what_it_is_met_by_or_what_is_missing(
    claim: Claim, ledger: Ledger
) -> None:
    found = ceiling_of(claim, ledger)

    for result in (*found.confirming, *found.refuting):
        assert bool(result.met_by) != bool(result.missing)
        assert all(sentence.endswith(".") for sentence in result.met_by + result.missing)
        assert result.applies or not result.is_met


@settings(max_examples=120, deadline=None)
@given(claims, ledgers())
def test_the_parties_alone_never_confirm_but_by_admission(claim: Claim, ledger: Ledger) -> None:
    partial = {
        number: replace(source, publisher=(1, 2, 6, 7)[number % 4])
        for number, source in ledger.sources.items()
    }
    found = ceiling_of(
        replace(claim, kind=Kind.CONDUCT, observations=()),
        Ledger(partial, ledger.lineage, ledger.standing),
    )

    assert {result.standard for result in found.met} <= {"admission"}
