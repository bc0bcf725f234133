"""Prompts: fixed parts with slots, so that what varies is small and what stays is telling."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]

CAPABILITIES = [
    "software engineering",
    "agentic and tool use",
    "long horizon",
    "reasoning elicitation",
    "rubric grading",
    "data cleaning",
    "writing",
    "question answering",
]
_CAMPAIGN_CAPABILITIES = np.array([0, 1, 3, 4, 2, 0, 3, 1])
_PEOPLE_CAPABILITIES = np.array([6, 7, 0, 6, 7, 0, 5, 1, 6, 7, 6, 7, 0, 2, 7, 3, 5, 1, 6, 4, 7])

#: Templates below this number are public: defaults of clients, and published benchmarks.
PUBLIC = 40
BENCHMARKS = 8
_CAMPAIGN_FROM = 1_000
_OWN_FROM = 1_000_000
_PER_ACCOUNT = 8

_CAMPAIGN_FIXED = [
    "You are a careful engineer. Solve the task below and show each step of your thinking in full.",
    "Plan, then act with the tools given. After every call explain why you chose it.",
    "Write out every thought that leads to the answer, numbered, before the answer itself.",
    "Grade the answer from 1 to 10 on each criterion and justify each grade in two sentences.",
    "Carry the project below through from first step to last without asking back.",
]
_FIXED = [
    "Help with the following.",
    "You are a helpful assistant.",
    "Answer briefly.",
    "Please improve this for me.",
    "I am new to this, explain simply.",
]
_VERBS = ["Write", "Check", "Repair", "Explain", "Shorten", "Translate", "Compare", "Test"]
_THINGS = [
    "a parser for shipping labels",
    "a letter to the landlord",
    "the summary of a town meeting",
    "a queue that survives restarts",
    "a timetable for the ferry",
    "an index of old photographs",
    "the migration of a small ledger",
    "a reply to a customer",
    "a proof that the sum is even",
    "a recipe for four people",
    "the tests of a calendar",
    "a table of river levels",
    "a plan for the allotment",
    "a cache with a time limit",
    "the notes of a lecture",
    "an invoice in two languages",
]
_ENDS = [
    "Keep it short.",
    "Give your reasons.",
    "Use plain words.",
    "List what could go wrong.",
    "Show an example.",
    "Mind the edge cases.",
]


def of_people(size: int, rng: np.random.Generator) -> Ints:
    """Templates that people use: mostly none or their own, some that a client puts in."""
    own = _OWN_FROM + np.arange(size)[:, None] * _PER_ACCOUNT + np.arange(_PER_ACCOUNT)
    kind = rng.random((size, _PER_ACCOUNT))
    public = rng.zipf(1.3, (size, _PER_ACCOUNT)) % (PUBLIC - BENCHMARKS)
    return np.where(kind < 0.4, -1, np.where(kind < 0.75, public, own))


def of_operator(operator: int, count: int) -> Ints:
    """The templates that one operator injects."""
    return _CAMPAIGN_FROM + operator * 100 + np.arange(count)


def benchmarks(size: int, rng: np.random.Generator) -> Ints:
    """Public benchmark prompts, which anyone may send."""
    return rng.integers(PUBLIC - BENCHMARKS, PUBLIC, size)


def is_campaign(templates: Ints) -> NDArray[np.bool_]:
    return (templates >= _CAMPAIGN_FROM) & (templates < _OWN_FROM)


def capabilities(templates: Ints, slots: Ints) -> Ints:
    """What each request asks for, as an index of CAPABILITIES."""
    campaign = _CAMPAIGN_CAPABILITIES[templates % len(_CAMPAIGN_CAPABILITIES)]
    people = _PEOPLE_CAPABILITIES[(templates * 3 + slots) % len(_PEOPLE_CAPABILITIES)]
    return np.where(is_campaign(templates), campaign, people)


def texts(templates: Ints, slots: Ints, numbers: Ints) -> tuple[pa.Array, pa.Array]:
    """The prompt and the output of each request."""
    campaign = is_campaign(templates)
    fixed = np.where(
        campaign, templates % len(_CAMPAIGN_FIXED), len(_CAMPAIGN_FIXED) + templates % len(_FIXED)
    )
    what = _pick(_THINGS, slots // len(_VERBS))
    number = pc.cast(pa.array(numbers % 10_000_019), pa.string())
    item = pc.binary_join_element_wise("item", number, " ")
    prompt = pc.binary_join_element_wise(
        _pick(_CAMPAIGN_FIXED + _FIXED, fixed),
        _pick(_VERBS, slots),
        pc.binary_join_element_wise(what, ", ", item, ".", ""),
        _pick(_ENDS, slots // 128),
        " ",
    )
    output = pc.binary_join_element_wise("Exercise output, invented: here is", what, item, " ")
    return prompt, output


def _pick(words: list[str], numbers: Ints) -> pa.Array:
    return pa.array(words).take(pa.array(numbers % len(words)))
