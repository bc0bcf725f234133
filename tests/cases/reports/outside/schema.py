"""Validate {"schema": …, "instance": …} with jsonschema; say what is wrong."""

import json

from jsonschema import Draft202012Validator


def judge(content):
    given = json.loads(content)
    Draft202012Validator.check_schema(given["schema"])
    checker = Draft202012Validator.FORMAT_CHECKER
    judge = Draft202012Validator(given["schema"], format_checker=checker)
    return [f"{e.json_path}: {e.message[:200]}" for e in judge.iter_errors(given["instance"])]
