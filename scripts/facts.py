#!/usr/bin/env python3
"""Hold the built-in graph (data/core) against real datasets that were made by others.

    python3 scripts/facts.py [--data DIR]

DIR holds the folders linguist, techempower-frameworks, github-topics, onet-29.3 and esco-1.1.1, as described in the
SOURCE.md of each; it is ../shared/data, seen from the root of the repository, when not given. Without DIR nothing is
compared and the script says so. Python 3.11 or later, standard library only: languages.yml is therefore read by hand,
which its plain structure allows (a name at the margin, then keys and lists of text).

Every disagreement is either mended in data/core or settled in facts-settled.toml beside this script, with a reason.
What an entry there says must be what is found today, word for word; one that no longer occurs is a failure as well.
The exit code is 1 when anything is left, otherwise 0.
"""

import argparse
import collections
import csv
import gzip
import io
import json
import pathlib
import re
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
CORE = ROOT / "data" / "core"
SETTLED = pathlib.Path(__file__).resolve().parent / "facts-settled.toml"

LINGUIST, TECHEMPOWER, TOPICS, ONET, ESCO = "linguist", "techempower", "github-topics", "onet", "esco"
FILES = {
    LINGUIST: "linguist/languages.yml",
    TECHEMPOWER: "techempower-frameworks/tests.jsonl.gz",
    TOPICS: "github-topics/topics.jsonl.gz",
    ONET: "onet-29.3/Technology Skills.txt.gz",
    ONET + " occupations": "onet-29.3/Occupation Data.txt.gz",
    ESCO: "esco-1.1.1/en/ISCOGroups_en.csv.gz",
}

# Linguist has no type for query languages, which are data or programming there; its prose is our markup.
AGREEING_TYPES = {
    "PROGRAMMING": {"programming"},
    "MARKUP": {"markup", "prose"},
    "QUERY": {"data", "programming"},
    "DATA": {"data"},
}

# Languages that TechEmpower spells otherwise than Linguist by more than their case.
TECHEMPOWER_SPELLINGS = {"cfml": "ColdFusion", "csharp": "C#", "ur": "UrWeb", "vb": "Visual Basic .NET"}


# The graph


class Graph:
    """The concepts of data/core by `kind/slug`, and the file in which each stands."""

    def __init__(self, folder):
        self.concepts, self.files = {}, {}
        for path in sorted(folder.rglob("*.toml")):
            for kind, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
                if kind in ("source", "statement"):
                    continue
                for slug, concept in table.items():
                    self.concepts[f"{kind}/{slug}"] = concept
                    self.files[f"{kind}/{slug}"] = path.relative_to(folder.parent.parent).as_posix()

    def of(self, *kinds):
        return [(key, c) for key, c in self.concepts.items() if key.split("/")[0] in kinds]

    def identifiers(self, scheme):
        """Each (identifier, concept) of a scheme."""
        return [(value, key) for key, c in self.concepts.items() for value in identifiers(c, scheme)]


def identifiers(concept, scheme):
    value = concept.get("identifiers", {}).get(scheme, [])
    return value if isinstance(value, list) else [value]


def texts(value):
    """The English text of a label, which may be given in several languages."""
    return value.get("en", "") if isinstance(value, dict) else value


def names(concept):
    """What a concept is called in good use: its prefLabel and altLabels."""
    alternative = concept.get("altLabels", [])
    if isinstance(alternative, dict):
        alternative = alternative.get("en", [])
    return [texts(concept["prefLabel"]), *alternative]


# The datasets


def unquote(text):
    return text[1:-1] if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0] else text


def read_linguist(path):
    """name -> {type, aliases, extensions, ..}: the plain structure of languages.yml, read by hand."""
    languages, language, values = {}, None, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith(("#", "---")):
            continue
        text = line.strip()
        if not line.startswith((" ", "-")) and text.endswith(":"):
            language = languages.setdefault(unquote(text[:-1]), {"type": "", "aliases": [], "extensions": []})
        elif text.startswith("- "):
            values.append(unquote(text[2:].strip()))
        else:
            key, _, value = text.partition(":")
            if value.strip():
                language[key] = unquote(value.strip())
            else:
                values = language[key] = []
    return languages


