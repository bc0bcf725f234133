"""Everyone else: people who share networks, cards and clients for innocent reasons."""

import numpy as np

from cases.telemetry.simulation import prompts, values
from cases.telemetry.simulation.population import DAY, Group, Population, Window
from cases.telemetry.simulation.scenario import Others
from cases.telemetry.simulation.values import Ints


def gather(
    population: Population,
    others: Others,
    members: Ints,
    pool: Ints,
    window: Window,
    rng: np.random.Generator,
) -> None:
    """Put shares of these accounts into campuses, offices, carriers, households and so on."""
    shares = (
        (_campus, others.campus),
        (_carrier, others.carrier),
        (_office, others.office),
        (_household, others.household),
        (_privacy_vpn, others.privacy_vpn),
    )
    rest = rng.permutation(members)
    for settle, share in shares:
        some, rest = np.split(rest, [round(len(members) * share)])
        if len(some):
            settle(population, some, others, rng)
    some = rest[: round(len(members) * others.pool_customers)]
    if len(pool) and len(some):
        _pool_customers(population, some, pool, rng)
    _habits(population, others, members, window, rng)


def _groups(members: Ints, sizes: Ints) -> list[Ints]:
    """Cut the accounts into groups of the given sizes."""
    cuts = np.cumsum(sizes)
    return [group for group in np.split(members, cuts[cuts < len(members)]) if len(group)]


def _mark(population: Population, kind: Group, number: int, group: Ints) -> None:
    population.group_kind[group] = kind
    population.group[group] = number


def _campus(
    population: Population, members: Ints, others: Others, rng: np.random.Generator
) -> None:
    """Hundreds of students behind four addresses, on one programme."""
    for number, group in enumerate(_groups(members, np.full(len(members) // 150 + 1, 150))):
        _mark(population, Group.CAMPUS, number, group)
        at_work = values.campus(number, 4)
        population.addresses[group, :3] = rng.choice(at_work, (len(group), 3))
        population.programme[group] = 2
        population.organization[group] = 500 + number


def _carrier(
    population: Population, members: Ints, others: Others, rng: np.random.Generator
) -> None:
    """Telephones behind the addresses that a carrier shares out."""
    _mark(population, Group.CARRIER, 0, members)
    population.addresses[members] = values.carrier(rng, (len(members), 4))


def _office(
    population: Population, members: Ints, others: Others, rng: np.random.Generator
) -> None:
    """Colleagues behind one VPN; in some scenarios they also pay with one company card."""
    sizes = np.minimum(rng.zipf(1.7, len(members)) + 4, 300)
    for number, group in enumerate(_groups(members, sizes)):
        _mark(population, Group.OFFICE, number, group)
        population.addresses[group, :3] = values.office(number)
        population.organization[group] = number + 1_000
        population.rhythm[group] = rng.integers(0, 8) * 2
        if rng.random() < others.offices_on_one_card:
            population.instruments[group, 0] = 500_000_000 + number


def _household(
    population: Population, members: Ints, others: Others, rng: np.random.Generator
) -> None:
    """Families on one card, some of them also behind one address."""
    for number, group in enumerate(_groups(members, rng.integers(2, 5, len(members)))):
        _mark(population, Group.HOUSEHOLD, number, group)
        population.instruments[group, 0] = 600_000_000 + number
        if rng.random() < others.households_at_one_address:
            population.addresses[group] = population.addresses[group[0]]


def _privacy_vpn(
    population: Population, members: Ints, others: Others, rng: np.random.Generator
) -> None:
    """Strangers who leave through the same commercial VPN."""
    _mark(population, Group.PRIVACY_VPN, 0, members)
    population.addresses[members] = values.privacy_vpn(rng, (len(members), 4))


def _pool_customers(
    population: Population, members: Ints, pool: Ints, rng: np.random.Generator
) -> None:
    """Honest customers of the proxy service that an operator rents from."""
    _mark(population, Group.POOL_CUSTOMER, 0, members)
    population.addresses[members, 1:] = rng.choice(pool, (len(members), 3))


def _habits(
    population: Population,
    others: Others,
    members: Ints,
    window: Window,
    rng: np.random.Generator,
) -> None:
    """Disposable mail, sign-ups in the minute of a launch, public benchmark prompts."""

    def some(share: float) -> Ints:
        return members[rng.random(len(members)) < share]

    brief = some(others.disposable_mail)
    population.mail_domain[brief] = values.PUBLIC_MAIL + rng.integers(
        0, values.DISPOSABLE_MAIL, len(brief)
    )
    launch = some(others.launch_minute)
    at = window.start - 20 * DAY + 17 * 3_600
    population.created[launch] = at + rng.integers(0, 90, len(launch))
    population.active_from[launch] = population.created[launch]
    tested = some(others.benchmark_prompts)
    population.templates[tested, 0] = prompts.benchmarks(len(tested), rng)
