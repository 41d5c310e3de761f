"""The reader of competency frameworks in CTDL-ASN, as Credential Engine's registry serves them: compact JSON-LD.

Only the form that the registry and its tools write is read: an ``@graph`` with the prefixes ``ceasn:``, ``ceterms:``,
``skos:`` and ``asn:``. Texts are language maps; each language of them is one that the framework speaks.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.ctdl_values import Spoken, links, spoken, tags_of
from stepladder.skills.frameworks.documents import Members, counted, document_source, json_value
from stepladder.skills.frameworks.extras import Extras, Lazy, Match, Words
from stepladder.skills.frameworks.hierarchy import circle_in
from stepladder.skills.frameworks.model import Framework, Skill
from stepladder.skills.frameworks.naming import LANGUAGE, MOST_LANGUAGES, name_from, version_from
from stepladder.skills.frameworks.problems import Problems

if TYPE_CHECKING:
    from stepladder.skills.frameworks.extras import MatchRelation

__all__ = ["SPEC", "read_ctdl"]

SPEC = "CTDL-ASN, Competency and CompetencyFramework"
_FRAMEWORKS = ("ceasn:CompetencyFramework", "ceterms:Collection")
_COMPETENCY = "ceasn:Competency"
_TITLES = ("ceasn:name", "ceterms:name", "ceasn:source")
_ALIASES = ("skos:altLabel", "ceterms:alternateName", "ceasn:abbreviatedStatement")
_DETAILS = {
    "ceasn:comment": "comment",
    "ceasn:conceptKeyword": "keyword",
    "ceterms:keyword": "keyword",
    "ceasn:competencyCategory": "category",
    "ceasn:codedNotation": "code",
    "ceasn:educationLevelType": "education_level",
    "ceasn:complexityLevel": "complexity_level",
    "ceasn:skillEmbodied": "skill_embodied",
}
# What the competency says of another one: how that one stands to it.
_ALIGNMENTS: dict[str, MatchRelation] = {
    "ceasn:exactAlignment": "exact",
    "ceasn:broadAlignment": "broad",
    "ceasn:narrowAlignment": "narrow",
    "ceasn:majorAlignment": "close",
    "ceasn:minorAlignment": "related",
    "ceasn:crossSubjectAlignment": "related",
    "ceasn:alignTo": "related",
    "skos:exactMatch": "exact",
    "skos:closeMatch": "close",
    "skos:broadMatch": "broad",
    "skos:narrowMatch": "narrow",
    "skos:relatedMatch": "related",
}


def read_ctdl(data: bytes, *, source: str = "framework.json", name: str = "", version: str = "") -> Framework:
    """Return the competency framework in a CTDL-ASN graph.

    ``name`` and ``version`` replace those made of its title and dates; ``source`` is the file's name. Raises
    `FrameworkError` for another form, and `FrameworkProblemsError` with JSON pointers.
    """
    nodes, base = _graph(json_value(data, source), source)
    with Problems(source, hint="Take the framework's graph from the registry again.", spec=SPEC) as problems:
        reading = _Reading(nodes, base, problems)
        reading.read()
    return Framework.build(
        name=name or name_from(reading.title),
        version=version or version_from(reading.dated),
        title=reading.title,
        language=reading.language,
        notice=f"{reading.title}, by {reading.publisher}." if reading.publisher else reading.title,
        licence=reading.licence,
        skills=reading.values(),
        broader=reading.broader,
        related=reading.related,
        sources=[document_source(data, source)],
        report=reading.report(),
        extras=Extras(words=reading.words(), details=Lazy(reading.details), matches=Lazy(tuple(reading.matches))),
    )


def _graph(value: Any, source: str) -> tuple[list[Any], str]:
    """Return the nodes of a document and their place, or say which form this is."""
    nodes, base = (value.get("@graph"), "/@graph") if isinstance(value, dict) else (value, "")
    if isinstance(value, dict) and nodes is None and _types(value):
        nodes, base = [value], ""
    if isinstance(nodes, list) and any(isinstance(node, dict) and _types(node) for node in nodes):
        return nodes, base
    found = "no @graph"
    if isinstance(value, dict) and ("decoded_resource" in value or "envelope_id" in value):
        found = "an envelope of the registry"
    elif isinstance(nodes, list) and any("http" in str(node)[:2_000] for node in nodes[:3] if isinstance(node, dict)):
        found = "expanded JSON-LD or no competency"
    raise FrameworkError(
        f"{source} holds {found}; expected was the @graph of a competency framework, with ceasn: and ceterms:",
        code="framework.wrong_file",
        where=source,
        hint="Take it from the registry's address …/graph/ce-….",
        spec=SPEC,
    )


def _types(node: dict[str, Any]) -> set[str]:
    stated = node.get("@type")
    types = {one for one in (stated if isinstance(stated, list) else [stated]) if isinstance(one, str)}
    return types & {*_FRAMEWORKS, _COMPETENCY}


class _Reading:
    """One pass over a graph."""

    def __init__(self, nodes: list[Any], base: str, problems: Problems) -> None:
        self.nodes = nodes
        self.base = base
        self.problems = problems
        self.members = Members(problems)
        self.frameworks: dict[str, tuple[str, dict[str, Any]]] = {}
        self.competencies: dict[str, tuple[str, dict[str, Any]]] = {}
        self.by_ctid: dict[str, str] = {}
        self.labels: dict[str, Spoken] = {}
        self.aliases: dict[str, Spoken] = {}
        self.details: dict[str, dict[str, list[str]]] = {}
        self.broader: dict[tuple[str, str], str] = {}
        self.related: dict[tuple[str, str, str], None] = {}
        self.matches: dict[Match, None] = {}
        self.left: Counter[str] = Counter()
        self.tags: list[str] = []
        self.language, self.title, self.dated, self.publisher, self.licence = "en", "", "", "", ""

    def read(self) -> None:
        for place, node in enumerate(self.nodes):
            where = f"{self.base}/{place}"
            if not isinstance(node, dict):
                self.problems.add("is no object", where, "framework.malformed_json")
                continue
            self._sort(node, where)
        if len(self.frameworks) > 1:
            second = list(self.frameworks.values())[1][0]
            self.problems.add("is a second framework; one is read at a time", second, "framework.wrong_file")
        if not self.competencies and not self.problems.found:
            self.problems.add("holds no competency", self.base or "/", "framework.empty")
        self._language()
        for uri, (where, node) in self.competencies.items():
            self._competency(uri, node, where)
        for uri, (where, node) in self.competencies.items():
            self._edges(uri, node, where)
        self.tags = sorted({tag for labels in self.labels.values() for tag in labels} - {self.language})
        if len(self.tags) > MOST_LANGUAGES:
            said = f"speaks {len(self.tags):,} languages; at most {MOST_LANGUAGES} are read"
            self.problems.add(said, self.base or "/", "framework.too_large")
        self._framework()
        self._refuse_circles()

    def _sort(self, node: dict[str, Any], where: str) -> None:
        types = _types(node)
        if not types:
            self.left[str(node.get("@type"))[:60]] += 1
            return
        ctid = self.members.text(node, "ceterms:ctid", where)
        uri = self.members.text(node, "@id", where) or (f"urn:ctid:{ctid}" if ctid else "")
        if not uri:
            self.problems.add("has neither '@id' nor 'ceterms:ctid'", where, "framework.missing_value")
            return
        kept = self.competencies if _COMPETENCY in types else self.frameworks
        if uri in kept or (ctid and ctid in self.by_ctid):
            first = kept.get(uri) or self.competencies.get(self.by_ctid.get(ctid, ""), ("another node", {}))
            self.problems.add(f"has the identifier of {first[0]}", where, "framework.duplicate_uri")
            return
        kept[uri] = (where, node)
        if ctid:
            self.by_ctid[ctid] = uri

    def _language(self) -> None:
        """Find the first language: the framework's own, else the one in which most labels are written."""
        stated = [
            tag
            for where, node in self.frameworks.values()
            for tag in self.members.texts(node, "ceasn:inLanguage", where)
            if LANGUAGE.fullmatch(tag)
        ]
        counted = Counter(
            tag for _, node in self.competencies.values() for tag in tags_of(node.get("ceasn:competencyText"))
        )
        written = [tag for tag, _ in counted.most_common()]
        first = (stated or written or ["en"])[0].lower()
        # A framework says "en" where its texts say "en-us": the tag of the texts is the one that is kept.
        same = [tag for tag in written if tag == first or tag.partition("-")[0] == first.partition("-")[0]]
        self.language = first if first in written or not same else same[0]

    def _competency(self, uri: str, node: dict[str, Any], where: str) -> None:
        def said(name: str) -> Spoken:
            return spoken(node.get(name), self.language, self.members, f"{where}/{name}")

        label, text = said("ceasn:competencyLabel"), said("ceasn:competencyText")
        if not label and not text:
            self.problems.add("has no 'ceasn:competencyText'", where, "framework.missing_value")
            return
        self.labels[uri] = {**text, **label}
        aliases: Spoken = {}
        for name in _ALIASES:
            for tag, texts in said(name).items():
                aliases.setdefault(tag, []).extend(texts)
        codes = said("ceasn:codedNotation").get(self.language, [])
        aliases.setdefault(self.language, []).extend(codes)
        self.aliases[uri] = aliases
        details: dict[str, list[str]] = {"statement": text.get(self.language, [])} if label else {}
        for name, detail in _DETAILS.items():
            values = said(name)
            details.setdefault(detail, []).extend(values.get(self.language) or next(iter(values.values()), []))
        if kept := {detail: list(dict.fromkeys(texts)) for detail, texts in details.items() if texts}:
            self.details[uri] = kept

    def _edges(self, uri: str, node: dict[str, Any], where: str) -> None:
        def named(name: str) -> list[str]:
            return links(node.get(name), self.members, f"{where}/{name}")

        for name, up in (("ceasn:isChildOf", True), ("ceasn:hasChild", False)):
            for other in named(name):
                found = self._known(other)
                if found in self.competencies:
                    self.broader.setdefault((uri, found) if up else (found, uri), f"{where}/{name}")
                elif found not in self.frameworks:
                    self.left[f"{name} to what the graph lacks"] += 1
        for name, relation in _ALIGNMENTS.items():
            for other in named(name):
                self.matches[Match(skill=uri, relation=relation, target=self._known(other))] = None
        for other in named("ceasn:prerequisiteAlignment"):
            found = self._known(other)
            if found in self.competencies:
                self.related[found, "optional", uri] = None
            else:
                self.left["ceasn:prerequisiteAlignment to what the graph lacks"] += 1

    def _known(self, link: str) -> str:
        return link if link in self.competencies or link in self.frameworks else self.by_ctid.get(link, link)

    def _framework(self) -> None:
        where, node = next(iter(self.frameworks.values()), ("", {}))
        titles = (spoken(node.get(name), self.language, self.members, f"{where}/{name}") for name in _TITLES)
        self.title = next((_first(title, self.language) for title in titles if title), "Competencies")
        names = spoken(node.get("ceasn:publisherName"), self.language, self.members, f"{where}/ceasn:publisherName")
        self.publisher = _first(names, self.language)
        self.licence = next(iter(links(node.get("ceasn:license"), self.members, f"{where}/ceasn:license")), "")
        dates = ("ceasn:version", "ceterms:versionIdentifier", "ceasn:dateModified", "ceasn:dateCreated")
        stated = (node.get(name) for name in dates)
        self.dated = next((one.partition("T")[0] for one in stated if isinstance(one, str) and one), "")

    def _refuse_circles(self) -> None:
        rows = {uri: row for row, uri in enumerate(self.competencies)}
        edges: list[list[int]] = [[] for _ in rows]
        for narrow, wide in self.broader:
            edges[rows[narrow]].append(rows[wide])
        if circle := circle_in(edges):
            uris = list(self.competencies)
            names = " is a child of ".join(uris[row] for row in circle[:6])
            where = self.broader[uris[circle[0]], uris[circle[1]]]
            self.problems.add(f"goes round in a circle: {names}", where, "framework.circle")

    def values(self) -> list[Skill]:
        """Return the competencies in the first language; one without a name in it has that of another one."""
        return [
            Skill(
                uri=uri,
                label=_first(labels, self.language),
                alternative_labels=tuple(dict.fromkeys(self.aliases[uri].get(self.language, []))),
            )
            for uri, labels in self.labels.items()
        ]

    def words(self) -> dict[str, Lazy[Words]]:
        """Return the other languages."""
        return {
            tag: Lazy(
                Words(
                    skills=[" ".join(labels.get(tag, [])[:1]) for labels in self.labels.values()],
                    skill_aliases=[self.aliases[uri].get(tag, []) for uri in self.labels],
                )
            )
            for tag in self.tags
        }

    def report(self) -> list[str]:
        """Say in sentences what of the graph was not kept."""
        return counted(self.left, lambda number, what: f"{number:,} × {what}: not kept.")


def _first(texts: Spoken, language: str) -> str:
    return next(iter(texts.get(language) or next(iter(texts.values()), [])), "")