def read_lines(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]


def read_tabs(path):
    """The rows of a tab separated table without quoting."""
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
        header = next(lines).rstrip("\n").split("\t")
        return [dict(zip(header, line.rstrip("\n").split("\t"))) for line in lines]


def read_csv(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(io.StringIO(lines.read())))


class Topics:
    """The curated topics, with aliases resolved."""

    def __init__(self, rows):
        self.by_slug = {row["slug"]: row for row in rows}
        self.aliases = {alias: row["slug"] for row in rows for alias in row.get("aliases", [])}

    def resolve(self, name):
        return name if name in self.by_slug else self.aliases.get(name)

    def related(self, slug):
        """The curated topics that a topic names as related."""
        found = (self.resolve(name) for name in self.by_slug[slug].get("related", []))
        return list(dict.fromkeys(name for name in found if name and name != slug))


class TechEmpower:
    """Framework (as spelled) -> languages of ours, by the names of Linguist."""

    def __init__(self, rows, graph):
        ours = {name.lower(): key for name, key in graph.identifiers("linguist")}
        self.languages, self.unknown = collections.defaultdict(dict), set()
        for row in rows:
            name = row.get("framework")
            if not name or name.lower() == "none":
                continue
            self.languages[name]  # known, even where its language is not ours
            spelled = row["language"]
            language = ours.get(TECHEMPOWER_SPELLINGS.get(spelled.lower(), spelled).lower())
            if language:
                self.languages[name].setdefault(language, row["dir"])
            else:
                self.unknown.add(spelled)


# What a topic says in words


def language_words(graph):
    """The names by which prose speaks of our programming languages -> the language."""
    words = {}
    for key, concept in graph.of("language"):
        if concept["languageType"] == "PROGRAMMING":
            words |= {name: key for name in names(concept)}
    return words


def stated_languages(sentence, words):
    """Languages that a description clearly says a thing is written in or for.

    That is: "written in X", "in X", "for X", "using X", "an X framework", "X-based", where X is a name of ours as it
    is spelled, or a list of such names. Everything else that mentions a language is left alone.
    """
    name = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    one = rf"(?:{name})(?![\w+#]|[.']\w|-(?!based\b)\w)"
    many = rf"(?<![\w.+#/-])({one}(?:(?:,? and |,? or |, | & |/){one})*)"
    things = (
        "framework|microframework|micro-framework|library|libraries|toolkit|package|ORM|engine|CMS|runtime|module|"
        "router|bundler|platform|SDK|bindings|client|components|packages|test runner"
    )
    patterns = (
        rf"\b(?:in|for|with|using|on|of) (?:the |pure |modern |plain |building )?{many}",
        rf"{many} (?:[\w-]+,? ){{0,3}}(?:{things})\b",
        rf"{many}-based\b",
    )
    found = {}
    for pattern in patterns:
        for match in re.finditer(pattern, sentence):
            found |= {words[word]: word for word in re.findall(one, match.group(1))}
    return found


# The comparison


class Findings:
    def __init__(self):
        self.compared, self.found = collections.Counter(), []

    def check(self, dataset, what, agrees, concept, says, holds):
        """Counts a comparison and keeps it where it does not agree: what the dataset says and what we hold."""
        self.compared[dataset, what] += 1
        if not agrees:
            self.found.append((concept, dataset, says, holds))


def listed(values):
    return ", ".join(sorted(values)) or "nothing"


