"""Downloads that say what they hold: how many rows there are, how many match, by what filter."""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from io import StringIO

from django.core.serializers.json import DjangoJSONEncoder
from django.http import StreamingHttpResponse
from django.utils import timezone

from cases.core.spreadsheet import safe_row

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True)
class Statement:
    """What a download is of. It leads the file, so that nobody takes a part for the whole."""

    what: str
    case: str
    marking: str
    is_synthetic: bool
    count_before: int
    count: int
    narrowed_by: list[str]
    sorted_by: str

    def lines(self) -> list[str]:
        filters = "; ".join(self.narrowed_by) or "none"
        return [
            " ".join(
                filter(None, [self.marking, self.case, "SYNTHETIC" if self.is_synthetic else ""])
            ),
            f"{self.count} of {self.count_before} {self.what}, sorted by {self.sorted_by}",
            f"Search and filters: {filters}",
            f"Taken at {timezone.now():%Y-%m-%d %H:%M:%S} UTC",
        ]

    def file_name(self, form: str) -> str:
        parts = [self.case, self.what.replace(" ", "-"), f"{self.count}-of-{self.count_before}"]
        return "-".join(filter(None, parts)) + f".{form}"


def respond(
    form: str, statement: Statement, head: list[str], rows: Iterable[list[object]]
) -> StreamingHttpResponse:
    """Stream the rows as CSV or JSON, however many they are."""
    write = {"csv": _csv, "json": _json}[form]
    response = StreamingHttpResponse(write(statement, head, rows), content_type=FORMS[form])
    name = statement.file_name(form)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(statement: Statement, head: list[str], rows: Iterable[list[object]]) -> Iterator[str]:
    buffer = StringIO()
    writer = csv.writer(buffer)
    writer.writerows([f"# {line}"] for line in statement.lines() if line)
    writer.writerow(head)
    for row in rows:
        writer.writerow(safe_row(row))
        if buffer.tell() > 64_000:
            yield _drain(buffer)
    yield _drain(buffer)


def _json(statement: Statement, head: list[str], rows: Iterable[list[object]]) -> Iterator[str]:
    about = asdict(statement) | {"taken_at": timezone.now()}
    yield f'{{"about": {json.dumps(about, cls=DjangoJSONEncoder)},\n"rows": ['
    for index, row in enumerate(rows):
        yield (",\n" if index else "\n") + json.dumps(
            dict(zip(head, row, strict=True)), cls=_Plain, ensure_ascii=False
        )
    yield "\n]}\n"


def _drain(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


class _Plain(DjangoJSONEncoder):
    """Rows may be read from models: what JSON has no form for is written as its words."""

    def default(self, o: object) -> object:
        try:
            return super().default(o)
        except TypeError:
            return str(o)
