from pathlib import Path

from cases.packs.parts import Chosen, Content, Made, Plan, Reader, Records
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
                {
                    "figure": "figure.key",
                    "stated": "stated",
                    "found": "found",
                    "same": "is_same",
                    "engine": "engine",
                    "derived from (sha256)": "derived_from",
                    "ran at": "ran_at",
                    "by": lambda run: plan.person(run.by),
                },
            ),
            Records(
                "Imports of telemetry",
                "figures/imports.json",
                case.imports.order_by("number"),
                IMPORT,
            ),
            Made("Queries, as they are run", "figures/", [("figures/queries.py", _queries)]),
        ]
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
