"""One wording, one answer; and enough wordings to be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.library.checks.contradictions import folded
from bot.library.checks.places import Finding, Where, below

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.library.library import Entry, Library

_ENOUGH_FIRST, _ENOUGH_OTHERS = 30, 12


def phrasings_lead_to_one_entry(library: Library, where: Where) -> Iterator[Finding]:
    """A wording that stands in two entries, or in an entry and among what is not ours, cannot be answered rightly."""
    owners: dict[str, tuple[Entry, str, str]] = {}
    for entry in library.entries.values():
        for language, lines in entry.phrasings.items():
            for line in lines:
                owner, *_ = owners.setdefault(folded(line), (entry, language, line))
                if owner is not entry:
                    _, spoken, same = owners[folded(line)]
                    yield Finding(
                        where.phrasing(entry, language, line),
                        f"“{line}” stands in “{entry.id}” and in “{owner.id}”",
                        "leave it in the entry that answers it",
                        also=where.phrasing(owner, spoken, same),
                    )
    for i, file in enumerate(library.not_ours):
        for j, group in enumerate(file.groups):
            if group.crisis_only:
                continue
            for language, asked in group.ask.items():
                for k, line in enumerate(asked):
                    if (found := owners.get(folded(line))) is not None:
                        entry, spoken, same = found
                        yield Finding(
                            below(where.not_ours(i), "groups", j, "ask", language, k),
                            f"“{line}” is not ours in “{group.id}”, but “{entry.id}” answers it",
                            "leave it in one place",
                            also=where.phrasing(entry, spoken, same),
                        )


def phrasings_are_enough(library: Library, where: Where) -> Iterator[Finding]:
    """A pack that keeps a long tail keeps one for every entry."""
    if not where.has("phrasings"):
        return
    for entry in library.entries.values():
        for language in library.languages:
            enough = _ENOUGH_FIRST if language == library.languages[0] else _ENOUGH_OTHERS
            count = len(entry.phrasings.get(language, ()))
            if count < enough:
                wrong = f"“{entry.id}” has {count} phrasings in {language}"
                yield Finding(below(entry), wrong, f"add some to phrasings/{entry.subject}.yaml: {enough}", "warning")


def golden_questions_are_new(library: Library, _: Where) -> Iterator[Finding]:
    """A golden question that is a known phrasing tests nothing."""
    known = {folded(line) for entry in library.entries.values() for lines in entry.phrasings.values() for line in lines}
    for golden, origin in library.golden:
        if not golden.context and folded(golden.q) in known:
            wrong = f"the golden question “{golden.q}” is a known phrasing"
            yield Finding(below(origin, "q"), wrong, "ask it in other words", "warning")
