"""Read a folder as an RO-Crate with the package rocrate, and hold it to the standard's rules.

Runs in the judges' environment: `crate.py FOLDER PROFILE`. Prints what rocrate read and what
roc-validator objects to, by severity. The context comes from the file that rocrate brings (1.3,
which knows all terms of 1.1), so that nothing is fetched.
"""

import json
import sys
from importlib.resources import files

from rocrate.rocrate import ROCrate
from rocrate_validator import models, services
from rocrate_validator.utils import http

CONTEXT = files("rocrate").joinpath("data/ro-crate.jsonld").read_text()


class Answer:
    status_code = 200
    headers = {"Content-Type": "application/ld+json"}
    text = CONTEXT
    content = CONTEXT.encode()

    @staticmethod
    def json():
        return json.loads(CONTEXT)


def known_alone(_requester, _method):
    def get(url, **_options):
        assert url.startswith("https://w3id.org/ro/crate/"), f"{url} was to be fetched"
        return Answer

    return get


def read(folder):
    crate = ROCrate(folder)
    entities = {entity.id: entity for entity in crate.get_entities()}
    return {
        "name": crate.name,
        "files": {e.id: e.get("sha256") for e in crate.data_entities},
        "actions": [
            {
                "name": e.get("name"),
                "object": [each.id for each in listed(e.get("object"))],
                "result": [each.id for each in listed(e.get("result"))],
                "instrument": [each.get("name") for each in listed(e.get("instrument"))],
            }
            for e in entities.values()
            if e.type in ("CreateAction", "ReceiveAction")
        ],
    }


def listed(value):
    return value if isinstance(value, list) else [value] if value is not None else []


def objections(folder, profile):
    found = services.validate(
        models.ValidationSettings(
            rocrate_uri=folder,
            profile_identifier=profile,
            requirement_severity=models.Severity.RECOMMENDED,
        )
    )
    return [[str(issue.severity.name), issue.message] for issue in found.get_issues()]


def main():
    folder, profile = sys.argv[1:]
    http.HttpRequester.__getattr__ = known_alone
    said, sys.stdout = sys.stdout, sys.stderr
    answer = {"read": read(folder), "against": objections(folder, profile)}
    json.dump(answer, said)


main()
