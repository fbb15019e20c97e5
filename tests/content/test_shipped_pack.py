"""The pack we ship is sound, complete, and tells rightly what is easily told wrongly."""

from __future__ import annotations

import dataclasses
import re
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.library.checks import check
from bot.library.checks.figures import figures
from bot.library.checks.numbers import texts_tell_their_facts
from bot.library.checks.places import Where
from bot.library.loader import load

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.library.library import Entry, Library
    from bot.library.problems import Problem

SHIPPED = Path(__file__).parents[2] / "knowledge"
TODAY = date(2026, 11, 24)

# A month or a day of the calendar, in either language: the yearly window has none in any source.
_DATES = re.compile(
    r"\b(?:January|February|March|April|June|July|August|September|October|November|December)\b|\bin May\b"
    r"|\b(?:spring|summer|autumn|winter)\b|[0-9０-９一二三四五六七八九十]+月|[0-9０-９]+日|[春夏秋冬]"
)
_YEN = re.compile(
    r"[¥￥]\s*\d|\d[\d,.]*\s*(?:k\b|yen\b|円|万)|[一二三四五六七八九十百千万]+円|\b(?:JPY|million|thousand)\b", re.I
)


# Other figures, none of which any entry holds, for each kind.
_OTHERS = {
    "N[1-5]": "N4",
    "[0-9]+": "77",
    "one|two|three|four|five|twenty": "seventeen",
    "[一二三四五]": "八",
}
_FIGURE = re.compile(r"N[1-5]|[0-9]+|\b(?:one|two|three|four|five|twenty)\b|[一二三四五](?=[年回つ段割人])")


@pytest.fixture(scope="module")
def library() -> Library:
    return load(SHIPPED)


@pytest.fixture(scope="module")
def standing(library: Library) -> set[str]:
    """What is wrong before anything is changed: nothing, unless the first test says otherwise."""
    return _wrongs(library)


def _with(library: Library, entry: str, **changes: Any) -> Library:
    changed = dataclasses.replace(library.entries[entry], **changes)
    return dataclasses.replace(library, entries={**library.entries, entry: changed})


def _errors(library: Library) -> list[Problem]:
    return [problem for problem in check(library, TODAY) if problem.severity == "error"]


def _wrongs(library: Library) -> set[str]:
    return {problem.wrong for problem in _errors(library)}


def _answers(library: Library, *subjects: str) -> Iterator[tuple[Entry, str, str]]:
    for entry in library.entries.values():
        if not subjects or entry.subject in subjects:
            for language, text in entry.answer.items():
                yield entry, language, text


def test_it_has_no_errors(library: Library) -> None:
    assert not _errors(library), "\n".join(map(str, _errors(library)))


def test_every_fact_of_the_careers_sources_is_told(library: Library) -> None:
    told = {source for entry in library.entries.values() for source in entry.sources}
    stated = {name for name, (source, _) in library.facts.items() if source.kind != "public-service"}
    assert stated
    assert stated <= told


def test_every_entry_speaks_both_languages(library: Library) -> None:
    assert library.languages == ("en", "ja")
    for entry in library.entries.values():
        for texts in (entry.answer, entry.title, entry.label, entry.ask):
            assert set(texts) == {"en", "ja"}, entry.id
        assert re.search("[ぁ-んァ-ヴ]", entry.answer["ja"]), entry.id
        assert not re.search("[ぁ-ん]", entry.answer["en"]), entry.id


def test_every_entry_says_when_it_was_checked_and_when_to_look_again(library: Library) -> None:
    for entry in library.entries.values():
        assert entry.checked is not None, entry.id
        assert entry.review_by is not None, entry.id
        assert entry.sources, entry.id


def test_every_changed_figure_of_every_answer_is_found(library: Library) -> None:
    """Each level, number and number word in turn, in each language, becomes one that is no fact of its entry."""
    changed = 0
    for entry, language, text in _answers(library):
        for match in _FIGURE.finditer(text):
            new = next(new for old, new in _OTHERS.items() if re.fullmatch(old, match[0]))
            mutant = text[: match.start()] + new + text[match.end() :]
            if figures(mutant, language) == figures(text, language):
                near = text[max(0, match.start() - 1) : match.end() + 1]
                assert re.search(r"B2[BC]|\(\d\)|[一二三]次|(?<!つ)の一つ|一[人次]|第|one", near), f"{entry.id}: {near}"
                continue
            changed += 1
            broken = _with(library, entry.id, answer={**entry.answer, language: mutant})
            alone = dataclasses.replace(broken, entries={entry.id: broken.entries[entry.id]})
            assert list(texts_tell_their_facts(alone, Where(alone))), f"{entry.id}: {mutant}"
    assert changed


@pytest.mark.parametrize(
    ("entry", "language", "old", "new"),
    [
        ("spp.experience", "en", "two years", "three years"),
        ("spp.experience", "en", "one year", "two years"),
        ("spp.experience", "ja", "2年", "三年"),
        ("promotion.japanese", "en", "N3 (", "N2 ("),
        ("recruiting.japanese", "ja", "N2", "N1"),
        ("application.screening", "en", "60%", "70%"),
        ("application.steps", "ja", "3回", "4回"),
        ("recruiter.duties", "en", "24", "25"),
        ("safety.self_harm", "ja", "0120-783-556", "0120-783-565"),
    ],
)
def test_one_changed_figure_is_found(
    library: Library, standing: set[str], entry: str, language: str, old: str, new: str
) -> None:
    answer = library.entries[entry].answer
    assert old in answer[language]
    mutant = _with(library, entry, answer={**answer, language: answer[language].replace(old, new, 1)})
    assert any(f"“{entry}”" in wrong for wrong in _wrongs(mutant) - standing)


