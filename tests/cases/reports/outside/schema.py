"""Validate {"schema": …, "instance": …} from stdin with jsonschema; print what is wrong."""

import json
import sys

from jsonschema import Draft202012Validator

given = json.load(sys.stdin)
Draft202012Validator.check_schema(given["schema"])
judge = Draft202012Validator(given["schema"], format_checker=Draft202012Validator.FORMAT_CHECKER)
json.dump(
    [f"{e.json_path}: {e.message[:200]}" for e in judge.iter_errors(given["instance"])], sys.stdout
)
