#!/usr/bin/env python3
"""Hold the export to SKOS against rdflib and a running server: both must count the same.

    python3 conformance/skos.py [BINARY]

BINARY is target/debug/skillgraph when not given. It serves the built-in graph on a free port, from a database in a
temporary directory, and exports it. Python 3.11 or later, with rdflib.
"""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.request

from rdflib import OWL, RDF, SKOS, Graph, Namespace
from rdflib.namespace import DCTERMS

ROOT = pathlib.Path(__file__).resolve().parent.parent
SG = Namespace("urn:skillgraph:vocabulary#")
QUERY = """{
    graph { counts { kind count } relationCounts { kind count } }
    roles(first: 100) { nodes { slug prefLabel requirements { totalCount } } }
    sources { totalCount }
}"""
# Where a relation is not `sg:` and its own name.
PROPERTIES = {
    "BROADER": SKOS.broader,
    "RELATED": SKOS.related,
    "EXACT_MATCH": SKOS.exactMatch,
    "CLOSE_MATCH": SKOS.closeMatch,
    "BROAD_MATCH": SKOS.broadMatch,
    "NARROW_MATCH": SKOS.narrowMatch,
    "RELATED_MATCH": SKOS.relatedMatch,
    "REPLACED_BY": DCTERMS.isReplacedBy,
}


def main():
    binary = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ROOT / "target/debug/skillgraph").resolve()
    with tempfile.TemporaryDirectory(prefix="skillgraph-skos-") as folder:
        database = f"sqlite://{folder}/skillgraph.db"
        answer = ask(binary, database)
        export = [binary, "export", "skos", f"{folder}/graph.ttl", "--database-url", database]
        subprocess.run(export, check=True, capture_output=True)
        graph = Graph().parse(f"{folder}/graph.ttl")
    compare_kinds(graph, answer)
    compare_relations(graph, answer)
    compare_roles(graph, answer)
    hold_to_skos(graph)
    concepts = sum(1 for _ in graph.subjects(RDF.type, SKOS.Concept))
    print(f"rdflib reads {len(graph)} triples and {concepts} concepts, and counts what the server counts")


def ask(binary, database):
    """What a server over the database answers."""
    command = [binary, "serve", "--listen", "127.0.0.1:0", "--database-url", database]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        for line in server.stderr:
            if found := re.search(r"http://127\.0\.0\.1:\d+/graphql", line):
                break
        else:
            sys.exit("the server did not start")
        body = json.dumps({"query": QUERY}).encode()
        request = urllib.request.Request(found[0], body, {"content-type": "application/json"})
        with urllib.request.urlopen(request, timeout=60) as response:
            answer = json.load(response)
    finally:
        server.terminate()
        server.communicate(timeout=30)
    if "errors" in answer:
        sys.exit(f"the server answers with {answer['errors']}")
    return answer["data"]


def compare_kinds(graph, answer):
    for kind, count in counts(answer["graph"]["counts"]):
        name = kind.title().replace("_", "")
        same(kind, len(set(graph.subjects(RDF.type, SG[name]))), count)
    same("sources", len(set(graph.subjects(RDF.type, SG.Source))), answer["sources"]["totalCount"])


def compare_relations(graph, answer):
    for kind, count in counts(answer["graph"]["relationCounts"]):
        properties = [PROPERTIES[kind]] if kind in PROPERTIES else [SG[name] for name in names(kind)]
        # Addresses of others are no concepts of the graph.
        ours = (o for each in properties for o in graph.objects(None, each) if (o, RDF.type, SKOS.Concept) in graph)
        same(kind, sum(1 for _ in ours), count)


def names(kind):
    first, *rest = kind.lower().split("_")
    name = first + "".join(word.title() for word in rest)
    return name, f"{name}Essential", f"{name}Optional"


def compare_roles(graph, answer):
    """Roles with their names and requirements, found by the path that docs/skos.md names."""
    query = """SELECT ?slug ?name (COUNT(?competency) AS ?count) WHERE {
        ?role a sg:Role ; sg:slug ?slug ; skos:prefLabel ?name .
        OPTIONAL { ?role sg:requiresEssential|sg:requiresOptional|sg:requires ?competency }
        FILTER (lang(?name) = "en")
    } GROUP BY ?slug ?name"""
    found = {str(slug): (str(name), int(count)) for slug, name, count in graph.query(query)}
    for role in answer["roles"]["nodes"]:
        same(role["slug"], found[role["slug"]], (role["prefLabel"], role["requirements"]["totalCount"]))


def hold_to_skos(graph):
    """The integrity conditions of SKOS that can be looked up; S27 and S46 are for the data to keep."""
    for concept in graph.subjects(RDF.type, SKOS.Concept):
        preferred, *others = (set(graph.objects(concept, role)) for role in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel))
        same(f"S13 {concept}", (preferred & others[0]) | (preferred & others[1]) | (others[0] & others[1]), set())
        same(f"S14 {concept}", len({label.language for label in preferred}), len(preferred))
    for subject in set(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        same(f"S9 {subject}", (subject, RDF.type, SKOS.Concept) in graph, False)
    for word in {word for word in graph.predicates() if word.startswith(SG)}:
        same(f"{word} is declared", (word, RDF.type, RDF.Property) in graph, True)
    same("classes are declared", len(set(graph.subjects(RDF.type, OWL.Class))) > 0, True)


def counts(entries):
    return [(entry["kind"], entry["count"]) for entry in entries]


def same(what, found, expected):
    if found != expected:
        sys.exit(f"{what}: the export says {found}, but it should be {expected}")


if __name__ == "__main__":
    main()
