"""The pack as an RO-Crate 1.1: `data/ro-crate-metadata.json`, and Process Run Crate 0.5.

It describes every file below data/, how each exhibit came, and by which run of which query each
derived file and figure was made. The terms are schema.org's; `sha256` came to them after the
context of RO-Crate 1.1 was published, and so is declared here.
"""

import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from cases.packs.provenance import (
    Arrival,
    Item,
    Making,
    Provenance,
    absent_id,
    distinct,
    figure_id,
    slug,
)

FILE = "ro-crate-metadata.json"
CONTEXT = ["https://w3id.org/ro/crate/1.1/context", {"sha256": "http://schema.org/sha256"}]
STANDARD = "https://w3id.org/ro/crate/1.1"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
ORGANIZATION, SOFTWARE, MARKING, BUILDING = "#organization", "#probata", "#marking", "#building"

Node = dict[str, Any]


def render(known: Provenance) -> bytes:
    """The metadata file."""
    graph = [*_root(known), *_around(known)]
    graph += [_file(known, item) for item in known.items]
    graph += [_figure(known, place) for place in range(len(known.quantities))]
    graph += [_absent(digest) for digest in known.absent]
    graph += _actions(known)
    text = json.dumps({"@context": CONTEXT, "@graph": graph}, ensure_ascii=False, indent=1)
    return text.encode()


def _root(known: Provenance) -> list[Node]:
    pack = known.pack
    actions = [BUILDING]
    actions += [_making_id(place) for place in range(len(known.makes))]
    actions += [_arrival_id(arrival) for arrival in known.arrivals]
    return [
        {
            "@id": FILE,
            "@type": "CreativeWork",
            "about": _to("./"),
            "conformsTo": _to(STANDARD),
        },
        {
            "@id": "./",
            "@type": "Dataset",
            "identifier": f"urn:uuid:{pack.id}",
            "name": pack.name,
            "description": pack.description,
            "datePublished": _time(pack.at),
            "conformsTo": _to(PROFILE),
            "license": _to(MARKING),
            "author": _to(ORGANIZATION),
            "publisher": _to(ORGANIZATION),
            "hasPart": _all(item.id for item in known.items),
            "mentions": _all(actions),
        },
    ]


def _around(known: Provenance) -> list[Node]:
    """Who, under which marking, with what."""
    pack = known.pack
    people = distinct(
        name for arrival in known.arrivals for name in (arrival.by, arrival.collected_by)
    )
    return [
        {"@id": PROFILE, "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"},
        {"@id": ORGANIZATION, "@type": "Organization", "name": pack.organization},
        {
            "@id": MARKING,
            "@type": "CreativeWork",
            "name": pack.marking,
            "description": f"May go to: {pack.marking_means} (Traffic Light Protocol 2.0).",
            "url": "https://www.first.org/tlp/",
        },
        _software(SOFTWARE, "Probata", pack.software_version),
        *({"@id": _person_id(name), "@type": "Person", "name": name} for name in people),
        *(_software(*each) for each in dict.fromkeys(_tool(making) for making, _ in known.makes)),
    ]


def _software(id_: str, name: str, version: str) -> Node:
    said = {"softwareVersion": version} if version else {}
    return {"@id": id_, "@type": "SoftwareApplication", "name": name} | said


def _file(known: Provenance, item: Item) -> Node:
    node: Node = {
        "@id": item.id,
        "@type": "File",
        "name": item.title,
        "encodingFormat": item.media_type,
        "contentSize": str(item.size),
        "sha256": item.sha256,
    }
    if item.path in known.written_paths:
        node |= {"dateCreated": _time(known.pack.at), "author": _to(ORGANIZATION)}
    return node


def _figure(known: Provenance, place: int) -> Node:
    figure = known.quantities[place]
    return {
        "@id": figure_id(figure.key),
        "@type": "PropertyValue",
        "propertyID": figure.key,
        "name": figure.label,
        "value": figure.value,
        "unitText": figure.unit,
    }


def _absent(digest: str) -> Node:
    return {
        "@id": absent_id(digest),
        "@type": "CreativeWork",
        "name": "A file that this pack does not hold, known by its digest",
        "sha256": digest,
    }


def _actions(known: Provenance) -> list[Node]:
    building: Node = {
        "@id": BUILDING,
        "@type": "CreateAction",
        "name": f"{known.pack.name} was built",
        "description": "Records were written out of the case as of one moment.",
        "endTime": _time(known.pack.at),
        "agent": _to(ORGANIZATION),
        "instrument": _to(SOFTWARE),
        "result": _all(item.id for item in known.written),
    }
    return [
        building,
        *(node for place in range(len(known.makes)) for node in _making(known, place)),
        *(_arrival(known, arrival) for arrival in known.arrivals),
    ]


def _making(known: Provenance, place: int) -> list[Node]:
    making, result = known.makes[place]
    parameters = f"{_making_id(place)}-parameters"
    action: Node = {
        "@id": _making_id(place),
        "@type": "CreateAction",
        "name": f"{making.makes.removeprefix('#')} was made",
        "description": f"Made by {making.tool}.",
        "endTime": _time(making.at),
        "agent": _to(ORGANIZATION),
        "instrument": _to(_tool(making)[0]),
        "object": _all([*(known.inputs[digest] for digest in making.made_from), parameters]),
        "result": _to(result),
    }
    value = json.dumps(making.parameters, ensure_ascii=False, sort_keys=True)
    name = "parameters, in JSON"
    return [action, {"@id": parameters, "@type": "PropertyValue", "name": name, "value": value}]


def _arrival(known: Provenance, arrival: Arrival) -> Node:
    node: Node = {
        "@id": _arrival_id(arrival),
        "@type": "ReceiveAction",
        "name": f"{arrival.label} was received",
        "description": arrival.account,
        "endTime": _time(arrival.at),
        "agent": _to(_person_id(arrival.by)),
        "instrument": _to(SOFTWARE),
        "object": _to(arrival.id),
    }
    if arrival.collected_by:
        node["participant"] = _to(_person_id(arrival.collected_by))
    return node


def _to(id_: str) -> dict[str, str]:
    return {"@id": id_}


def _all(ids: Iterable[str]) -> Any:
    """References; of one, that one alone (RO-Crate 1.1, JSON-LD appendix)."""
    references = [_to(id_) for id_ in ids]
    return references[0] if len(references) == 1 else references


def _time(at: Any) -> str:
    return str(at.isoformat(timespec="seconds"))


def _tool(making: Making) -> tuple[str, str, str]:
    """A query on an engine: identifier, name, version."""
    words = f"{making.query} {making.version} {making.engine}"
    return f"#tool-{slug(words)}", f"{making.query}, on {making.engine}", making.version


def _making_id(place: int) -> str:
    return f"#making-{place + 1}"


def _arrival_id(arrival: Arrival) -> str:
    return f"#received-{quote(arrival.label)}"


def _person_id(name: str) -> str:
    return f"#person-{slug(name)}"
