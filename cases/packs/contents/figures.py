from collections.abc import Iterator
from pathlib import Path

from cases.core.models import Case
from cases.packs.parts import Chosen, Content, Made, Plan, Reader, Records
from cases.packs.provenance import Making, Quantity
from cases.telemetry import queries
from cases.telemetry.models import FigureRun


def _choose(plan: Plan) -> Chosen:
    case = plan.case
    runs = FigureRun.objects.filter(figure__case=case).select_related("figure", "by")
    return Chosen(
        [
            Records(
                "Figures measured", "figures/figures.json", case.figures.order_by("key"), FIGURE
            ),
            Records(
                "Figures run again",
                "figures/runs.json",
                runs.order_by("figure__key", "pk"),
                RUN | {"by": lambda run: plan.person(run.by)},
            ),
            Records(
                "Imports of telemetry",
                "figures/imports.json",
                case.imports.order_by("number"),
                IMPORT,
            ),
            Made("Queries, as they are run", "figures/", [("figures/queries.py", _queries)]),
        ],
        makings=_makings(case),
        quantities=(
            Quantity(figure.key, figure.label, f"{figure.value.normalize():f}", figure.unit)
            for figure in case.figures.order_by("key").iterator()
        ),
    )


def _makings(case: Case) -> Iterator[Making]:
    """How each figure was measured."""
    for figure in case.figures.order_by("key").iterator():
        yield Making(
            makes=f"#{figure.key}",
            query=figure.query,
            version=figure.query_version,
            engine=f"{figure.engine} {figure.engine_version}",
            made_from=figure.derived_from,
            at=figure.measured_at,
            parameters=figure.parameters,
        )


def _queries() -> bytes:
    """The source of the queries, which name the columns and the rules of counting."""
    return Path(queries.__file__).read_bytes()


FIGURE: dict[str, Reader] = {
    "key": "key",
    "label": "label",
    "value": "value",
    "unit": "unit",
    "window": "window",
    "counting rule": "counting_rule",
    "query": "query",
    "query version": "query_version",
    "parameters": "parameters",
    "engine": "engine",
    "engine version": "engine_version",
    "derived from (sha256)": "derived_from",
    "measured at": "measured_at",
}
RUN: dict[str, Reader] = {
    "figure": "figure.key",
    "stated": "stated",
    "found": "found",
    "same": "is_same",
    "engine": "engine",
    "derived from (sha256)": "derived_from",
    "ran at": "ran_at",
}
IMPORT: dict[str, Reader] = {
    "import": str,
    "kind": "kind",
    "state": "get_state_display",
    "exhibits": lambda i: [str(file.exhibit) for file in i.files.select_related("exhibit")],
    "mapping of columns": "mapping",
    "rows read": "read_count",
    "rows kept": "kept_count",
    "rows refused": "refused_count",
    "rows that were duplicates": "duplicate_count",
    "first interaction": "first_at",
    "last interaction": "last_at",
    "withdrawn because": "withdrawn_why",
}

CONTENT = Content(
    "figures",
    "Figures",
    "Numbers measured in this case, each with the query and the digests that it came from.",
    _choose,
)
