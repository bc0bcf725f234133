"""What comes of holding one standard to one side of a claim."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.claims.evidence import Brief
from cases.claims.vocabulary import Standard


@dataclass(frozen=True)
class Result:
    """What came of holding one standard to a claim."""

    standard: Standard
    met_by: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    applies: bool = True

    @property
    def is_met(self) -> bool:
        return bool(self.met_by)


Test = Callable[[Brief], Result]
