"""Read PROV-JSON with the package prov; say what it holds and what hangs in the air.

Runs in the judges' environment. The document must also survive being written as PROV-N and as RDF
(PROV-O) and read again from the latter.
"""

from prov.model import ProvDocument, ProvElement, ProvRelation


def name(value):
    return str(value) if value is not None else None


def ends(relation):
    return [name(value) for _, value in relation.formal_attributes if value is not None]


def judge(content):
    document = ProvDocument.deserialize(content=content.decode(), format="json")
    elements = {name(e.identifier) for e in document.get_records(ProvElement)}
    relations = [[type(r).__name__, *ends(r)] for r in document.get_records(ProvRelation)]
    turtle = document.serialize(format="rdf", rdf_format="turtle")
    again = ProvDocument.deserialize(content=turtle, format="rdf", rdf_format="turtle")
    loose = sorted(
        end
        for relation in relations
        for end in relation[1:]
        if end not in elements and not end[:4].isdigit()
    )
    return {
        "elements": sorted(elements),
        "relations": relations,
        "loose": loose,
        "prov-n": len(document.get_provn()),
        "same in RDF": len(again.get_records()) == len(document.get_records()),
    }