def check_linguist(graph, linguist, findings):
    known = {}
    for name, language in linguist.items():
        known |= {alias: name for alias in language["aliases"]}
    known |= {name.lower(): name for name in linguist}
    carried = {name: key for name, key in graph.identifiers("linguist")}
    for key, concept in graph.of("language"):
        values = identifiers(concept, "linguist")
        if not values:
            label, slug = texts(concept["prefLabel"]).lower(), key.split("/")[1]
            match = known.get(label) or known.get(label.replace(" ", "-")) or known.get(slug)
            findings.check(
                LINGUIST, "languages without an identifier", not match, key,
                f"knows {match}" + (f", which {carried[match]} carries" if match in carried else ""), "no identifier",
            )
            continue
        there = [name for name in values if name in linguist]
        for name in values:
            findings.check(LINGUIST, "identifiers", name in linguist, key, f"knows no {name}", f"identifier {name}")
        if not there:
            continue
        extensions = {extension for name in there for extension in linguist[name]["extensions"]}
        for extension in concept.get("extensions", []):
            findings.check(
                LINGUIST, "extensions", extension in extensions, key,
                f"{listed(there)} has no extension {extension}", f"extension {extension}",
            )
        for name in there:
            kind = linguist[name]["type"]
            findings.check(
                LINGUIST, "types", kind in AGREEING_TYPES[concept["languageType"]], key,
                f"{name} is of type {kind}", f"languageType {concept['languageType']}",
            )


def squash(name):
    return re.sub(r"[^a-z0-9+#]", "", name.lower())


def check_techempower(graph, techempower, findings):
    carried = {name: key for name, key in graph.identifiers("techempower")}
    for name, key in sorted(carried.items()):
        exists = name in techempower.languages
        findings.check(TECHEMPOWER, "identifiers", exists, key, f"knows no {name}", f"identifier {name}")
        held = graph.concepts[key].get("languages", [])
        for language in techempower.languages[name] if exists else ():
            findings.check(
                TECHEMPOWER, "languages of frameworks", language.split("/")[1] in held, key,
                f"{name} is written in {language}", f"languages {listed(held)}",
            )
    by_name = collections.defaultdict(list)
    for name in techempower.languages:
        by_name[squash(name)].append(name)
    for key, concept in graph.of("framework"):
        for name in sorted({n for own in names(concept) for n in by_name[squash(own)]}):
            findings.check(
                TECHEMPOWER, "frameworks of the same name", name in identifiers(concept, "techempower"), key,
                f"knows a framework {name}" + (f", which {carried[name]} carries" if name in carried else "")
                + f" ({listed(techempower.languages[name])})", "no identifier " + name,
            )


def check_topics(graph, topics, findings):
    carried = collections.defaultdict(list)
    for slug, key in graph.identifiers("github-topic"):
        carried[slug].append(key)
        exists = slug in topics.by_slug
        findings.check(TOPICS, "identifiers", exists, key, f"knows no topic {slug}", f"identifier {slug}")
    words = language_words(graph)
    programming = set(words.values())
    for slug, keys in sorted(carried.items()):
        for key in keys:
            if slug not in topics.by_slug or not key.startswith("framework/"):
                continue
            held = {f"language/{language}" for language in graph.concepts[key].get("languages", [])}
            topic = topics.by_slug[slug]
            stated = stated_languages(topic["short_description"], words)
            for language, word in sorted(stated.items()):
                findings.check(
                    TOPICS, "languages in descriptions", language in held, key,
                    f"{slug} is described as of {word}: {topic['short_description']}", f"languages {listed(held)}",
                )
            related = {other for name in topics.related(slug) for other in carried.get(name, [])} & programming
            if related:
                findings.check(
                    TOPICS, "languages among related topics", bool(related & held), key,
                    f"{slug} is related to {listed(related)}", f"languages {listed(held)}",
                )
    by_name = collections.defaultdict(list)
    for key, concept in graph.concepts.items():
        by_name[texts(concept["prefLabel"]).lower()].append(key)
    for slug, topic in sorted(topics.by_slug.items()):
        keys = by_name.get(topic["display_name"].lower(), [])
        if keys:
            # One concept carries a name in a scheme: where two have the same label, either may.
            found = any(key in carried[slug] for key in keys)
            findings.check(
                TOPICS, "topics of the same name", found, keys[0],
                f"the topic {slug} is called {topic['display_name']}"
                + (f", and {listed(carried[slug])} carries it" if carried[slug] else ""), f"no identifier {slug}",
            )


