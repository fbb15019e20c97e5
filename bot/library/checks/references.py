"""Names that must exist: sources, entries, subjects, aspects; each unknown one with its nearest neighbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.library.checks.places import Finding, Where, below
from bot.library.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from bot.library.library import Library, Origin


def entries_refer_to_what_exists(library: Library, _: Where) -> Iterator[Finding]:
    for entry in library.entries.values():
        for i, source in enumerate(entry.sources):
            yield from _known("fact", source, library.facts, below(entry, "sources", i))
        for field in ("next", "beside"):
            for i, other in enumerate(getattr(entry, field)):
                at = below(entry, field, i)
                yield from _known("entry", other, library.entries, at)
                if other == entry.id:
                    yield Finding(at, f"“{entry.id}” points to itself", "remove it")
        if library.aspects and entry.aspect is not None:
            yield from _known("aspect", entry.aspect, library.aspects, below(entry, "aspect"))


def subjects_refer_to_what_exists(library: Library, where: Where) -> Iterator[Finding]:
    for subject in library.subjects.values():
        if subject.parent is not None:
            yield from _known("subject", subject.parent, library.subjects, below(subject, "parent"))
        for i, requirement in enumerate(subject.requirements):
            yield from _known("fact", requirement.source, library.facts, below(subject, "requirements", i, "source"))
    for i, term in enumerate(library.glossary):
        if term.subject is not None:
            at = below(where.file("glossary.yaml"), "terms", i, "subject")
            yield from _known("subject", term.subject, library.subjects, at)


def the_ladder_refers_to_what_exists(library: Library, where: Where) -> Iterator[Finding]:
    for i, stretch in enumerate(library.pack.ladder):
        at = below(where.file("pack.yaml"), "ladder", i)
        for j, rung in enumerate(stretch.rungs):
            yield from _known("subject", rung, library.subjects, below(at, "rungs", j))
        for rung, fact in stretch.allowance.items():
            yield from _known("rung here", rung, stretch.rungs, below(at, "allowance", rung))
            yield from _known("fact", fact, library.facts, below(at, "allowance", rung))


def parents_end(library: Library, _: Where) -> Iterator[Finding]:
    """A chain of parents ends, or a question would go round in circles."""
    for subject in library.subjects.values():
        seen, parent = {subject.id}, subject.parent or ""
        while parent in library.subjects and parent not in seen:
            seen.add(parent)
            parent = library.subjects[parent].parent or ""
        if parent == subject.id:
            yield Finding(below(subject, "parent"), f"“{subject.id}” is its own ancestor", "give it another parent")


def others_refer_to_what_exists(library: Library, where: Where) -> Iterator[Finding]:
    for i, file in enumerate(library.not_ours):
        for j, group in enumerate(file.groups):
            for k, entry in enumerate(group.nearest):
                at = below(where.not_ours(i), "groups", j, "nearest", k)
                yield from _known("entry", entry, library.entries, at)
    for golden, origin in library.golden:
        for i, entry in enumerate(golden.expect):
            yield from _known("entry", entry, library.entries, below(origin, "expect", i))


def besides_stand_in_another_context(library: Library, _: Where) -> Iterator[Finding]:
    """A second block tells the same aspect in another context; anything else would puzzle the reader."""
    for entry in library.entries.values():
        for i, name in enumerate(entry.beside):
            other = library.entries.get(name)
            if other is None or other is entry:
                continue
            at, right = below(entry, "beside", i), "use “next:” for further reading"
            if other.context == entry.context:
                wrong = f"“{name}” beside “{entry.id}” is of the same context, {entry.context}"
                yield Finding(at, wrong, right, "warning")
            elif other.aspect != entry.aspect:
                wrong = f"“{name}” ({other.aspect}) beside “{entry.id}” ({entry.aspect}) tells another aspect"
                yield Finding(at, wrong, right, "warning")


def _known(what: str, name: str, known: Collection[str], at: Origin) -> Iterator[Finding]:
    if name not in known:
        yield Finding(at, f"no {what} “{name}”", did_you_mean(name, known))
