"""The reader of CASE: a CFPackage of 1EdTech's Competencies and Academic Standards Exchange, 1.1 or 1.0, as JSON.

Each CFItem is a skill: anything in a CASE framework may be aligned to. ``isChildOf`` and ``isPartOf`` are its
hierarchy, ``isRelatedTo``, ``isPeerOf`` and ``precedes`` relations within it, ``exactMatchOf`` and ``replacedBy``
matches. Rubric criteria become scales.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.case_rubrics import scales_of
from stepladder.skills.frameworks.documents import Members, counted, document_source, json_value
from stepladder.skills.frameworks.extras import Extras, Lazy, Match
from stepladder.skills.frameworks.hierarchy import circle_in
from stepladder.skills.frameworks.model import Framework, Skill
from stepladder.skills.frameworks.naming import LANGUAGE, name_from, version_from
from stepladder.skills.frameworks.problems import Problems

if TYPE_CHECKING:
    from stepladder.skills.frameworks.extras import MatchRelation
    from stepladder.skills.frameworks.values import Kind

__all__ = ["SPEC", "read_case"]

SPEC = "CASE 1.1, 7.1 Data Class Descriptions"
_UPWARD = ("isChildOf", "isPartOf")
_BESIDE = ("isRelatedTo", "isPeerOf")
_KNOWN = (*_UPWARD, *_BESIDE, "precedes", "exactMatchOf", "replacedBy", "exemplar", "hasSkillLevel", "isTranslationOf")
_EXTENSION = re.compile(r"ext:[a-zA-Z0-9.\-_]+")
_KINDS: dict[str, Kind] = {"skill": "skill", "knowledge": "knowledge"}
_DETAILS = {"conceptKeywords": "keyword", "educationLevel": "education_level", "subject": "subject"}


def read_case(data: bytes, *, source: str = "CFPackage.json", name: str = "", version: str = "") -> Framework:
    """Return the framework in the JSON of a CFPackage.

    ``name`` and ``version`` replace those made of the document's title and version; ``source`` is the file's name or
    the address. Raises `FrameworkError` for what is no CFPackage, and `FrameworkProblemsError` with JSON pointers.
    """
    package = _package(json_value(data, source), source)
    with Problems(source, hint="Ask its publisher for a valid package.", spec=SPEC) as problems:
        reading = _Reading(package, problems)
        reading.read()
    document = reading.document
    title = document["title"]
    return Framework.build(
        name=name or name_from(title),
        version=version or version_from(document["version"] or document["lastChangeDateTime"][:10]),
        title=title,
        language=document["language"].lower() if LANGUAGE.fullmatch(document["language"]) else "en",
        notice=f"{title}, by {document['creator']}." if document["creator"] else title,
        licence=reading.licence,
        skills=reading.skills.values(),
        broader=reading.broader,
        related=reading.related,
        scales=reading.scales,
        sources=[document_source(data, source)],
        report=reading.report(),
        extras=Extras(details=Lazy(reading.details), matches=Lazy(tuple(reading.matches))),
    )


def _package(value: Any, source: str) -> dict[str, Any]:
    """Return the CFPackage, or say what it is instead and where a package may be."""
    package = value.get("CFPackage", value) if isinstance(value, dict) else value
    if isinstance(package, dict) and isinstance(package.get("CFDocument"), dict):
        return package
    hint = "Give the address or file of a CFPackage: …/ims/case/v1p1/CFPackages/ID."
    found = "something else"
    if isinstance(package, dict):
        link = package.get("CFPackageURI")
        if "imsx_codeMajor" in package:
            found = f"an answer of the server: {str(package.get('imsx_description') or 'a failure')[:200]}"
        elif isinstance(link, dict) and isinstance(link.get("uri"), str):
            found, hint = "a CFDocument alone", f"Its package is {link['uri'][:300]}"
        elif "CFDocuments" in package:
            found = "a list of CFDocuments"
    raise FrameworkError(
        f"{source} holds no CFPackage but {found}", code="framework.wrong_file", where=source, hint=hint, spec=SPEC
    )


class _Reading:
    """One pass over a package."""

    def __init__(self, package: dict[str, Any], problems: Problems) -> None:
        self.package = package
        self.problems = problems
        self.members = Members(problems)
        self.document: dict[str, str] = {}
        self.skills: dict[str, Skill] = {}
        self.by_identifier: dict[str, str] = {}
        self.details: dict[str, dict[str, list[str]]] = {}
        self.places: dict[str, str] = {}
        self.broader: dict[tuple[str, str], str] = {}
        self.related: dict[tuple[str, str, str], None] = {}
        self.matches: dict[Match, None] = {}
        self.types: Counter[str] = Counter()
        self.left: Counter[str] = Counter()
        self.elsewhere: Counter[str] = Counter()

    def read(self) -> None:
        holder = self.members.object(self.package, "CFDocument", "", needed=True)
        needed = ("identifier", "title")
        for member in ("identifier", "uri", "title", "creator", "language", "version", "lastChangeDateTime"):
            self.document[member] = self.members.text(holder, member, "/CFDocument", needed=member in needed)
        for where, item in self.members.objects(self.package, "CFItems", ""):
            self._item(item, where)
        for where, association in self.members.objects(self.package, "CFAssociations", ""):
            self._association(association, where)
        if not self.skills and not self.problems.found:
            self.problems.add("holds no item", "/CFItems", "framework.empty")
        self._refuse_circles()
        link = self.members.object(holder, "licenseURI", "/CFDocument")
        named = (self.members.text(link, member, "/CFDocument/licenseURI") for member in ("title", "uri"))
        self.licence = next(filter(None, named), "")
        self.scales, self.rubrics_left = scales_of(self.package, self.members, self._scaled)

    def _item(self, item: dict[str, Any], where: str) -> None:
        text = self.members.text
        identifier = text(item, "identifier", where, needed=True)
        statement = text(item, "fullStatement", where, needed=True)
        if not identifier or not statement:
            return
        uri = text(item, "uri", where)
        uri = uri if "://" in uri or uri.startswith("urn:") else f"urn:uuid:{identifier}"
        for known, what in ((identifier in self.by_identifier, "identifier"), (uri in self.skills, "uri")):
            if known:
                first = self.places[self.by_identifier.get(identifier, uri)]
                self.problems.add(f"has the {what} of {first}", f"{where}/{what}", "framework.duplicate_uri")
                return
        self.by_identifier[identifier] = uri
        self.places[uri] = where
        label, code = text(item, "abbreviatedStatement", where) or statement, text(item, "humanCodingScheme", where)
        kind = text(item, "CFItemType", where)
        self.types[kind[:60] or "no type"] += 1
        self.skills[uri] = Skill(
            uri=uri,
            label=label,
            alternative_labels=tuple(dict.fromkeys(n for n in (text(item, "alternativeLabel", where), code) if n)),
            kind=_KINDS.get(kind.casefold(), ""),
        )
        stated = {"statement": [statement] if label != statement else [], "code": [code], "type": [kind]}
        stated |= {name: self.members.texts(item, member, where) for member, name in _DETAILS.items()}
        if kept := {name: texts for name, texts in stated.items() if any(texts)}:
            self.details[uri] = kept
        language = text(item, "language", where)
        self.left["items in another language than the document"] += language not in {"", self.document["language"]}

    def _association(self, association: dict[str, Any], where: str) -> None:
        kind = self.members.text(association, "associationType", where, needed=True)
        origin, origin_name = self._node(association, "originNodeURI", where)
        target, target_name = self._node(association, "destinationNodeURI", where)
        if not kind or not origin or not target:
            return
        if kind not in _KNOWN and not _EXTENSION.fullmatch(kind):
            said = f"is {kind[:80]!r}; expected {', '.join(_KNOWN)}"
            self.problems.add(said, f"{where}/associationType", "framework.unknown_value")
            return
        here = (origin in self.skills, target in self.skills)
        documents = {self.document["uri"], f"urn:uuid:{self.document['identifier']}"}
        if documents & {origin, target}:
            return  # what is a child of the document is the top of its hierarchy
        if here == (True, True):
            self._within(kind, origin, target, where)
        elif not any(here) or (kind in _UPWARD or kind == "precedes"):
            self.elsewhere[kind[:60]] += 1
        elif kind == "exactMatchOf" or kind in _BESIDE:
            skill, other, label = (origin, target, target_name) if here[0] else (target, origin, origin_name)
            relation: MatchRelation = "exact" if kind == "exactMatchOf" else "related"
            self.matches[Match(skill=skill, relation=relation, target=other, label=label)] = None
        elif here[0]:
            self._stated(kind, origin, target, target_name)
        else:
            self.elsewhere[kind[:60]] += 1

    def _within(self, kind: str, origin: str, target: str, where: str) -> None:
        """Take an association between two items of the package."""
        if kind in _UPWARD:
            self.broader.setdefault((origin, target), where)
        elif kind in _BESIDE:
            self.related |= dict.fromkeys([(origin, "optional", target), (target, "optional", origin)])
        elif kind == "precedes":
            self.related[target, "optional", origin] = None
        elif kind == "exactMatchOf":
            self.matches[Match(skill=origin, relation="exact", target=target, label=self.skills[target].label)] = None
        else:
            self._stated(kind, origin, target, self.skills[target].label)

    def _stated(self, kind: str, origin: str, target: str, name: str) -> None:
        if kind == "replacedBy":
            self.matches[Match(skill=origin, relation="replaced_by", target=target, label=name)] = None
        elif kind == "hasSkillLevel":
            self.details.setdefault(origin, {}).setdefault("skill_level", []).append(name or target)
        else:
            self.left[f"associations {kind[:60]}"] += 1

    def _node(self, association: dict[str, Any], name: str, where: str) -> tuple[str, str]:
        """Return the URI of a node (the package's own for its items) and the node's title."""
        holder = association.get(name)
        if isinstance(holder, str):  # some servers give the URI alone
            holder = {"uri": holder}
        node = self.members.object({name: holder}, name, where, needed=True)
        if not isinstance(holder, dict):
            return "", ""
        place = f"{where}/{name}"
        identifier, uri = (self.members.text(node, member, place) for member in ("identifier", "uri"))
        title = self.members.text(node, "title", place)
        if identifier in self.by_identifier:
            return self.by_identifier[identifier], title
        if identifier and identifier == self.document["identifier"]:
            return f"urn:uuid:{identifier}", title
        found = uri or (f"urn:uuid:{identifier}" if identifier else "")
        if not found:
            self.problems.add("names no node", place, "framework.missing_value")
        return found, title

    def _refuse_circles(self) -> None:
        rows = {uri: row for row, uri in enumerate(self.skills)}
        edges: list[list[int]] = [[] for _ in rows]
        for narrow, wide in self.broader:
            edges[rows[narrow]].append(rows[wide])
        if circle := circle_in(edges):
            uris = list(self.skills)
            names = " is a child of ".join(repr(self.skills[uris[row]].label[:60]) for row in circle[:6])
            where = self.broader[uris[circle[0]], uris[circle[1]]]
            self.problems.add(f"goes round in a circle: {names}", where, "framework.circle")

    def _scaled(self, node: dict[str, Any], scale: str) -> None:
        """Note the scale of the rubric criterion that assesses an item."""
        uri = self.by_identifier.get(str(node.get("identifier")), str(node.get("uri")))
        if uri in self.skills:
            self.details.setdefault(uri, {}).setdefault("scale", []).append(scale)

    def report(self) -> list[str]:
        """Say in sentences what is in the package, and what of it was not kept."""
        types = ", ".join(f"{kind} {number:,}" for kind, number in self.types.most_common(12))
        return [
            *([f"Items by type: {types}."] if self.types else []),
            *counted(self.left, lambda number, what: f"{number:,} {what}: not kept as such."),
            *counted(
                self.elsewhere,
                lambda number, kind: f"{number:,} associations {kind} name items that this package lacks.",
            ),
            *([f"{self.rubrics_left:,} rubric criteria were not kept as scales."] if self.rubrics_left else []),
        ]
