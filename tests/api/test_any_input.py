"""Whatever is sent to whichever operation, the answer is one that the schema describes."""

import re
from contextlib import closing
from datetime import timedelta

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.urls import resolve
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from accounts import services
from accounts.models import Scope
from config.api import SCHEMA
from tests.access.frame import slices, table
from tests.access.test_access import ALL_ROWS, people  # noqa: F401

schema = schemathesis.openapi.from_path(SCHEMA)
OPERATIONS = {op.ok().label: op.ok() for op in schema.get_all_operations()}
ROWS = {(row.name, row.method): row for row in ALL_ROWS}
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance]


@pytest.fixture
def app():
    """The application in this process, on the connection whose work the test undoes."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    handler = get_wsgi_application()

    def answer(environ, start_response):
        """As a server would: read to the end, then close, so that nothing is left behind."""
        with closing(handler(environ, start_response)) as response:
            return [b"".join(response)]

    yield answer
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def headers(lead):
    """What lets a program do all that the lead may."""
    _, secret = services.make_token(
        name="any input",
        scopes=Scope.values,
        expires_at=timezone.now() + timedelta(days=1),
        by=lead,
    )
    return {"Authorization": f"Bearer {secret}"}


@pytest.mark.parametrize("label", OPERATIONS)
def test_operation_answers_as_described(label, app, case, people, headers):  # noqa: F811
    operation = OPERATIONS[label]
    name = resolve(re.sub(r"\{\w+\}", "1", operation.path)).view_name
    row = ROWS[name, operation.method.upper()]
    world = next(
        table(slice_).furnish(case, people) for slice_ in slices() if row in table(slice_).ROWS
    )
    real = {"reference": case.reference} | row.args(world)

    @settings(
        max_examples=10,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(sent=operation.as_strategy(), about_real_things=st.booleans())
    def answers(sent, about_real_things):
        if about_real_things:
            sent.path_parameters = {k: real[k] for k in sent.path_parameters or {}}
        with transaction.atomic():
            sent.call_and_validate(app=app, headers=headers, checks=CHECKS)
            transaction.set_rollback(True)

    answers()
