from collections import Counter
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from cases.samples.draw import Candidate, allocate, commitment, digest, draw, place, wilson

ids = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)
frames = st.lists(st.builds(Candidate, st.sampled_from("abc"), ids), max_size=60)
sizes = st.fixed_dictionaries({stratum: st.integers(0, 20) for stratum in "abc"})


@given(frames, st.randoms(), sizes)
def test_draw_does_not_depend_on_order(frame: list[Candidate], random, sizes) -> None:
    shuffled = random.sample(frame, len(frame))

    assert draw(frame, "seed", sizes) == draw(shuffled, "seed", sizes)


@given(frames, sizes)
def test_draw_takes_what_is_asked_as_far_as_there_is(frame, sizes) -> None:
    available = Counter(one.stratum for one in set(frame))
    drawn = Counter(one.stratum for one in draw(frame, "seed", sizes))

    assert all(drawn[s] == min(sizes[s], available[s]) for s in "abc")


@given(frames, st.integers(0, 20))
def test_a_larger_draw_contains_the_smaller(frame, size) -> None:
    smaller = draw(frame, "seed", dict.fromkeys("abc", size))
    larger = draw(frame, "seed", dict.fromkeys("abc", size + 5))

    assert set(smaller) <= set(larger)


def test_draw_in_a_few_lines_of_anyone_elses_code() -> None:
    names = [f"int-{n}" for n in range(1000)]
    theirs = sorted(names, key=lambda name: sha256(f"June{name}".encode()).digest())[:10]

    ours = draw([Candidate("", name) for name in names], "June", {"": 10})

    assert [one.interaction_id for one in ours] == theirs


def test_place_and_commitment_are_plain_sha256() -> None:
    assert place("se", "ed") == sha256(b"seed").hexdigest() == commitment("seed")


@given(st.lists(ids))
def test_digest_of_a_frame_does_not_depend_on_order(names: list[str]) -> None:
    assert digest(names) == digest(reversed(names))


counts = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3), st.integers(0, 5000), max_size=20
)


@given(counts, st.integers(0, 2000), st.integers(0, 40))
def test_allocate_never_exceeds_a_stratum_and_adds_up(counts, size: int, minimum: int) -> None:
    shares = allocate(counts, size, minimum=minimum)

    floor = sum(min(count, minimum) for count in counts.values())
    assert all(min(counts[s], minimum) <= share <= counts[s] for s, share in shares.items())
    assert sum(shares.values()) == max(floor, min(size, sum(counts.values())))


@given(st.integers(1, 5000), st.data())
def test_wilson_holds_its_share(drawn: int, data) -> None:
    found = data.draw(st.integers(0, drawn))
    interval = wilson(found, drawn)

    assert 0 <= interval.low <= interval.share + 1e-12
    assert interval.share - 1e-12 <= interval.high <= 1


def test_wilson_agrees_with_the_published_example() -> None:
    """Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662."""
    interval = wilson(81, 263)

    assert round(interval.low, 4) == 0.2553
    assert round(interval.high, 4) == 0.3662


def test_nothing_found_gives_the_rule_of_three() -> None:
    assert wilson(0, 300).high == 0.01
