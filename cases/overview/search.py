"""Search in a case: every kind of thing that has words, and nothing from any other case."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from cases.claims.models import Claim
from cases.claims.queries import name_speakers
from cases.core.models import Case

MOST = 10


@dataclass(frozen=True)
class Kind:
    """A kind of thing that can be found: its rows, where its words are, and how to show one."""

    label: str
    rows: Callable[[Case], QuerySet[Any]]
    paths: tuple[str, ...]
    text: Callable[[Any], str]
    url: Callable[[Case, Any], str]


@dataclass(frozen=True)
class Hit:
    """One thing that was found; a claim never without its status and whose word that is."""

    text: str
    url: str
    claim: Claim | None = None


@dataclass(frozen=True)
class Found:
    """What was found of one kind, and how much there is in all."""

    label: str
    hits: list[Hit]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.hits)


def _page(name: str, anchor: str = "") -> Callable[[Case, Any], str]:
    def url(case: Case, row: Any) -> str:
        return reverse(name, args=[case.reference]) + (f"#{anchor}-{row.pk}" if anchor else "")

    return url


def _itself(case: Case, row: Any) -> str:
    url: str = row.get_absolute_url()
    return url


KINDS = [
    Kind(
        "Claims",
        lambda case: case.claims.select_related("case").order_by("number"),
        ("statement", "would_settle", "speaker__name"),
        lambda claim: f"{claim}: {claim.statement}",
        _itself,
    ),
    Kind(
        "Sources",
        lambda case: case.sources.select_related("case").order_by("number"),
        ("title", "publisher__name", "text", "note"),
        lambda source: f"{source}: {source.title}",
        _itself,
    ),
    Kind(
        "Events",
        lambda case: case.events.select_related("case").order_by("sort_on", "number"),
        ("title", "detail"),
        lambda event: f"{event}: {event.told}, {event.happened_in_words}",
        _itself,
    ),
    Kind(
        "Clusters",
        lambda case: case.clusters.select_related("case").order_by("number"),
        ("name",),
        lambda cluster: f"{cluster} {cluster.name}".strip(),
        _itself,
    ),
    Kind(
        "Platform accounts",
        lambda case: case.platform_accounts.select_related("case").order_by("external_id"),
        ("external_id", "organization"),
        lambda account: account.external_id,
        _itself,
    ),
    Kind(
        "Reports",
        lambda case: case.reports.select_related("case").order_by("number"),
        ("title", "summary", "prose"),
        lambda report: f"{report}: {report.title}",
        _itself,
    ),
    Kind(
        "Exhibits",
        lambda case: case.exhibits.select_related("case").order_by("number"),
        ("name", "note", "sha256"),
        lambda exhibit: f"{exhibit}: {exhibit.name}",
        _itself,
    ),
    Kind(
        "Parties",
        lambda case: case.parties.order_by("name"),
        ("name", "aliases", "note"),
        lambda party: f"{party.name}, {party.get_role_display().lower()}",
        _page("cases:parties"),
    ),
    Kind(
        "Tasks",
        lambda case: case.tasks.order_by("-pk"),
        ("title", "detail"),
        str,
        _page("cases:tasks", "task"),
    ),
    Kind(
        "Notes",
        lambda case: case.notes.order_by("-pk"),
        ("body",),
        lambda note: note.body[:200],
        _page("cases:notes", "note"),
    ),
    Kind(
        "Watch list",
        lambda case: case.watch_items.order_by("-pk"),
        ("what", "why", "outcome_note"),
        str,
        _page("cases:watch", "watch"),
    ),
]


def in_case(case: Case, text: str) -> list[Found]:
    """What holds all the words, by kind; kinds without any are left out."""
    found = []
    for kind in KINDS:
        rows = kind.rows(case)
        for word in text.split():
            rows = rows.filter(reduce(or_, (Q(**{f"{p}__icontains": word}) for p in kind.paths)))
        hits = _hits(case, kind, list(rows[:MOST]))
        if hits:
            count = len(hits) if len(hits) < MOST else rows.count()
            found.append(Found(kind.label, hits, count))
    return found


def _hits(case: Case, kind: Kind, rows: list[Any]) -> list[Hit]:
    texts = [(kind.text(row), kind.url(case, row)) for row in rows]
    if kind.rows(case).model is not Claim:
        return [Hit(*text) for text in texts]
    name_speakers(rows)
    return [Hit(*text, claim) for text, claim in zip(texts, rows, strict=True)]
