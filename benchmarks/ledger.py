"""The ledger and a report at full size, beside the same case at a hundredth of it.

    python -m benchmarks.ledger [--hundreds 50]

A database of its own is made and dropped. Pages are asked for in this process, the second time;
their queries are counted. Nothing is asserted: a figure is for people to read.
"""

import argparse
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import override_settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from benchmarks.large_ledger import Large, make  # noqa: E402
from cases.claims import services as claims  # noqa: E402
from cases.claims.models import Assertion  # noqa: E402
from cases.claims.upkeep import work_out  # noqa: E402
from cases.reports import queries  # noqa: E402
from cases.reports import services as reports  # noqa: E402
from cases.reports.exporters import FORMATS  # noqa: E402
from config import embedded  # noqa: E402

SMALL = 1
IMPORTED = 2_000
Measure = tuple[float, int]


def main() -> None:
    """Print each figure at full size and at a hundredth of it."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--hundreds", type=int, default=50)
    hundreds = parser.parse_args().hundreds
    with _database(), override_settings(**_PLAIN):
        began = perf_counter()
        small, large = make(SMALL), make(hundreds)
        print(f"made in {perf_counter() - began:.0f} s: {_size(large)}")
        print(f"{'':<44}{'full size':>20}{_size(small, short=True):>20}")
        for (what, ours), (_, theirs) in zip(_measures(large), _measures(small), strict=True):
            _row(what, ours, theirs)


_PLAIN = {
    "REQUIRE_MFA": False,
    "HTTPS": False,
    "SECURE_SSL_REDIRECT": False,
    "ALLOWED_HOSTS": ["testserver"],
    "STORAGES": settings.STORAGES
    | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        "objects": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    },
}


@contextmanager
def _database() -> Iterator[None]:
    if not os.environ.get("DATABASE_URL"):
        embedded.start_postgres()
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = "benchmark_ledger"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def _size(large: Large, *, short: bool = False) -> str:
    case = large.case
    if short:
        return f"{case.claims.count():,} claims"
    said = Assertion.objects.filter(claim__case=case).count()
    return (
        f"{case.claims.count():,} claims, {case.sources.count():,} sources, {said:,} assertions, "
        f"{case.responses.count()} responses"
    )


def _measures(large: Large) -> Iterator[tuple[str, Measure]]:
    yield from _pages(large)
    yield from _changes(large)
    yield from _report(large)


def _pages(large: Large) -> Iterator[tuple[str, Measure]]:
    """Every page whose time could grow with the ledger."""
    client, reference = Client(), large.case.reference
    client.force_login(large.analyst, backend="allauth.account.auth_backends.AuthenticationBackend")
    said_most = large.case.claims.order_by("-echo_count")[0].number
    last = large.case.sources.order_by("-number")[0].number
    listed, sources = reverse("claims:list", args=[reference]), "claims:source_list"
    pages = {
        "claims, first page": listed,
        "claims, searched": f"{listed}?q=reseller+bcd&status=alleged",
        "claims, as CSV": f"{listed}?as=csv",
        "sources": reverse(sources, args=[reference]),
        "a claim, said by most": reverse("claims:detail", args=[reference, said_most]),
        "a source, the letter": large.letter.get_absolute_url(),
        "a source, the last": reverse("claims:source", args=[reference, last]),
        "lineage": reverse("claims:source_lineage", args=[reference]),
        "contradictions": reverse("claims:contradictions", args=[reference]),
        "responses": reverse("claims:response_list", args=[reference]),
        "form: add what a source says": reverse("claims:assert", args=[reference, said_most]),
        "form: add a claim": reverse("claims:create", args=[reference]),
        "overview of the case": large.case.get_absolute_url(),
        "home": reverse("cases:home"),
        "a report's page": large.report.get_absolute_url(),
        "a report's editor": reverse("reports:edit", args=[reference, large.report.number]),
    }
    for what, url in pages.items():
        yield what, _asked(partial(client.get, url))


def _changes(large: Large) -> Iterator[tuple[str, Measure]]:
    """What a change costs: at the root of the lineage, everywhere, and of many rows."""
    letter, by = large.letter, large.analyst
    yield (
        "the root of the lineage is graded",
        _measured(
            lambda: claims.grade_source(source=letter, reliability="A", reason="Known.", by=by)
        ),
    )
    yield "every ceiling worked out", _measured(lambda: work_out(large.case))
    claim = large.case.claims.filter(ceiling="alleged", status="not_established", proposals=None)[0]
    yield (
        "one status is proposed",
        _measured(
            lambda: claims.propose_status(claim=claim, status="alleged", rationale="So.", by=by)
        ),
    )
    table = "\n".join(
        ["kind,statement,speaker,source,stance"]
        + [f"conduct,Thing {n} was done.,Halden,S-1,asserts" for n in range(IMPORTED)]
    )
    yield (
        f"{IMPORTED:,} claims are imported",
        _measured(lambda: claims.import_claims(case=large.case, text=table, by=by)),
    )
    table = "\n".join(
        ["title,publisher,kind,rests_on,passage"]
        + [f"Echo {n},Outlet B,article,S-1,As told." for n in range(IMPORTED)]
    )
    yield (
        f"{IMPORTED:,} sources are imported",
        _measured(lambda: claims.import_sources(case=large.case, text=table, by=by)),
    )


def _report(large: Large) -> Iterator[tuple[str, Measure]]:
    """From the check to every format of the approved revision."""
    report, by = large.report, large.analyst
    yield "the report is checked", _measured(lambda: queries.check_report(report))
    yield (
        "approval is asked for",
        _measured(lambda: reports.request_approval(report=report, by=by)),
    )
    revision = report.revisions.get()
    yield (
        "it is approved",
        _measured(
            lambda: reports.approve_revision(
                revision=revision, digest=revision.digest, by=large.reviewer
            )
        ),
    )
    client = Client()
    client.force_login(by, backend="allauth.account.auth_backends.AuthenticationBackend")
    yield "the revision's page", _asked(partial(client.get, revision.get_absolute_url()))
    yield "home, with the revision", _asked(partial(client.get, reverse("cases:home")))
    for form in FORMATS:
        yield (
            f"as {form}",
            _measured(
                lambda form=form: reports.download_revision(revision=revision, form=form, by=by)
            ),
        )


def _asked(ask: Callable[[], Any]) -> Measure:
    """The second time that a page is asked for, read to its end."""

    def read() -> None:
        answer = ask()
        if answer.status_code != HTTPStatus.OK:
            raise RuntimeError(answer)
        b"".join(answer)

    read()
    return _measured(read)


def _measured(work: Callable[[], object]) -> Measure:
    """How many seconds the work takes, and how many queries."""
    asked = 0

    def count(execute: Callable[..., object], *rest: object) -> object:
        nonlocal asked
        asked += 1
        return execute(*rest)

    with connection.execute_wrapper(count):
        began = perf_counter()
        work()
        return perf_counter() - began, asked


def _row(what: str, ours: Measure, theirs: Measure) -> None:
    (seconds, count), (small, few) = ours, theirs
    print(
        f"{what:<44}{seconds * 1000:>10,.0f} ms {count:>5}q{small * 1000:>10,.0f} ms {few:>5}q",
        flush=True,
    )


if __name__ == "__main__":
    main()
