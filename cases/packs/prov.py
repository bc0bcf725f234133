"""The pack's provenance as W3C PROV, in PROV-JSON: `data/provenance/prov.json`.

Entities are files, figures and digests of what is not here; activities are the receiving of an
exhibit, the run of a query and the building of the pack. The same as crate.py says, for readers of
PROV. A file's identifier is its place in the pack by the scheme arcp.
"""

import json
from typing import Any

from cases.packs.provenance import Arrival, Making, Provenance, absent_id, distinct, figure_id, slug

FILE = "provenance/prov.json"
BUILDING, ORGANIZATION, SOFTWARE = "local:building", "local:organization", "local:probata"

Statements = dict[str, dict[str, Any]]


def render(known: Provenance) -> bytes:
    """The document."""
    root = f"arcp://uuid,{known.pack.id}/"
    prefix = {"file": f"{root}data/", "local": f"{root}#", "schema": "https://schema.org/"}
    document: dict[str, Any] = {"prefix": prefix}
    document |= {"entity": _entities(known), "agent": _agents(known)}
    document["activity"] = {BUILDING: _activity(f"{known.pack.name} was built", known.pack.at)}
    relations = _Relations(document)
    relations.add("wasAssociatedWith", activity=BUILDING, agent=ORGANIZATION)
    relations.add("wasAssociatedWith", activity=BUILDING, agent=SOFTWARE)
    for item in known.written:
        relations.add("wasGeneratedBy", entity=_file(item.id), activity=BUILDING)
    for arrival in known.arrivals:
        _receive(relations, arrival)
    for place, (making, result) in enumerate(known.makes, 1):
        _make(relations, known, f"local:making-{place}", making, _any(result))
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


class _Relations:
    """The relations of a document, each under a name that is its own."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self.count = 0

    def add(self, kind: str, **ends: str) -> None:
        self.count += 1
        of_kind = self.document.setdefault(kind, {})
        of_kind[f"_:r{self.count}"] = {f"prov:{end}": id_ for end, id_ in ends.items()}


def _receive(relations: _Relations, arrival: Arrival) -> None:
    receiving, file = f"local:received-{slug(arrival.label)}", _file(arrival.id)
    activity = _activity(f"{arrival.label} was received", arrival.at)
    relations.document["activity"][receiving] = activity | {"schema:description": arrival.account}
    relations.add("wasGeneratedBy", entity=file, activity=receiving, time=_time(arrival.at))
    relations.add("wasAssociatedWith", activity=receiving, agent=_person(arrival.by))
    relations.add("wasAssociatedWith", activity=receiving, agent=SOFTWARE)
    if arrival.collected_by:
        relations.add("wasAttributedTo", entity=file, agent=_person(arrival.collected_by))


def _make(
    relations: _Relations, known: Provenance, activity: str, making: Making, result: str
) -> None:
    parameters = json.dumps(making.parameters, ensure_ascii=False, sort_keys=True)
    relations.document["activity"][activity] = _activity(making.tool, making.at) | {
        "schema:query": making.query,
        "schema:softwareVersion": making.version,
        "schema:additionalProperty": parameters,
    }
    relations.add("wasGeneratedBy", entity=result, activity=activity, time=_time(making.at))
    relations.add("wasAssociatedWith", activity=activity, agent=_tool(making))
    for digest in making.made_from:
        used = _any(known.inputs[digest])
        relations.add("used", activity=activity, entity=used)
        relations.add("wasDerivedFrom", generatedEntity=result, usedEntity=used, activity=activity)


def _entities(known: Provenance) -> Statements:
    entities: Statements = {
        _file(item.id): {
            "prov:type": {"$": "schema:MediaObject", "type": "prov:QUALIFIED_NAME"},
            "prov:label": item.title,
            "schema:encodingFormat": item.media_type,
            "schema:contentSize": {"$": str(item.size), "type": "xsd:long"},
            "schema:sha256": item.sha256,
        }
        for item in known.items
    }
    for figure in known.quantities:
        entities[_any(figure_id(figure.key))] = {
            "prov:label": figure.label,
            "prov:value": {"$": figure.value, "type": "xsd:decimal"},
            "schema:unitText": figure.unit,
        }
    for digest in known.absent:
        label = "A file that this pack does not hold, known by its digest"
        entities[_any(absent_id(digest))] = {"prov:label": label, "schema:sha256": digest}
    return entities


def _agents(known: Provenance) -> Statements:
    pack = known.pack
    agents: Statements = {
        ORGANIZATION: _agent("prov:Organization", pack.organization),
        SOFTWARE: _agent("prov:SoftwareAgent", f"Probata {pack.software_version}"),
    }
    for arrival in known.arrivals:
        for name in distinct((arrival.by, arrival.collected_by)):
            agents[_person(name)] = _agent("prov:Person", name)
    for making, _ in known.makes:
        agents[_tool(making)] = _agent("prov:SoftwareAgent", making.tool)
    return agents


def _agent(kind: str, label: str) -> dict[str, Any]:
    return {"prov:type": {"$": kind, "type": "prov:QUALIFIED_NAME"}, "prov:label": label}


def _activity(label: str, at: Any) -> dict[str, Any]:
    """Only its end is known: nothing says when a query began."""
    return {"prov:label": label, "prov:endTime": _time(at)}


def _time(at: Any) -> str:
    return str(at.isoformat(timespec="seconds"))


def _file(id_: str) -> str:
    return f"file:{id_}"


def _any(id_: str) -> str:
    """A file's identifier, or one that is not a file's."""
    return f"local:{id_[1:]}" if id_.startswith("#") else _file(id_)


def _person(name: str) -> str:
    return f"local:person-{slug(name)}"


def _tool(making: Making) -> str:
    return f"local:tool-{slug(making.tool)}"
