from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        """Load every slice's tasks, so that each kind of job is known wherever jobs are."""
        for module in iter_modules([str(Path(__file__).parent)], "cases."):
            if module.ispkg and find_spec(f"{module.name}.tasks"):
                import_module(f"{module.name}.tasks")
