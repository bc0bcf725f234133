import factory
from factory.django import DjangoModelFactory

from cases.telemetry.models import Figure, Import


class ImportFactory(DjangoModelFactory[Import]):
    """An import that waits for its columns to be confirmed."""

    class Meta:
        model = Import

    number = factory.Sequence(lambda n: n + 1)
    kind = "interactions"
    state = "mapping"


class FigureFactory(DjangoModelFactory[Figure]):
    class Meta:
        model = Figure

    key = factory.Sequence(lambda n: f"figure-{n}")
    label = "Interactions"
    value = 28_800
    unit = "interactions"
    window = "2026-04-22/2026-06-05"
    counting_rule = "Each request counts once."
    query = "telemetry.totals"
    query_version = "1"
    parameters = {"column": "interactions"}
    engine = "DuckDB"
    engine_version = "2"
    derived_from = ["ab" * 32]
