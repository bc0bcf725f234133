"""Validate a STIX bundle as the OASIS validator does at its strictest; say what is wrong.

103 wants UUIDv4, which §2.9 only recommends: ours are made of names, so that versions work.
202 suggests a threat actor or an intrusion set as what a campaign is attributed to (§4.2): a
party stays an identity here, since either would add intent that no claim of ours states.
"""

from stix2validator import parse_args, validate_string

STRICT = ["--strict", "--strict-types", "--strict-properties", "--enforce-refs"]
OPTIONS = parse_args(["--version", "2.1", *STRICT, "--disable", "103,202"])


def judge(content):
    found = validate_string(content.decode(), OPTIONS)
    return [str(error) for error in found.errors] or ([] if found.is_valid else ["not valid"])