def test_a_deleted_japanese_answer_is_found_at_its_line(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(SHIPPED, folder)
    path = folder / "subjects" / "ht.yaml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    answer = next(i for i, line in enumerate(lines) if line.startswith("    answer:"))
    japanese = next(i for i in range(answer, len(lines)) if lines[i].startswith("      ja:"))
    after = next(i for i in range(japanese, len(lines)) if lines[i].startswith("    ask:"))
    path.write_text("".join(lines[:japanese] + lines[after:]), "utf-8")
    found = {str(problem) for problem in _errors(load(folder))}
    assert f"{path}:{answer + 1}:5: “answer” has no “ja” (add “ja:”)" in found


def test_a_source_of_another_context_is_found(library: Library, standing: set[str]) -> None:
    mutant = _with(library, "recruiting.japanese", sources=("interac#both_jp",))
    assert any(
        "is told for elsewhere, but interac#both_jp is a fact of interac" in w for w in _wrongs(mutant) - standing
    )


def test_a_fact_that_is_told_nowhere_is_found(library: Library, standing: set[str]) -> None:
    mutant = _with(library, "cht.duties", sources=("interac#cht_on_top",))
    assert "no entry tells interac#cht_observe_train" in _wrongs(mutant) - standing


def test_an_answer_that_no_longer_names_interac_is_found(library: Library, standing: set[str]) -> None:
    answer = library.entries["ht.start"].answer
    mutant = _with(library, "ht.start", answer={**answer, "en": answer["en"].replace("Interac", "The company")})
    assert "“ht.start” does not say in en whose word this is" in _wrongs(mutant) - standing


def test_no_answer_dates_the_yearly_window(library: Library) -> None:
    for entry, language, text in _answers(library, "application", "spp", "promotion", "interac", "national", "ht"):
        assert not _DATES.search(text), f"{entry.id} {language}: {text}"


def test_no_text_names_an_amount_of_money(library: Library) -> None:
    for entry in library.entries.values():
        for texts in (entry.answer, entry.title, entry.label):
            for language, text in texts.items():
                assert not _YEN.search(text), f"{entry.id} {language}: {text}"


def test_an_allowance_for_a_plain_head_teacher_is_only_not_mentioned(library: Library) -> None:
    answer = library.entries["ht.allowance"].answer
    assert "CHT" in answer["en"]
    assert "SHT" in answer["en"]
    assert "not mentioned" in answer["en"]
    assert re.search("HT（[^）]*）の手当については書かれていません", answer["ja"])
    for entry, language, text in _answers(library):
        for sentence in re.split(r"(?<=[.。])\s*", text):
            if re.search(r"allowance|手当", sentence) and not re.search(
                r"Consulting|CHT|書かれていません|amount", sentence
            ):
                assert re.search(r"not mentioned|depends|職務内容", sentence), f"{entry.id} {language}: {sentence}"


def test_recruiters_inside_and_recruiting_outside_are_told_apart(library: Library) -> None:
    inside, outside = library.entries["recruiter.japanese"], library.entries["recruiting.japanese"]
    for language in library.languages:
        assert figures(inside.answer[language], language) == {"N3"}
        assert figures(outside.answer[language], language) == {"N2"}
    assert (inside.context, outside.context) == ("interac", "elsewhere")
    assert outside.id in inside.beside
    assert inside.id in outside.beside
    assert re.search(r"no (?:JLPT )?level", outside.answer["en"])
    assert "示されていません" in outside.answer["ja"]


def test_jet_alone_does_not_do_and_the_rest_is_open(library: Library) -> None:
    entry = library.entries["spp.what_counts"]
    assert entry.known_unknown
    assert re.search(r"does not state whether JET", entry.answer["en"])
    assert re.search(r"one must be as an Interac ALT, so JET alone will not do", entry.answer["en"])
    assert "JETだけでは足りません" in entry.answer["ja"]


def test_sixty_percent_is_told_of_the_screening_only(library: Library) -> None:
    seen = False
    for entry, language, text in _answers(library):
        if "60%" in figures(text, language):
            seen = True
            assert re.search("screening" if language == "en" else "書類選考", text), entry.id
            assert "interac#app_60" in entry.sources, entry.id
    assert seen


def test_inside_interac_no_answer_asks_for_n2(library: Library) -> None:
    for entry, language, text in _answers(library):
        if entry.context == "interac":
            assert not figures(text, language) & {"N1", "N2", "N4", "N5"}, entry.id


def test_people_who_help_come_with_numbers_from_public_services(library: Library) -> None:
    helping = [entry for entry in library.entries.values() if entry.people]
    assert helping
    for entry in helping:
        assert {library.facts[name][0].kind for name in entry.sources} == {"public-service"}, entry.id
        assert "110" in figures(entry.answer["en"], "en"), entry.id
