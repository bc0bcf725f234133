"""The words that stand on a case and go out with it: its title, rating, bottom line, watch list.

They may say no more than the ledger does. What reads them is told at start-up by a slice above,
which knows the ledger and which this one doesn't know.
"""

from collections.abc import Callable, Mapping

from cases.core.errors import Refused
from cases.core.models import Case

#: Finds what is wrong with words, given by what they are ("title"), in sentences for their author.
Reader = Callable[[Case, Mapping[str, str]], list[str]]

_readers: list[Reader] = []


class CoverSaysTooMuch(Refused):
    """Words that say more than the ledger does."""


def read_by(reader: Reader) -> None:
    """Have this reader hold every such word to the ledger."""
    if reader not in _readers:
        _readers.append(reader)


def faults_of(case: Case, words: Mapping[str, str]) -> str:
    """Every fault of the words, or nothing."""
    return " ".join(fault for reader in _readers for fault in reader(case, words))


def require_sound(case: Case, words: Mapping[str, str]) -> None:
    """Raise `CoverSaysTooMuch` with every fault of the words."""
    if faults := faults_of(case, words):
        raise CoverSaysTooMuch(faults)


def words_of(case: Case) -> dict[str, str]:
    """What stands on the case."""
    return {"title": case.title, "rating": case.rating, "summary": case.summary}
