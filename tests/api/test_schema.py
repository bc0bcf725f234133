import yaml
from django.core.management import call_command

from config.api import SCHEMA


def test_schema_is_current_and_without_warnings(tmp_path):
    """If this fails, `make fix` writes the schema anew."""
    fresh = tmp_path / "openapi.yaml"

    call_command("spectacular", file=str(fresh), validate=True, fail_on_warn=True)

    assert SCHEMA.read_text() == fresh.read_text()


def test_every_operation_says_what_it_does_and_how_it_refuses():
    schema = yaml.safe_load(SCHEMA.read_text())
    operations = [op for item in schema["paths"].values() for op in item.values()]

    silent = [op["operationId"] for op in operations if not op.get("description")]

    assert operations
    assert silent == []
    assert all("403" in op["responses"] for op in operations)
