"""Who wrote a text: everybody who changed any of it since two people last stood for it.

Whoever wrote a part that nobody else has signed yet can't be the second signature, also when
somebody else saved after them. An approval sets the count back: what was approved had its second
signature. A retraction takes that back, and so do the authors of what was retracted.
"""

from collections.abc import Iterable

from accounts.models import User
from cases.reports.models import Report, Revision


def with_authors(authors: Iterable[int], *more: int) -> list[int]:
    """The authors with others beside them, each once, in the order in which they came."""
    return list(dict.fromkeys((*authors, *more)))


def authors_of(revision: Revision) -> list[int]:
    """Who wrote any of the revision since one before it was approved."""
    return with_authors(revision.authors, revision.written_by_id)


def authors_ever_of(report: Report) -> list[int]:
    """Who ever wrote in the report: all of them wrote a copy of it, which nobody has approved."""
    before = (author for each in report.revisions.order_by("number") for author in authors_of(each))
    return with_authors(report.authors, report.opened_by_id, report.changed_by_id, *before)


def people_of(authors: Iterable[int]) -> list[User]:
    """The people, in the order given."""
    authors = list(authors)
    found = User.objects.in_bulk(authors)
    return [found[author] for author in authors if author in found]


def named(authors: Iterable[int]) -> str:
    """The people by their names: “Ana Analyst and Lena Lead”."""
    names = [str(person) for person in people_of(authors)]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
