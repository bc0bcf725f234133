from collections.abc import Iterator
from pathlib import Path
from pkgutil import iter_modules

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases"


def slices() -> Iterator[str]:
    """The package of every slice, such as cases.claims."""
    for module in iter_modules([str(Path(__file__).parent)], "cases."):
        if module.ispkg:
            yield module.name
