"""From a folder of YAML to a Library, or to every problem that stands in the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from bot.library import schema
from bot.library.checks.places import Lines
from bot.library.checks.quizzes import quizzes_are_sound
from bot.library.library import Entry, Library, Origin, Subject
from bot.library.problems import PackError, Problem, did_you_mean
from bot.library.quiz_schema import QuizFile
from bot.library.yaml_files import position, read

_Model = TypeVar("_Model", bound=BaseModel)
LONGEST_ID = 88  # characters of an entry's id that fit in a button
_ROOMS = ("subjects", "topics", "phrasings", "not_ours", "sources", "golden")


def load(folder: Path) -> Library:
    """Read a pack; raises PackError with every structural problem (content rules are in `checks`)."""
    return _Reader(folder).library()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []

    def library(self) -> Library:
        if not self.folder.is_dir():
            raise PackError([Problem(str(self.folder), 1, 1, "there is no such folder", "set SHINRO_KNOWLEDGE")])
        if not (self.folder / "pack.yaml").is_file():
            raise PackError([Problem(str(self.folder / "pack.yaml"), 1, 1, "a pack needs this file")])
        pack = self._one("pack.yaml", schema.PackFile)
        subjects = [*self._room("subjects", schema.SubjectFile), *self._room("topics", schema.SubjectFile)]
        phrasings = self._phrasings()
        sources = {s.id: s for _, s in self._unique(self._room("sources", schema.SourceFile), "source")}
        glossary = self._one("glossary.yaml", schema.GlossaryFile)
        aspects = self._one("aspects.yaml", schema.AspectsFile)
        not_ours = [file for _, file in self._room("not_ours", schema.NotOursFile)]
        golden = [
            (question, Origin(name, ("questions", i)))
            for name, file in self._room("golden", schema.GoldenFile)
            for i, question in enumerate(file.questions)
        ]
        quizzes = list(self._unique(self._room("quizzes", QuizFile), "quiz"))
        entries: dict[str, Entry] = {}
        made: dict[str, Subject] = {}
        for name, subject in self._unique(subjects, "subject"):
            ids = [entry.id for entry in self._entries(name, subject, phrasings.get(subject.id, {}), entries)]
            made[subject.id] = _subject(name, subject, ids)
        self._lost_phrasings(phrasings, made, entries)
        if not entries and not self.problems:
            self.problems.append(
                Problem(self._name("pack.yaml"), 1, 1, "the pack has no entries", "add subjects/*.yaml")
            )
        if self.problems or pack is None:
            raise PackError(self.problems)
        library = Library(
            pack=pack,
            digest=digest(self.folder),
            subjects=made,
            entries=dict(sorted(entries.items())),
            sources=sources,
            glossary=tuple(glossary.terms) if glossary else (),
            aspects={a.id: a for a in aspects.aspects} if aspects else {},
            not_ours=tuple(not_ours),
            golden=tuple(golden),
            quizzes={quiz.id: quiz for _, quiz in quizzes},
            quiz_files={quiz.id: name for name, quiz in quizzes},
            folder=str(self.folder),
        )
        lines = Lines()
        self.problems += [lines.problem(finding) for finding in quizzes_are_sound(library)]
        if self.problems:
            raise PackError(self.problems)
        return library

    def _name(self, relative: str | Path) -> str:
        return str(self.folder / relative)

    def _one(self, relative: str, shape: type[_Model]) -> _Model | None:
        path = self.folder / relative
        if not path.is_file():
            return None
        value, problems = read(path, self._name(relative), shape)
        self.problems += problems
        return value

    def _room(self, room: str, shape: type[_Model]) -> list[tuple[str, _Model]]:
        found = []
        for path in sorted((self.folder / room).glob("*.yaml")):
            value, problems = read(path, str(path), shape)
            self.problems += problems
            if value is not None:
                found.append((str(path), value))
        return found

    def _phrasings(self) -> dict[str, Mapping[str, schema.Lines]]:
        found: dict[str, Mapping[str, schema.Lines]] = {}
        for path in sorted((self.folder / "phrasings").glob("*.yaml")):
            value, problems = read(path, str(path), schema.PhrasingsFile)
            self.problems += problems
            found[path.stem] = value.root if value else {}
        return found

    def _unique(self, found: Iterable[tuple[str, Any]], what: str) -> Iterator[tuple[str, Any]]:
        seen: dict[str, str] = {}
        for name, value in found:
            if value.id in seen:
                wrong = f"the {what} “{value.id}” stands in {seen[value.id]} too"
                self.problems.append(Problem(name, *_at(name, ["id"]), wrong, "give it another id"))
                continue
            seen[value.id] = name
            yield name, value

    def _entries(
        self,
        name: str,
        subject: schema.SubjectFile,
        phrasings: Mapping[str, schema.Lines],
        entries: dict[str, Entry],
    ) -> Iterator[Entry]:
        for i, spec in enumerate(subject.entries):
            slug = spec.id or "-".join(filter(None, (spec.aspect, spec.context))) or f"entry-{i + 1}"
            full = f"{subject.id}.{slug}"
            if len(full) > LONGEST_ID:
                wrong = f"the id “{full}” is longer than {LONGEST_ID} characters: no button could carry it"
                self.problems.append(Problem(name, *_at(name, ["entries", i, "id"]), wrong, "shorten it"))
                continue
            if full in entries:
                at = _at(name, ["entries", i, "id"])
                self.problems.append(Problem(name, *at, f"the entry “{full}” stands twice", "give one another id"))
                continue
            entries[full] = _entry(full, Origin(name, ("entries", i)), subject, spec, phrasings.get(slug, {}))
            yield entries[full]

    def _lost_phrasings(
        self,
        phrasings: Mapping[str, Mapping[str, schema.Lines]],
        subjects: Mapping[str, Subject],
        entries: Iterable[str],
    ) -> None:
        known = set(entries)
        for subject, slugs in phrasings.items():
            name = self._name(Path("phrasings") / f"{subject}.yaml")
            if subject not in subjects:
                self.problems.append(Problem(name, 1, 1, f"no subject “{subject}”", did_you_mean(subject, subjects)))
                continue
            for slug in slugs:
                if f"{subject}.{slug}" not in known:
                    own = [entry.partition(".")[2] for entry in subjects[subject].entries]
                    wrong = f"“{subject}” has no entry “{slug}”"
                    self.problems.append(Problem(name, *_at(name, [slug]), wrong, did_you_mean(slug, own)))


def _subject(name: str, spec: schema.SubjectFile, entries: list[str]) -> Subject:
    return Subject(
        id=spec.id,
        kind=spec.kind,
        context=spec.context,
        title=spec.title,
        summary=spec.summary,
        aliases={language: tuple(names) for language, names in spec.aliases.items()},
        signals={language: tuple(names) for language, names in spec.signals.items()},
        parent=spec.parent,
        requirements=tuple(spec.requirements),
        entries=tuple(entries),
        origin=Origin(name),
    )


def _entry(
    full: str, origin: Origin, subject: schema.SubjectFile, spec: schema.EntryFile, phrasings: schema.Lines
) -> Entry:
    languages = list(dict.fromkeys((*spec.ask, *phrasings)))
    return Entry(
        id=full,
        subject=subject.id,
        kind=subject.kind,
        aspect=spec.aspect,
        context=spec.context or subject.context,
        audience=spec.audience,
        label=spec.label or spec.title,
        title=spec.title or {language: lines[0] for language, lines in spec.ask.items() if lines} or subject.title,
        answer=spec.answer,
        ask={language: tuple(lines) for language, lines in spec.ask.items()},
        phrasings={
            language: tuple(dict.fromkeys((*spec.ask.get(language, ()), *phrasings.get(language, ()))))
            for language in languages
        },
        facts=spec.facts,
        sources=tuple(spec.sources),
        next=tuple(spec.next),
        beside=tuple(spec.beside),
        known_unknown=spec.known_unknown,
        checked=spec.checked,
        review_by=spec.review_by,
        origin=origin,
    )


def _at(name: str, path: list[str | int]) -> tuple[int, int]:
    return position(Path(name).read_text("utf-8-sig"), path)


def digest(folder: Path) -> str:
    """A name for what is learned from a pack: SHA-256 over names and bytes of its files, all but the quizzes."""
    total = hashlib.sha256()
    files = [folder / f for f in ("pack.yaml", "glossary.yaml", "aspects.yaml")]
    for room in _ROOMS:
        files += sorted((folder / room).glob("*.yaml"))
    for path in files:
        if path.is_file():
            total.update(str(path.relative_to(folder).as_posix()).encode() + b"\0" + path.read_bytes() + b"\0")
    return total.hexdigest()
