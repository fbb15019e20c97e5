"""Completions while somebody types: curated questions and subjects' names, from memory, prefix first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.library.library import Library

Choice = tuple[str, str]


class Suggestions:
    """(value, label) pairs of a library; a value is what a person could have typed."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._questions = {language: self._questions_in(language) for language in library.languages}
        self._subjects = {language: self._subjects_in(language) for language in library.languages}

    def questions(self, typed: str, language: str, limit: int) -> Sequence[Choice]:
        """Curated questions that begin with what was typed, then those that hold all its words."""
        return _ranked(self._questions.get(language, []), typed, limit)

    def subjects(self, typed: str, language: str, limit: int) -> Sequence[Choice]:
        """Subjects by title or alias."""
        return _ranked(self._subjects.get(language, []), typed, limit)

    def _questions_in(self, language: str) -> list[tuple[str, Choice]]:
        entries = [e for e in self.library.entries.values() if e.audience == "public" and not e.people]
        entries.sort(key=lambda entry: (entry.known_unknown, -sum(map(len, entry.phrasings.values())), entry.id))
        rounds = max((len(entry.ask.get(language, ())) for entry in entries), default=0)
        lines = [e.ask[language][i] for i in range(rounds) for e in entries if i < len(e.ask.get(language, ()))]
        return [(normalise(line), (line, line)) for line in dict.fromkeys(lines)]

    def _subjects_in(self, language: str) -> list[tuple[str, Choice]]:
        found = []
        for subject in self.library.subjects.values():
            if subject.kind != "safety":
                title = self.library.local(subject.title, language)
                names = (title, *subject.aliases.get(language, ()))
                found += [(normalise(name), (title, title)) for name in names]
        return found


def _ranked(known: Sequence[tuple[str, Choice]], typed: str, limit: int) -> list[Choice]:
    wanted = normalise(typed)
    words = wanted.split()
    first = [choice for name, choice in known if name.startswith(wanted)]
    then = [choice for name, choice in known if all(word in name for word in words)] if words else []
    return list(dict.fromkeys([*first, *then]))[:limit]
