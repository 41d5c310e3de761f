"""The pack: a framework as one compact file that opens in a fraction of a second.

Layout, little-endian: ``SLPACK`` and a format version of two bytes; the header's length (4 bytes); the header as JSON
(what the framework is, and the list of sections); the sections, each compressed with zlib. Texts are JSON lists,
numbers are arrays, URIs that end in a UUID keep only its 16 bytes. Alternative labels, words in other languages,
details and matches stay packed until asked for; what a framework has none of has no section.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.columns import Columns, LazyLists, Ragged
from stepladder.skills.frameworks.extras import MATCH_RELATIONS, Extras, Lazy, Match, Words
from stepladder.skills.frameworks.facts import FactColumns, facts_from
from stepladder.skills.frameworks.values import KINDS, RELATIONS, REUSE_LEVELS, Source
from stepladder.skills.proficiency import ProficiencyScale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt

    from stepladder.skills.frameworks.model import Framework

__all__ = ["MAGIC", "pack", "unpack"]

MAGIC = b"SLPACK\x00\x01"
LARGEST_SECTION = 256 * 1024 * 1024

_TEXTS = (
    "skill_labels",
    "occupation_labels",
    "occupation_isco",
    "occupation_sources",
    "group_labels",
    "group_codes",
)
_URIS = ("skill_uris", "occupation_uris", "group_uris")
_NUMBERS = (
    ("skill_kinds", np.uint8),
    ("skill_reuse", np.uint8),
    ("requirement_relations", np.uint8),
    ("requirement_weights", np.float32),
    ("requirement_scales", np.uint8),
    ("requirement_levels", np.float32),
    ("related_relations", np.uint8),
)
_RAGGED = ("requirements", "broader", "related")
_PARTS = (".lengths", ".values")
_LISTS = ("skill_aliases", "occupation_aliases")
_WORDS, _DETAILS, _MATCHES, _FACTS = "words.", "details", "matches", "facts"
_ENDS_IN_UUID = re.compile(r"(.*?)([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})", re.DOTALL)


def pack(framework: Framework) -> bytes:
    """Return the pack of a framework; equal frameworks give equal bytes."""
    columns = framework.columns
    sections: dict[str, bytes] = {}
    for name in _TEXTS:
        sections[name] = orjson.dumps(getattr(columns, name))
    for name in _URIS:
        sections[name] = _pack_uris(getattr(columns, name))
    for name, kind in _NUMBERS:
        sections[name] = np.asarray(getattr(columns, name), dtype=kind).tobytes()
    for name in _RAGGED:
        ragged: Ragged = getattr(columns, name)
        sections[name + ".lengths"] = np.diff(ragged.start).astype("<i4").tobytes()
        sections[name + ".values"] = ragged.values.astype("<i4").tobytes()
    for name in _LISTS:
        sections[name] = orjson.dumps([list(row) for row in getattr(columns, name).rows])
    sections |= _pack_extras(framework.extras)

    packed = {name: zlib.compress(data, 9) for name, data in sections.items()}
    header = {
        "name": framework.name,
        "version": framework.version,
        "title": framework.title,
        "notice": framework.notice,
        "licence": framework.licence,
        "language": framework.language,
        "sources": [_stated(asdict(source)) for source in framework.sources],
        "report": list(framework.report),
        "isco_groups": dict(framework.isco_groups),
        "scales": [asdict(scale) for scale in framework.scales],
        "sections": [[name, len(packed[name]), len(sections[name])] for name in sections],
    }
    head = zlib.compress(orjson.dumps(header), 9)
    return b"".join([MAGIC, struct.pack("<I", len(head)), head, *packed.values()])


def unpack(data: bytes) -> Framework:
    """Return the framework of a pack; raises `FrameworkError` with a ``pack.*`` code for anything else."""
    from stepladder.skills.frameworks.model import Framework

    if data[: len(MAGIC)] != MAGIC:
        same_kind = data[:6] == MAGIC[:6]
        raise FrameworkError(
            "This pack was written by another version of Stepladder" if same_kind else "This is not a framework pack",
            code="pack.other_version" if same_kind else "pack.not_a_pack",
            hint="Import the framework's own release again with `stepladder frameworks import`.",
        )
    try:
        header, sections = _open(memoryview(data))
        columns = _columns(sections)
        return Framework(
            name=header["name"],
            version=header["version"],
            title=header["title"],
            notice=header["notice"],
            licence=header["licence"],
            language=header["language"],
            sources=tuple(Source(**source) for source in header["sources"]),
            report=tuple(header["report"]),
            isco_groups=header["isco_groups"],
            scales=tuple(ProficiencyScale(**{**scale, "labels": tuple(scale["labels"])}) for scale in header["scales"]),
            extras=_extras(sections),
            columns=columns,
        )
    except FrameworkError:
        raise
    except (zlib.error, struct.error, orjson.JSONDecodeError, KeyError, TypeError, ValueError, IndexError) as error:
        raise _damaged(str(error) or type(error).__name__) from error


def _damaged(what: str) -> FrameworkError:
    return FrameworkError(
        f"This framework pack is damaged: {what}",
        code="pack.damaged",
        hint="Delete it and import the framework's release again.",
    )


def _open(data: memoryview) -> tuple[dict[str, Any], dict[str, tuple[memoryview, int]]]:
    place = len(MAGIC) + 4
    (length,) = struct.unpack("<I", data[len(MAGIC) : place])
    header = orjson.loads(_inflate(data[place : place + length], LARGEST_SECTION, exact=False))
    place += length
    sections = {}
    for name, packed, size in header["sections"]:
        if place + packed > len(data) or not 0 <= size <= LARGEST_SECTION:
            raise _damaged(f"it ends inside {name!r}")
        sections[name] = (data[place : place + packed], size)
        place += packed
    if place != len(data):
        raise _damaged(f"{len(data) - place} bytes follow the last section")
    return header, sections


def _inflate(data: memoryview, size: int, *, exact: bool = True) -> bytes:
    # The header's size caps what a hostile file can make us allocate.
    engine = zlib.decompressobj()
    try:
        raw = engine.decompress(data, size + 1)
    except zlib.error as error:
        raise _damaged(f"a section cannot be unpacked ({error})") from error
    if not engine.eof or (exact and len(raw) != size):
        raise _damaged("a section is cut short or longer than it says")
    return raw


def _columns(sections: dict[str, tuple[memoryview, int]]) -> Columns:
    at_once = (*_TEXTS, *_URIS, *(name for name, _ in _NUMBERS))
    raw = {name: _inflate(*sections[name]) for name in (*at_once, *(n + p for n in _RAGGED for p in _PARTS))}
    values: dict[str, Any] = {name: orjson.loads(raw[name]) for name in _TEXTS}
    values |= {name: _unpack_uris(raw[name]) for name in _URIS}
    values |= {name: np.frombuffer(raw[name], dtype=kind) for name, kind in _NUMBERS}
    values |= {name: _unpack_ragged(raw[name + ".lengths"], raw[name + ".values"]) for name in _RAGGED}
    values |= {name: _lazy(sections[name]) for name in _LISTS}
    columns = Columns(**values)
    _check(columns)
    return columns


def _lazy(section: tuple[memoryview, int]) -> LazyLists:
    return LazyLists(load=_later(section, list))


def _later(section: tuple[memoryview, int], make: Callable[[Any], Any]) -> Callable[[], Any]:
    packed, size = bytes(section[0]), section[1]

    def load() -> Any:
        try:
            return make(orjson.loads(_inflate(memoryview(packed), size)))
        except (orjson.JSONDecodeError, AttributeError, TypeError, ValueError) as error:
            raise _damaged(f"a section is not what it says ({error})") from error

    return load


def _stated(members: dict[str, Any]) -> dict[str, Any]:
    """Leave out a language that is not stated: packs of one language are the same bytes as ever."""
    return {name: value for name, value in members.items() if name != "language" or value}


def _pack_extras(extras: Extras) -> dict[str, bytes]:
    sections = {}
    for language, words in extras.words.items():
        sections[_WORDS + language] = orjson.dumps(words.get())
    if details := extras.details.get():
        sections[_DETAILS] = orjson.dumps(details)
    if matches := extras.matches.get():
        sections[_MATCHES] = orjson.dumps(matches)
    if facts := extras.facts.get():
        sections[_FACTS] = orjson.dumps(facts)
    return sections


def _extras(sections: dict[str, tuple[memoryview, int]]) -> Extras:
    return Extras(
        words={
            name.removeprefix(_WORDS): Lazy(load=_later(section, _words))
            for name, section in sections.items()
            if name.startswith(_WORDS)
        },
        details=Lazy(load=_later(sections[_DETAILS], _details)) if _DETAILS in sections else Lazy({}),
        matches=Lazy(load=_later(sections[_MATCHES], _matches)) if _MATCHES in sections else Lazy(()),
        facts=Lazy(load=_later(sections[_FACTS], facts_from)) if _FACTS in sections else Lazy(FactColumns()),
    )


def _words(value: dict[str, Any]) -> Words:
    words = Words(**value)
    labels = (words.skills, words.occupations, words.groups, words.isco_groups.values())
    aliases = (*words.skill_aliases, *words.occupation_aliases)
    if not all(isinstance(text, str) for texts in (*labels, *aliases) for text in texts):
        raise TypeError("a label is no text")
    return words


def _details(value: dict[str, dict[str, list[str]]]) -> dict[str, dict[str, list[str]]]:
    if not all(isinstance(texts, list) for stated in value.values() for texts in stated.values()):
        raise TypeError("a detail is no list")
    return value


def _matches(value: list[dict[str, Any]]) -> tuple[Match, ...]:
    matches = tuple(Match(**match) for match in value)
    if not all(match.relation in MATCH_RELATIONS for match in matches):
        raise ValueError("a relation is unknown")
    return matches


def _check(columns: Columns) -> None:
    """Hold every length and every reference against what it refers to, so that a damaged pack never opens."""
    skills, occupations, groups = len(columns.skill_uris), len(columns.occupation_uris), len(columns.group_uris)
    relations, related = len(columns.requirements.values), len(columns.related.values)
    sound = (
        all(len(column) == skills for column in (columns.skill_labels, columns.skill_kinds, columns.skill_reuse))
        and len(columns.occupation_labels) == len(columns.occupation_isco) == len(columns.occupation_sources)
        and len(columns.occupation_labels) == occupations
        and len(columns.group_labels) == len(columns.group_codes) == groups
        and len(columns.requirements.start) == occupations + 1
        and len(columns.broader.start) == skills + groups + 1
        and len(columns.related.start) == skills + 1
        and len(columns.requirement_relations) == len(columns.requirement_weights) == relations
        and len(columns.requirement_scales) == len(columns.requirement_levels) == relations
        and len(columns.related_relations) == related
        and _below(columns.requirements.values, skills)
        and _below(columns.related.values, skills)
        and _below(columns.broader.values, skills + groups)
        and _below(columns.skill_kinds, len(KINDS))
        and _below(columns.skill_reuse, len(REUSE_LEVELS))
        and _below(columns.requirement_relations, len(RELATIONS))
        and _below(columns.related_relations, len(RELATIONS))
    )
    if not sound:
        raise _damaged("its columns do not fit together")


def _below(values: npt.NDArray[Any], limit: int) -> bool:
    return values.size == 0 or (int(values.min()) >= 0 and int(values.max()) < limit)


def _unpack_ragged(lengths: bytes, values: bytes) -> Ragged:
    sizes = np.frombuffer(lengths, dtype="<i4")
    start = np.zeros(len(sizes) + 1, dtype=np.int32)
    np.cumsum(sizes, out=start[1:])
    numbers = np.frombuffer(values, dtype="<i4")
    if (sizes < 0).any() or start[-1] != len(numbers):
        raise _damaged("a relation is cut short")
    return Ragged(start, numbers)


def _pack_uris(uris: Sequence[str]) -> bytes:
    prefixes: dict[str, int] = {}
    codes: list[int] = []
    others: list[str] = []
    tails: list[str] = []
    for uri in uris:
        match = _ENDS_IN_UUID.fullmatch(uri)
        if match is None:
            codes.append(0)
            others.append(uri)
            continue
        codes.append(prefixes.setdefault(match[1], len(prefixes) + 1))
        tails.append(match[2] + match[3] + match[4] + match[5] + match[6])
    head = orjson.dumps({"prefixes": list(prefixes), "others": others, "codes": len(codes)})
    return b"".join(
        [struct.pack("<I", len(head)), head, np.array(codes, dtype="<i4").tobytes(), bytes.fromhex("".join(tails))]
    )


def _unpack_uris(data: bytes) -> list[str]:
    (length,) = struct.unpack_from("<I", data)
    head = orjson.loads(data[4 : 4 + length])
    place = 4 + length
    codes = np.frombuffer(data, dtype="<i4", count=head["codes"], offset=place).tolist()
    tails = data[place + 4 * len(codes) :].hex()
    prefixes = head["prefixes"]
    others = iter(head["others"])
    uris: list[str] = []
    at = 0
    for code in codes:
        if code == 0:
            uris.append(next(others))
            continue
        tail = tails[at : at + 32]
        uris.append(f"{prefixes[code - 1]}{tail[:8]}-{tail[8:12]}-{tail[12:16]}-{tail[16:20]}-{tail[20:]}")
        at += 32
    return uris
