from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        """Tell the rooms below what those above do of it: follow a change, read a cover."""
        # By name, for the rooms that ask this module which rooms there are know none above them.
        beneath, upkeep = import_module("cases.core.beneath"), import_module("cases.claims.upkeep")
        beneath.follow(upkeep.follow_change)
        cover, reports = import_module("cases.core.cover"), import_module("cases.reports.queries")
        cover.read_by(reports.read_cover)


def slices() -> Iterator[str]:
    """The package of every slice, such as cases.claims."""
    for module in iter_modules([str(Path(__file__).parent)], "cases."):
        if module.ispkg:
            yield module.name
