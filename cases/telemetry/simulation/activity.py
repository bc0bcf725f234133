"""One day of interactions at a time, as columns: a few seconds for a million rows."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from cases.telemetry.simulation import prompts, rhythm, values
from cases.telemetry.simulation.population import DAY, Population, Window
from cases.telemetry.simulation.values import Ints

MODELS = ["meridian-small-3", "meridian-large-3", "meridian-large-4"]
ENDPOINTS = ["/v1/messages", "/v1/batches"]
STOPS = ["end_turn", "max_tokens", "tool_use"]
TOOLS: list[str | None] = [None, "shell", "shell,editor", "search,browser"]
TEMPLATE_SALT = 11
_NEW_MODEL_AT = 0.6


@dataclass(frozen=True)
class Platform:
    """What stays the same from day to day."""

    population: Population
    window: Window
    names: pa.Array
    keys: pa.Array
    operators: list[tuple[str, int]]
    campaign_traffic: float
    seed: int
    has_texts: bool

    def rng(self, day: int) -> np.random.Generator:
        return np.random.default_rng((self.seed, 1, day))


def rows_by_day(platform: Platform, interactions: int) -> list[int]:
    """How many interactions fall on each day; they add up exactly."""
    totals = np.array([_weights(platform, day).sum() for day in range(platform.window.days)])
    rng = np.random.default_rng((platform.seed, 2))
    return [int(rows) for rows in rng.multinomial(interactions, totals / totals.sum())]


def one_day(platform: Platform, day: int, rows: int) -> pa.Table:
    """The interactions of one day, in the order in which they arrived."""
    rng = platform.rng(day)
    weights = _weights(platform, day)
    who = np.repeat(np.arange(len(weights)), rng.multinomial(rows, weights / weights.sum()))
    times = _times(platform, day, who, rng)
    order = np.argsort(times, kind="stable")
    return _table(platform, day, who[order], times[order], rng)


def _weights(platform: Platform, day: int) -> NDArray[np.float64]:
    """How much of the day's traffic each account sends."""
    people, window = platform.population, platform.window
    rng = np.random.default_rng((platform.seed, 3, day))
    start = window.start + day * DAY
    open_for = np.minimum(people.closed, start + DAY) - np.maximum(people.active_from, start)
    share_of_day = np.clip(open_for, 0, DAY) / DAY
    _, weekend = rhythm.profiles(platform.operators)
    is_weekend = (start // DAY + 3) % 7 >= 5
    moods = rng.lognormal(0, 1.2, len(people)) * (rng.random(len(people)) < 0.45)
    weight = people.weight * share_of_day * np.where(people.is_balanced, 1.0, moods)
    if is_weekend:
        weight = weight * weekend[people.rhythm]
    campaign = people.operator >= 0
    scale = np.where(campaign, platform.campaign_traffic, 1 - platform.campaign_traffic)
    expected = np.where(
        campaign, people.weight[campaign].sum(), people.weight[~campaign].sum() * 0.92
    )
    share: NDArray[np.float64] = weight * scale / expected
    return share


def _times(platform: Platform, day: int, who: Ints, rng: np.random.Generator) -> Ints:
    """When each request arrived, in milliseconds, while its account was open."""
    people = platform.population
    slots, _ = rhythm.profiles(platform.operators)
    start = (platform.window.start + day * DAY) * 1_000
    times = start + rhythm.seconds_of_day(people.rhythm[who], slots, rng)
    first = np.maximum(np.minimum(people.active_from, 1 << 40) * 1_000, start)[who]
    last = np.minimum(np.minimum(people.closed, 1 << 40) * 1_000, start + DAY * 1_000)[who]
    inside = first + (rng.random(len(who)) * (last - first)).astype(np.int64)
    return np.where((times < first) | (times >= last), inside, times)


def _table(
    platform: Platform, day: int, who: Ints, times: Ints, rng: np.random.Generator
) -> pa.Table:
    people, size = platform.population, len(who)
    template = people.templates[who, rng.integers(0, people.templates.shape[1], size)]
    is_honest = rng.random(size) < people.honest[who]
    strangers = people.templates[rng.integers(0, len(people), size), 0]
    borrowed = np.where(prompts.is_campaign(strangers), 0, strangers)
    template = np.where(is_honest, borrowed, template)
    slots = rng.integers(0, 1 << 20, size)
    capability = prompts.capabilities(template, slots)
    numbers = day * 100_000_000 + np.arange(size)
    columns: dict[str, pa.Array] = {
        "request_id": pc.binary_join_element_wise(
            "ix", pc.cast(pa.array(numbers), pa.string()), "-"
        ),
        "account_id": pa.DictionaryArray.from_arrays(who.astype(np.int32), platform.names),
        "timestamp": pa.array(times, pa.timestamp("ms", "UTC")),
        "model": _words(MODELS, _models(platform, day, who, rng)),
        "capability": _words(prompts.CAPABILITIES, capability),
        "endpoint": _words(ENDPOINTS, (rng.random(size) < 0.06).astype(np.int64)),
    }
    columns |= _volumes(capability, rng)
    columns |= _origins(platform, who, rng)
    columns["session_id"] = _session(day, who, times)
    columns["template_hash"] = _template_names(template)
    if platform.has_texts:
        columns["prompt"], columns["output"] = prompts.texts(template, slots, numbers)
    columns["refused"] = pa.array(rng.random(size) < 0.008)
    return pa.table(columns)


def _models(platform: Platform, day: int, who: Ints, rng: np.random.Generator) -> Ints:
    """An operator moves to a new model within a day; people take their time."""
    since = day - int(_NEW_MODEL_AT * platform.window.days)
    campaign = platform.population.operator[who] >= 0
    moved = np.where(campaign, 0.95 * (since >= 1), min(0.7, max(0, since) * 0.03))
    older = np.where(campaign, 1, rng.integers(0, 2, len(who)))
    return np.where(rng.random(len(who)) < moved, 2, older)


def _volumes(capability: Ints, rng: np.random.Generator) -> dict[str, pa.Array]:
    size = len(capability)
    typical = np.array([1_400, 1_100, 2_600, 1_700, 300, 700, 500, 250])[capability]
    output = np.minimum(typical * rng.lognormal(0, 0.6, size), 8_192).astype(np.int32)
    is_agentic = (capability == 1) | (capability == 2)
    stop = np.where(output >= 8_192, 1, np.where(is_agentic, 2, 0))
    tools = np.where(is_agentic, 1 + rng.integers(0, 3, size), 0)
    return {
        "input_tokens": pa.array((rng.lognormal(6.2, 0.9, size)).astype(np.int32)),
        "output_tokens": pa.array(output),
        "stop_reason": _words(STOPS, stop),
        "tools": _words(TOOLS, tools),
    }


def _origins(platform: Platform, who: Ints, rng: np.random.Generator) -> dict[str, pa.Array]:
    """Where requests come from; a few log lines have lost their address, as logs do."""
    people, size = platform.population, len(who)
    used = people.addresses[who, rng.integers(0, 4, size)]
    distinct, index = np.unique(used, return_inverse=True)
    written = [*values.dotted(distinct.tolist()), "", "0.0.0.0"]  # noqa: S104
    lost = rng.random(size)
    index = np.where(lost < 0.001, len(distinct), np.where(lost < 0.002, len(distinct) + 1, index))
    agents = [agent for agent, _ in values.STACKS]
    agents += [f"harvest-client/{number}.1" for number in range(len(platform.operators))]
    prints = [
        f"{head}_{number:012x}_{number * 7919:012x}"
        for number, (_, head) in enumerate(values.STACKS)
    ]
    prints += [
        f"t13d09{number:02}h1_{number + 77:012x}_{number * 104_729:012x}"
        for number in range(len(platform.operators))
    ]
    stack = people.stack[who]
    return {
        "ip": _words(written, index),
        "asn": pa.array(values.networks(used)),
        "country": _words(values.COUNTRIES, values.countries(used)),
        "user_agent": _words(agents, stack),
        "ja4": _words(prints, stack),
        "api_key_id": pa.DictionaryArray.from_arrays(who.astype(np.int32), platform.keys),
    }


def _session(day: int, who: Ints, times: Ints) -> pa.Array:
    part = who * 100_000 + day * 100 + times % (DAY * 1_000) // 7_200_000
    return pc.binary_join_element_wise("s", pc.cast(pa.array(part), pa.string()), "-")


def _template_names(templates: Ints) -> pa.Array:
    distinct, index = np.unique(templates, return_inverse=True)
    return _words(values.tokens("tp", distinct, TEMPLATE_SALT), index)


def _words(words: list[str] | list[str | None], numbers: Ints) -> pa.Array:
    missing = np.array([word is None for word in words])
    index = pa.array(numbers.astype(np.int32), mask=missing[numbers])
    return pa.DictionaryArray.from_arrays(index, pa.array([word or "" for word in words]))
