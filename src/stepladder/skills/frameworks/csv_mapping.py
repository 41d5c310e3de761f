"""Which column of somebody's own table is what: proposed from the header, said by its owner, kept for the next time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.delimited import DELIMITERS, ENCODINGS
from stepladder.skills.frameworks.naming import LANGUAGE, MOST_LANGUAGES
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyScale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FIELDS", "FOUR_STEPS", "IN_LANGUAGES", "CsvMapping", "proposed"]

FOUR_STEPS = "four-steps"
# What a column may be, in the order in which a header is searched, with the header's words that mean it: the words that
# may also mean something else come last, and are taken only where nothing else took the column.
FIELDS: dict[str, tuple[str, ...]] = {
    "label": (
        *("label", "preferred label", "skill label", "skill name", "competency name", "name", "title", "bezeichnung"),
        *("libelle", "nom", "nombre", "competency", "competence", "kompetenz", "faehigkeit", "fertigkeit"),
        *("competencia", "competenza", "skill"),
    ),
    "skill": (
        *("skill uri", "skill id", "concept uri", "uri", "iri", "id", "identifier", "competency id", "kompetenz id"),
        *("skill identifier", "skill"),
    ),
    "alternative_labels": (
        *("alternative labels", "alternative label", "alt labels", "alt label", "synonyms", "aliases", "synonyme"),
        *("also known as", "autres noms", "sinonimos"),
    ),
    "description": ("description", "statement", "definition", "beschreibung", "descripcion", "descrizione"),
    "kind": ("kind", "skill type", "art"),
    "reuse_level": ("reuse level",),
    "keywords": ("keywords", "tags", "schlagworte", "mots cles", "palabras clave"),
    "code": ("code", "notation", "coded notation"),
    "parent": ("parent", "broader", "parent skill", "broader uri", "parent id", "uebergeordnet"),
    "group": ("group", "category", "skill group", "kategorie", "gruppe", "categorie", "categoria", "bereich", "domain"),
    "occupation_label": ("occupation label", "occupation name", "role name", "job title"),
    "occupation": (
        *("occupation uri", "occupation id", "role id", "job id", "occupation", "role", "job", "job profile", "beruf"),
        *("rolle", "stelle", "metier", "poste", "puesto", "ocupacion", "ruolo"),
    ),
    "isco": ("isco", "isco group", "isco code", "isco 08"),
    "relation": ("relation", "relation type", "essential or optional", "required"),
    "weight": ("weight", "gewicht", "poids", "peso"),
    "importance": ("importance", "wichtigkeit", "importancia", "importanza"),
    "level": ("level", "required level", "proficiency", "proficiency level", "niveau", "stufe", "nivel", "livello"),
}
IN_LANGUAGES = ("label", "alternative_labels", "occupation_label")
_OF_OCCUPATIONS = ("occupation_label", "isco", "relation", "weight", "importance", "level")
_FIELD = re.compile(rf"([a-z_]+)(?::({LANGUAGE.pattern}))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvMapping:
    """Columns by field (`FIELDS`, or ``label:fr`` for a language), and how cells are to be read.

    ``separator`` stands between several names in one cell; ``scale`` is ``four-steps`` or the names of the levels,
    lowest first, with ``|`` between them. ``encoding`` and ``delimiter`` are empty where the file shows them.
    """

    columns: Mapping[str, str]
    encoding: str = ""
    delimiter: str = ""
    separator: str = "|"
    scale: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the mapping as it is saved."""
        said = {
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "separator": self.separator,
            "scale": self.scale,
        }
        return {"columns": dict(sorted(self.columns.items())), **{name: value for name, value in said.items() if value}}

    @classmethod
    def from_json(cls, value: Any) -> CsvMapping:
        """Return a saved mapping; raises `FrameworkError` (``framework.mapping``) for anything else."""
        members = value if isinstance(value, dict) else {}
        columns = members.get("columns")
        texts = {name: text for name, text in members.items() if name != "columns"}
        known = {"encoding", "delimiter", "separator", "scale"}
        if (
            not isinstance(columns, dict)
            or not texts.keys() <= known
            or not all(isinstance(text, str) for text in (*texts.values(), *columns.values()))
        ):
            raise _wrong(
                "This is no saved mapping", 'It is {"columns": {"label": "Kompetenz"}} with the columns by field.'
            )
        mapping = cls(columns=columns, **texts)
        mapping.check_fields()
        return mapping

    def check_fields(self) -> None:
        """Raise `FrameworkError` (``framework.mapping``) for fields and settings that there are not."""
        for name in self.columns:
            match = _FIELD.fullmatch(name)
            if match is None or match[1] not in FIELDS or (match[2] and match[1] not in IN_LANGUAGES):
                raise _wrong(
                    f"There is no field {name!r}",
                    f"Fields are {', '.join(FIELDS)}; {', '.join(IN_LANGUAGES)} also with a language, as in label:fr.",
                )
        if len({name.partition(":")[2] for name in self.columns}) > MOST_LANGUAGES:
            raise _wrong(f"The mapping names more than {MOST_LANGUAGES} languages", "Import fewer at a time.")
        if self.encoding and self.encoding.lower() not in ENCODINGS:
            raise _wrong(f"The encoding {self.encoding!r} is unknown", f"Name one of {', '.join(ENCODINGS)}.")
        if self.delimiter and self.delimiter not in DELIMITERS:
            raise _wrong(f"The delimiter {self.delimiter!r} is unknown", "It is a comma, semicolon, tab or bar.")
        if len(self.separator) != 1:
            raise _wrong(f"The separator {self.separator!r} is not one character", "Use | or ; for example.")

    def check(self, name: str, header: Sequence[str]) -> None:
        """Hold the mapping against a header; raises `FrameworkError` (``framework.mapping``, ``….missing_column``)."""
        self.check_fields()
        missing = [column for column in self.columns.values() if column not in header]
        if missing:
            raise FrameworkError(
                f"{name} has no column {', '.join(map(repr, missing))[:200]}; it has {_shown(header)}",
                code="framework.missing_column",
                where=f"{name}, row 1",
                hint="Say which column is what with --map FIELD=COLUMN.",
            )
        if not {"skill", "label"} & self.columns.keys():
            raise _wrong(
                f"No column of {name} is known to name skills; it has {_shown(header)}",
                "Say which one does: --map label=COLUMN.",
            )
        alone = [one for one in _OF_OCCUPATIONS if one in self.columns]
        if alone and "occupation" not in self.columns:
            raise _wrong(
                f"{alone[0]} says something of an occupation, and no column names one", "Add --map occupation=COLUMN."
            )
        if {"weight", "importance"} <= self.columns.keys():
            raise _wrong("weight and importance are two words for one thing", "Map one of them.")
        if "level" in self.columns and not self.scale:
            raise _wrong(
                f"The column {self.columns['level']!r} holds levels, and no scale is declared",
                "Add --scale four-steps, or the names of your levels, lowest first: --scale 'basic|good|expert'.",
            )

    def scale_of(self, name: str) -> ProficiencyScale | None:
        """Return the declared scale, for a framework of this name."""
        if not self.scale or self.scale == FOUR_STEPS:
            return STEPLADDER_SCALE if self.scale else None
        labels = tuple(label.strip() for label in self.scale.split("|"))
        if len(labels) < 2 or not all(labels) or len(set(map(_folded, labels))) < len(labels):
            raise _wrong(
                f"The scale {self.scale!r} is not two or more names", "Write them lowest first: 'basic|good|expert'."
            )
        return ProficiencyScale(id=f"urn:stepladder:{name}:scale", name=f"{name}: levels", labels=labels)