def check_onet(graph, technologies, occupations, findings):
    carried = {}
    for name, key in graph.identifiers("onet-technology"):
        carried[name] = key
        exists = name in technologies
        findings.check(ONET, "technology identifiers", exists, key, f"knows no {name}", f"identifier {name}")
    by_name = collections.defaultdict(list)
    for name in technologies:
        by_name[name.lower()].append(name)
    for key, concept in graph.of("tool", "framework", "language"):
        for name in sorted({n for own in names(concept) for n in by_name.get(own.lower(), [])}):
            other = carried.get(name)
            findings.check(
                ONET, "technologies of the same name", other == key, key,
                f"knows {name}" + (f", which {other} carries" if other else ""), f"no identifier {name}",
            )
    for code, key in graph.identifiers("onet-soc"):
        findings.check(ONET, "occupation codes", code in occupations, key, f"knows no {code}", f"identifier {code}")


def check_esco(graph, groups, findings):
    for key, concept in graph.of("role", "role-group"):
        code = concept.get("iscoCode") or concept.get("code")
        if code:
            findings.check(ESCO, "ISCO-08 codes", code in groups, key, f"knows no group {code}", f"code {code}")


def settle(found, entries):
    """Splits the findings by the settled entries: what is left, what is settled, what is stale."""
    keys = {(e["concept"], e["dataset"], e["says"], e["holds"]): e for e in entries}
    left = [finding for finding in found if finding not in keys]
    settled = [finding for finding in found if finding in keys]
    return left, settled, [key for key in keys if key not in set(found)]


def main():
    parser = argparse.ArgumentParser(description="Hold data/core against real datasets.")
    parser.add_argument("--data", type=pathlib.Path, default=ROOT / ".." / "shared" / "data", metavar="DIR")
    folder = parser.parse_args().data
    if not folder.is_dir():
        print(f"SKIPPED: no datasets at {folder}: NOTHING WAS COMPARED")
        return 0
    paths = {name: folder / file for name, file in FILES.items()}
    missing = [file for name, file in FILES.items() if not paths[name].is_file()]
    for file in missing:
        print(f"missing from the datasets: {file}")
    if missing:
        print(f"0 passed, {len(missing)} failed")
        return 1

    graph, findings = Graph(CORE), Findings()
    linguist = read_linguist(paths[LINGUIST])
    techempower = TechEmpower(read_lines(paths[TECHEMPOWER]), graph)
    topics = Topics(read_lines(paths[TOPICS]))
    technologies = {row["Example"] for row in read_tabs(paths[ONET])}
    occupations = {row["O*NET-SOC Code"] for row in read_tabs(paths[ONET + " occupations"])}
    groups = {row["code"] for row in read_csv(paths[ESCO])}

    check_linguist(graph, linguist, findings)
    check_techempower(graph, techempower, findings)
    check_topics(graph, topics, findings)
    check_onet(graph, technologies, occupations, findings)
    check_esco(graph, groups, findings)

    entries = tomllib.loads(SETTLED.read_text(encoding="utf-8")).get("settled", []) if SETTLED.is_file() else []
    left, settled, stale = settle(findings.found, entries)
    unreasoned = [entry for entry in entries if not entry.get("reason", "").strip()]

    print(f"{len(graph.concepts)} concepts held against {len(linguist)} languages of Linguist, "
          f"{len(techempower.languages)} frameworks of TechEmpower, {len(topics.by_slug)} GitHub topics, "
          f"{len(technologies)} technologies and {len(occupations)} occupations of O*NET, "
          f"{len(groups)} groups of ISCO-08")
    for (dataset, what), count in sorted(findings.compared.items()):
        print(f"{dataset}: {what}: {count} compared")
    if techempower.unknown:
        print(f"techempower: languages that are not ours: {listed(techempower.unknown)}")
    for concept, dataset, says, holds in left:
        print(f"{graph.files[concept]}: {concept}: {dataset}: {says}; we hold {holds}")
    for concept, dataset, says, holds in stale:
        print(f"{SETTLED.name}: {concept}: {dataset}: settled, but no longer found: {says}; we hold {holds}")
    for entry in unreasoned:
        print(f"{SETTLED.name}: {entry['concept']}: {entry['dataset']}: settled without a reason")

    total, failed = sum(findings.compared.values()), len(left) + len(stale) + len(unreasoned)
    print(f"{total - len(findings.found)} agree, {len(settled)} settled, {len(left)} unsettled, {len(stale)} stale")
    print(f"{total - len(left)} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
