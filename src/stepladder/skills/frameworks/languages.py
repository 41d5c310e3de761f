"""One framework in several languages: shown in one of them, and joined from releases that come one a language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.columns import LazyLists
from stepladder.skills.frameworks.extras import Lazy, Words

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.frameworks.values import Source

__all__ = ["beside", "in_language", "joined", "languages_of", "with_words"]

LEAST_IN_COMMON = 0.5  # of the skills of a release, for its words to be those of another one


def languages_of(framework: Framework) -> tuple[str, ...]:
    """Return the tags of the languages that a framework speaks, its first language first."""
    return (framework.language, *framework.extras.words)


def in_language(framework: Framework, language: str) -> Framework:
    """Return the framework with its labels and alternative labels in another language.

    ``language`` is a BCP 47 tag; where its region is not there another of that language is taken (``en`` finds
    ``en-us``). What has no name in that language keeps the one of the first language. Raises `FrameworkError`
    (``framework.no_language``).
    """
    tag = _spoken(framework, language)
    if tag == framework.language:
        return framework
    columns, words = framework.columns, framework.extras.words[tag].get()
    own = Words(
        skills=columns.skill_labels,
        skill_aliases=columns.skill_aliases.rows,
        occupations=columns.occupation_labels,
        occupation_aliases=columns.occupation_aliases.rows,
        groups=columns.group_labels,
        isco_groups=framework.isco_groups,
    )
    return replace(
        framework,
        language=tag,
        isco_groups={**framework.isco_groups, **words.isco_groups},
        columns=replace(
            columns,
            skill_labels=_filled(words.skills, own.skills),
            skill_aliases=LazyLists(_aliases(words.skills, words.skill_aliases, own.skill_aliases)),
            occupation_labels=_filled(words.occupations, own.occupations),
            occupation_aliases=LazyLists(_aliases(words.occupations, words.occupation_aliases, own.occupation_aliases)),
            group_labels=_filled(words.groups, own.groups),
        ),
        extras=replace(
            framework.extras,
            words={
                framework.language: Lazy(own),
                **{other: held for other, held in framework.extras.words.items() if other != tag},
            },
        ),
    )


def joined(stored: Framework, more: Framework) -> Framework:
    """Return ``stored`` with the languages of ``more``, which is the same version in another language.

    Skills, relations and hierarchy stay those of ``stored``; words are matched by URI. Raises `FrameworkError`
    (``framework.other_release``) where name, version or most of the skills differ.
    """
    common = sum(1 for uri in more.columns.skill_uris if uri in stored.columns.skill_rows)
    named_alike = (stored.name, stored.version) == (more.name, more.version)
    if not named_alike or common < LEAST_IN_COMMON * len(more.columns.skill_uris):
        raise FrameworkError(
            f"{more.title} ({more.language}) is not {stored.title} in another language: {common:,} of its "
            f"{len(more.columns.skill_uris):,} skills are there",
            code="framework.other_release",
            hint="Take both languages from the same release, or give this one a name or version of its own.",
        )
    sources = tuple(replace(source, language=source.language or more.language) for source in more.sources)
    sentence = f"Joined with its words in {more.language}: {common:,} of {len(stored.columns.skill_uris):,} skills."
    return with_words(
        replace(
            stored,
            sources=(*_others(stored, more.languages, {source.sha256 for source in sources}), *sources),
            report=(*(line for line in stored.report if line != sentence), sentence),
        ),
        more,
        more.languages,
    )


def beside(stored: Framework, new: Framework) -> Framework:
    """Return what is to be stored when ``new`` is imported under the name and version of ``stored``.

    In another language its words join those that are there; in the same one it takes the place of ``stored``, and the
    other languages stay. The very same files under another tag are no other language: the tag is put right.
    """
    read = {source.sha256 for source in stored.sources if not source.language}
    if new.language != stored.language and not {source.sha256 for source in new.sources} <= read:
        return joined(stored, new)
    kept = [tag for tag in stored.languages[new.language != stored.language :] if tag not in new.languages]
    if not kept:
        return new
    sources = tuple(source for source in stored.sources if source.language in kept)
    sentence = f"Its words in {', '.join(kept)} were kept from what was there before."
    return with_words(replace(new, sources=(*new.sources, *sources), report=(*new.report, sentence)), stored, kept)


def _others(stored: Framework, languages: Collection[str], known: Collection[str]) -> tuple[Source, ...]:
    return tuple(s for s in stored.sources if s.sha256 not in known and s.language not in languages)


def with_words(framework: Framework, other: Framework, languages: Collection[str]) -> Framework:
    """Return ``framework`` with the words that ``other`` has in these languages, matched by URI."""
    taken: dict[str, Lazy[Words]] = {}
    for language in languages:
        if language != framework.language:
            taken[language] = Lazy(_words_by_uri(framework, in_language(other, language)))
    if not taken:
        return framework
    return replace(framework, extras=replace(framework.extras, words={**framework.extras.words, **taken}))


def _words_by_uri(framework: Framework, other: Framework) -> Words:
    ours, theirs = framework.columns, other.columns
    skills = _rows(ours.skill_uris, theirs.skill_rows)
    occupations = _rows(ours.occupation_uris, theirs.occupation_rows)
    return Words(
        skills=_picked(skills, theirs.skill_labels, ""),
        skill_aliases=_picked(skills, theirs.skill_aliases.rows, ()),
        occupations=_picked(occupations, theirs.occupation_labels, ""),
        occupation_aliases=_picked(occupations, theirs.occupation_aliases.rows, ()),
        groups=_picked(_rows(ours.group_uris, theirs.group_rows), theirs.group_labels, ""),
        isco_groups=dict(other.isco_groups),
    )


Picked = TypeVar("Picked")


def _rows(uris: Sequence[str], rows: Mapping[str, int]) -> list[int]:
    return [rows.get(uri, -1) for uri in uris]


def _picked(rows: Sequence[int], values: Sequence[Picked], missing: Picked) -> list[Picked]:
    return [values[row] if row >= 0 else missing for row in rows]


def _spoken(framework: Framework, language: str) -> str:
    asked = language.strip().lower().replace("_", "-")
    spoken = languages_of(framework)
    for tag in spoken:
        if tag.lower() == asked:
            return tag
    for tag in spoken:
        if tag.lower().partition("-")[0] == asked.partition("-")[0]:
            return tag
    raise FrameworkError(
        f"{framework.title} has no words in {language!r}; it speaks {', '.join(spoken)}",
        code="framework.no_language",
        hint="Import the same release in that language: its words join those that are there.",
    )


def _filled(words: Sequence[str], own: Sequence[str]) -> list[str]:
    rest = list(own[len(words) :])
    return [word or mine for word, mine in zip(words, own, strict=False)] + rest


def _aliases(
    words: Sequence[str], aliases: Sequence[Sequence[str]], own: Sequence[Sequence[str]]
) -> list[Sequence[str]]:
    """Return the aliases of the language where it has a label, else those of the first language."""
    return [
        aliases[row] if row < len(words) and words[row] and row < len(aliases) else mine for row, mine in enumerate(own)
    ]
