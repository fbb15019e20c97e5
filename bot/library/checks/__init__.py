"""The content rules of a pack: what `shinro check` says beyond “this is not valid YAML”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.library.checks import (
    contradictions,
    form,
    languages,
    numbers,
    references,
    sourcing,
    wordings,
)
from bot.library.checks.places import Finding, Lines, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from bot.library.library import Library
    from bot.library.problems import Problem

_RULES: tuple[Callable[[Library, Where], Iterator[Finding]], ...] = (
    references.entries_refer_to_what_exists,
    references.subjects_refer_to_what_exists,
    references.the_ladder_refers_to_what_exists,
    references.parents_end,
    references.others_refer_to_what_exists,
    references.besides_stand_in_another_context,
    languages.texts_in_every_language,
    languages.entries_ask_enough,
    sourcing.entries_have_sources,
    sourcing.sources_belong_to_the_context,
    sourcing.requirements_belong_to_the_context,
    sourcing.employers_are_named,
    sourcing.facts_are_told,
    numbers.texts_tell_their_facts,
    numbers.languages_tell_the_same,
    numbers.facts_are_told,
    numbers.summaries_tell_known_figures,
    numbers.facts_have_sources,
    numbers.requirements_have_sources,
    contradictions.facts_agree,
    contradictions.requirements_agree,
    contradictions.names_have_one_owner,
    wordings.phrasings_lead_to_one_entry,
    wordings.phrasings_are_enough,
    wordings.golden_questions_are_new,
    form.texts_are_short,
)


def check(library: Library, today: date) -> list[Problem]:
    """Every content problem of a loaded pack, in the order of its files; `today` decides what is due for review."""
    where, lines = Where(library), Lines()
    findings = [finding for rule in _RULES for finding in rule(library, where)]
    findings += form.reviews_are_due(library, today)
    return sorted({lines.problem(finding) for finding in findings})
