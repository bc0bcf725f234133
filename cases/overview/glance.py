"""The case in one minute, gathered from its rooms."""

from dataclasses import dataclass

from audit.models import Entry
from cases.core.models import Case, Party, WatchItem

#: Actions are participles; as a sentence these few read otherwise.
PAST = {"written": "wrote", "drawn": "drew", "taken": "took", "frozen": "froze"}


@dataclass(frozen=True)
class Change:
    """Something that was done in the case, in words."""

    who: str
    what: str
    at: object


@dataclass(frozen=True)
class Glance:
    """What the overview of a case shows."""

    parties: list[Party]
    watched: list[WatchItem]
    changes: list[Change]


def of(case: Case) -> Glance:
    """Look at every room of the case once."""
    return Glance(
        parties=list(case.parties.order_by("role", "name")),
        watched=list(
            case.watch_items.filter(outcome=WatchItem.Outcome.WATCHING).order_by("look_again_on")[
                :6
            ]
        ),
        changes=_changes(case),
    )


def _changes(case: Case) -> list[Change]:
    entries = Entry.objects.filter(case=case.reference).order_by("-pk")[:8]
    return [Change(_name(entry.actor), _words(entry), entry.at) for entry in entries]


def _name(actor: str) -> str:
    return actor.split(" <", maxsplit=1)[0]


def _words(entry: Entry) -> str:
    """What an entry says, as a sentence without its subject: "proposed claim C-12"."""
    verb = entry.action.rpartition(".")[2].replace("_", " ")
    verb = PAST.get(verb, verb)
    return f"{verb} {entry.subject}"
