"""Expand JSON-LD with pyld; say what schema.org's file has against it, and its texts.

Runs in the judges' environment. The vocabulary is the file that schema.org publishes, as the
package rocrate carries it, so that nothing is fetched. A term that it does not know is dropped in
expansion; one may stand only on the types, and hold only the values, that it names.
"""

import json
from datetime import datetime
from importlib.resources import files

from pyld import jsonld

SCHEMA = "http://schema.org/"
TEXTS = {"Text", "URL"}
VOCABULARY = json.loads(files("rocrate").joinpath("data/schema.jsonld").read_bytes())
KNOWN = {
    node["@id"].removeprefix("schema:"): node
    for node in VOCABULARY["@graph"]
    if node["@id"].startswith("schema:")
}


def named(name, relation):
    found = KNOWN[name].get(relation, [])
    found = found if isinstance(found, list) else [found]
    return {each["@id"].removeprefix("schema:") for each in found}


def kinds(name):
    """The type and all that it is a kind of."""
    above = named(name, "rdfs:subClassOf") & KNOWN.keys()
    return {name}.union(*(kinds(each) for each in above))


def load(url, _options):
    assert url.startswith("https://schema.org"), url
    context = {name: SCHEMA + name for name in KNOWN}
    return {"document": {"@context": context}, "documentUrl": url, "contextUrl": None}


def count(value):
    """How many properties there are, at any depth."""
    if isinstance(value, list):
        return sum(map(count, value))
    if not isinstance(value, dict):
        return 0
    return sum((not key.startswith("@")) + count(inner) for key, inner in value.items())


def wrong(node):
    """What the vocabulary has against a node of the expanded graph."""
    types = [each.removeprefix(SCHEMA) for each in node.get("@type", [])]
    if not types and "@id" not in node:
        yield f"has no type: {node}"
    for key, values in node.items():
        if key.startswith("@"):
            continue
        name = key.removeprefix(SCHEMA)
        if not any(named(name, "schema:domainIncludes") & kinds(each) for each in types):
            yield f"{name} does not belong on {types}"
        for value in values:
            yield from refused(name, value)
            if "@value" not in value:
                yield from wrong(value)


def refused(name, value):
    allowed = named(name, "schema:rangeIncludes")
    if "@value" not in value:
        types = [each.removeprefix(SCHEMA) for each in value.get("@type", [])]
        if types and not any(allowed & kinds(each) for each in types):
            yield f"{name} may not be a {types}"
    elif isinstance(value["@value"], (int, float)):
        if "Number" not in allowed:
            yield f"{name} may not be a number"
    elif not allowed & TEXTS:
        if not allowed & {"Date", "DateTime"}:
            yield f"{name} may not be text"
        try:
            datetime.fromisoformat(value["@value"])
        except ValueError:
            yield f"{name} is no date of ISO 8601: {value['@value']}"


def texts(value):
    if isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, dict):
        if isinstance(value.get("@value"), str):
            yield value["@value"]
        for inner in value.values():
            yield from texts(inner)


def judge(content):
    document = json.loads(content)
    jsonld.set_document_loader(load)
    expanded = jsonld.expand(document)
    body = {key: value for key, value in document.items() if not key.startswith("@")}
    lost = count(body) + count(document["@graph"]) - count(expanded)
    found = [f"{lost} properties are unknown to schema.org"] if lost else []
    for node in expanded:
        found.extend(wrong(node))
    return {"wrong": found, "texts": list(texts(expanded))}
