"""Campaign operators: their pools, their sign-ups, and what they do after a ban."""

import numpy as np

from cases.telemetry.simulation import prompts, rhythm, values
from cases.telemetry.simulation.population import DAY, NEVER, Group, Population, Window
from cases.telemetry.simulation.scenario import Operator
from cases.telemetry.simulation.values import Ints

#: Numbers of things that operators share lie far above those that people own.
_SHARED_FROM = 1_000_000_000
_RESERVE = 0.15


def enlist(
    population: Population,
    operator: Operator,
    number: int,
    members: Ints,
    pool: Ints,
    window: Window,
    rng: np.random.Generator,
) -> None:
    """Turn these accounts into accounts of one operator."""
    size = len(members)
    population.operator[members] = number
    population.group_kind[members] = Group.CAMPAIGN
    population.group[members] = number
    population.weight[members] = rng.uniform(0.9, 1.1, size)
    population.is_balanced[members] = operator.is_balanced
    population.rhythm[members] = rhythm.OPERATORS_FROM + number
    population.honest[members] = operator.honest_traffic
    population.templates[members] = rng.choice(
        prompts.of_operator(number, operator.templates), (size, population.templates.shape[1])
    )
    _sign_up(population, operator, members, window, rng)
    _equip(population, operator, number, members, rng)
    if operator.accounts_per_address is not None:
        used = rng.choice(pool, (size, operator.addresses_per_account))
        population.addresses[members] = used[:, np.arange(4) % operator.addresses_per_account]
        population.sign_up_address[members] = used[:, 0]
    _ban(population, operator, members, window, rng)


def address_pool(operator: Operator, accounts: int, rng: np.random.Generator) -> Ints:
    """The proxies that an operator rents for so many accounts."""
    per_address = operator.accounts_per_address or 1
    size = max(2, round(accounts * operator.addresses_per_account / per_address))
    rent = values.data_centre if operator.proxies == "data centre" else values.residential
    return rent(rng, size)


def _sign_up(
    population: Population,
    operator: Operator,
    members: Ints,
    window: Window,
    rng: np.random.Generator,
) -> None:
    """Accounts are opened in bursts, in the weeks before and the first days of the window."""
    size = len(members)
    per_burst = operator.accounts_per_burst or 1
    bursts = -(-size // per_burst)
    opened = rng.integers(window.start - 40 * DAY, window.start + 5 * DAY, bursts)
    created = np.repeat(opened, per_burst)[:size] + rng.integers(0, 900, size)
    population.created[members] = created
    population.active_from[members] = created + rng.integers(600, 2 * DAY, size)
    population.programme[members] = rng.choice((0, 1), size, p=(0.4, 0.6))
    population.verification[members] = rng.choice((0, 1, 2), size, p=(0.3, 0.6, 0.1))
    population.plan[members] = 1


def _equip(
    population: Population,
    operator: Operator,
    number: int,
    members: Ints,
    rng: np.random.Generator,
) -> None:
    """Hand out cards, devices, mail and resellers from the operator's pools."""
    size = len(members)
    base = _SHARED_FROM * (number + 1)
    if per_card := operator.accounts_per_instrument:
        population.instruments[members, 0] = base + rng.permutation(size) // per_card
        population.instruments[members, 1] = -1
        population.bin[members] = 900 + number * 3 + rng.integers(0, 3, size)
        population.funding[members] = 2
    if per_device := operator.accounts_per_device:
        population.devices[members, 0] = base + rng.permutation(size) // per_device
        population.devices[members, 1] = -1
    if operator.resellers:
        population.reseller[members] = 100 + number * 10 + rng.integers(0, operator.resellers, size)
        population.programme[members] = 4
    if operator.has_disposable_mail:
        brief = rng.integers(0, 4, size) + number * 4
        population.mail_domain[members] = values.PUBLIC_MAIL + brief % values.DISPOSABLE_MAIL
    population.mail_pattern[members] = number % 2 + 2
    population.phone[members] = -1
    own_client = len(values.STACKS) + number
    population.stack[members] = own_client if operator.has_own_client else number % 3


def _ban(
    population: Population,
    operator: Operator,
    members: Ints,
    window: Window,
    rng: np.random.Generator,
) -> None:
    """At each ban some accounts close, and as many from the reserve take over within hours."""
    if not operator.bans:
        return
    order = rng.permutation(members)
    reserve, serving = np.split(order, [round(len(order) * _RESERVE)])
    population.active_from[reserve] = NEVER
    for ban in operator.bans:
        at = window.start + int(ban.at * window.days * DAY)
        hit, serving = np.split(serving, [round(len(serving) * ban.share)])
        population.closed[hit] = at + rng.integers(0, 1_800, len(hit))
        population.closed_because[hit] = 0
        fresh, reserve = np.split(reserve, [min(len(hit), len(reserve))])
        population.active_from[fresh] = at + rng.integers(600, 6 * 3_600, len(fresh))
        population.created[fresh] = np.minimum(population.created[fresh], at - DAY)
        serving = np.concatenate((serving, fresh))
