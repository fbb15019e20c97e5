"""No figure is told that is not a fact, in every language the same, and no fact without a source that states it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.library.checks.figures import figures, figures_of, stated
from bot.library.checks.places import Finding, Where, below, titled_by_question

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.library.library import Entry, Library
    from bot.library.schema import Requirement


def texts_tell_their_facts(library: Library, _: Where) -> Iterator[Finding]:
    """Every figure in an entry's answer, title and label stands in its facts."""
    for entry in library.entries.values():
        known = _facts(entry)
        for field in ("answer", *(() if titled_by_question(entry) else ("title", "label"))):
            for language, text in getattr(entry, field).items():
                for figure in sorted(figures(text, language) - known):
                    wrong = f"“{entry.id}” says {figure} in {field}.{language}, which is not in its facts"
                    yield Finding(below(entry, field, language), wrong, _holds(known))


def languages_tell_the_same(library: Library, _: Where) -> Iterator[Finding]:
    """An answer and a summary state the same figures in each language."""
    told = [(entry.id, below(entry, "answer"), entry.answer) for entry in library.entries.values()]
    told += [(subject.id, below(subject, "summary"), subject.summary) for subject in library.subjects.values()]
    first, *others = library.languages
    for name, at, texts in told:
        by_language = {language: figures(text, language) for language, text in texts.items()}
        for other in others:
            if first not in by_language or other not in by_language:
                continue
            more, less = by_language[first] - by_language[other], by_language[other] - by_language[first]
            parts = [f"{first} says {_list(more)} and {other} does not"] if more else []
            parts += [f"{other} says {_list(less)} and {first} does not"] if less else []
            if parts:
                right = "tell the same figures in every language"
                yield Finding(below(at, other), f"“{name}”: {'; '.join(parts)}", right)


def facts_are_told(library: Library, _: Where) -> Iterator[Finding]:
    """A figure in the facts that no language tells was left behind when the text changed."""
    for entry in library.entries.values():
        told = frozenset().union(*(figures(text, language) for language, text in entry.answer.items()))
        for key, value in entry.facts.items():
            if left := figures_of(key, value) - told:
                wrong = f"“{entry.id}” holds {key}: {_list(left)}, which its answer does not tell"
                yield Finding(below(entry, "facts", key), wrong, "tell it, or remove it", "warning")


def summaries_tell_known_figures(library: Library, _: Where) -> Iterator[Finding]:
    """A figure in a subject's title or summary stands in a fact of one of its entries, or in its requirements."""
    for subject in library.subjects.values():
        known = frozenset().union(
            *(_facts(library.entries[i]) for i in subject.entries), *map(_asked, subject.requirements)
        )
        for field in ("title", "summary"):
            for language, text in getattr(subject, field).items():
                for figure in sorted(figures(text, language) - known):
                    wrong = f"“{subject.id}” says {figure} in {field}.{language}, which is no fact of its entries"
                    yield Finding(below(subject, field, language), wrong, _holds(known))


def facts_have_sources(library: Library, _: Where) -> Iterator[Finding]:
    """Every figure in an entry's facts is stated by one of the sources it cites."""
    for entry in library.entries.values():
        cited = [library.facts[source][1] for source in entry.sources if source in library.facts]
        if not cited or len(cited) < len(entry.sources):
            continue
        known = frozenset().union(*map(stated, cited))
        for key, value in entry.facts.items():
            for figure in sorted(figures_of(key, value) - known):
                wrong = f"“{entry.id}” holds {key}: {figure}, which none of its sources states"
                yield Finding(below(entry, "facts", key), wrong, "correct the figure, or cite the fact that states it")


def requirements_have_sources(library: Library, _: Where) -> Iterator[Finding]:
    """Every level and number of years in a requirement is stated by its source."""
    for subject in library.subjects.values():
        for i, requirement in enumerate(subject.requirements):
            if requirement.source not in library.facts:
                continue
            at = below(subject, "requirements", i)
            known = stated(library.facts[requirement.source][1])
            for figure in sorted(_asked(requirement) - known):
                yield Finding(at, f"“{subject.id}” requires {figure}, which {requirement.source} does not state")
            for language, text in requirement.note.items():
                for figure in sorted(figures(text, language) - known - _asked(requirement)):
                    yield Finding(at, f"the note says {figure}, which {requirement.source} does not state")


def _facts(entry: Entry) -> frozenset[str]:
    return frozenset().union(*(figures_of(key, value) for key, value in entry.facts.items()))


def _asked(requirement: Requirement) -> frozenset[str]:
    years = (requirement.teaching_years, requirement.interac_years, requirement.alt_years)
    found = {str(number) for number in years if number is not None}
    return frozenset(found | ({requirement.japanese} if requirement.japanese else set()))


def _list(found: Iterable[str]) -> str:
    return " and ".join(sorted(found))


def _holds(known: frozenset[str]) -> str:
    return f"the facts hold {_list(known)}" if known else "correct the text, or add the figure under “facts:”"