def proposed(header: Sequence[str]) -> dict[str, str]:
    """Return the columns whose names say what they are, by field; each column once."""
    folded = {_folded(column): column for column in reversed(header) if column}
    taken: dict[str, str] = {}
    for name, words in FIELDS.items():
        column = next((folded[w] for w in map(_folded, words) if w in folded and folded[w] not in taken.values()), None)
        if column is not None:
            taken[name] = column
    for column in header:
        match = re.fullmatch(r"(.+?)\s*(?:[_:(]\s*)([a-z]{2})\s*\)?", column.casefold())
        if match and column not in taken.values():
            field = next((one for one in IN_LANGUAGES if _folded(match[1]) in map(_folded, FIELDS[one])), "")
            if field:
                taken.setdefault(f"{field}:{match[2]}", column)
    if "occupation" not in taken:
        taken = {name: column for name, column in taken.items() if name not in _OF_OCCUPATIONS}
    if {"weight", "importance"} <= taken.keys():
        del taken["importance"]
    return taken


def _folded(text: str) -> str:
    plain = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(letter for letter in letters if letter.isalnum())


def _shown(header: Sequence[str]) -> str:
    return ", ".join(filter(None, header))[:500]


def _wrong(message: str, hint: str) -> FrameworkError:
    return FrameworkError(message, code="framework.mapping", hint=hint)
