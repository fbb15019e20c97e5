"""The quizzes we ship speak both languages alike, promise nothing, and ask for what the sources ask for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.library.checks.figures import figures
from bot.library.loader import load
from bot.people.facts import stated
from bot.quiz.counting import count, shares
from bot.quiz.ledger import all_lines, ledger
from bot.quiz.ledger_card import entry_for
from bot.quiz.outcome import known_of, ranking
from bot.quiz.results import about
from bot.ui import Buttons
from tests.content.test_shipped_pack import _DATES, _YEN, SHIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.library.library import Library
    from bot.library.quiz_schema import Choice, Question
    from bot.library.schema import Texts
    from bot.people.facts import Value

INSIDE = {"ht", "cht", "sht", "im", "trainer", "recruiter", "marketer", "spp"}
OUTSIDE = {"education", "translation", "localization", "it", "recruiting", "tourism", "sales", "rural", "home"}
RANKED = {"after-alt": {"ht", "spp"} | OUTSIDE, "internal-role": INSIDE, "am-i-ready": INSIDE}
_WISHES = {"stay", "tokyo"}  # where somebody wants to live is a wish and a fact at once
_PROMISES = re.compile(
    r"\b(?:guarantee|promise|certain(?:ly)? to|you will (?:get|be|become|earn|pass)|you(?:'|’)ll (?:get|be|become|earn)"
    r"|will hire|ensures?)|必ず|保証|約束|確実に|採用されます|合格できます|なれます|もらえます",
    re.I,
)
_MONEY = re.compile("allowance|salary of|bonus|手当|賞与", re.I)
_POLITE = re.compile(r"(?:(?:です|ます|ません|ましょう|ください)。|[？）])$")
_TEST = re.compile(r"\b(?:score|talented|smart|weak|fail)\b|能力不足|向いていません|失格", re.I)


@pytest.fixture(scope="module")
def library() -> Library:
    return load(SHIPPED)


def _questions(library: Library) -> Iterator[tuple[str, Question]]:
    for quiz in library.quizzes.values():
        for question in quiz.questions:
            yield f"{quiz.id}.{question.id}", question


def _choices(library: Library) -> Iterator[tuple[str, Question, Choice]]:
    for name, question in _questions(library):
        for choice in question.choices:
            yield f"{name}.{choice.id}", question, choice


def _texts(library: Library) -> Iterator[tuple[str, Texts]]:
    for quiz in library.quizzes.values():
        yield f"{quiz.id} title", quiz.title
        yield f"{quiz.id} summary", quiz.summary
        for outcome in quiz.outcomes:
            for step in outcome.steps:
                yield f"{quiz.id} {outcome.subject} {step.within}", step.do
    for name, question in _questions(library):
        yield f"{name} ask", question.ask
        if question.why:
            yield f"{name} why", question.why
    for name, _, choice in _choices(library):
        yield f"{name} label", choice.label
        if choice.said:
            yield f"{name} said", choice.said


def _verdicts(library: Library, subject: str, **known: Value) -> dict[tuple[str, str], str]:
    """The verdict of each line, by its kind and source."""
    lines = all_lines(ledger(library, subject, known))
    return {(line.kind, line.requirement.source.partition("#")[2]): line.verdict for line in lines}


def test_three_quizzes_rank_what_they_are_about(library: Library) -> None:
    assert {quiz.id: {o.subject for o in quiz.outcomes} for quiz in library.quizzes.values()} == RANKED


def test_every_text_stands_in_both_languages(library: Library) -> None:
    for name, texts in _texts(library):
        assert set(texts) == {"en", "ja"}, name
        assert not re.search("[ぁ-んァ-ヴ一-龠]", texts["en"]), name
        assert not re.search(r"[a-z]{3,}", texts["ja"]), name


def test_both_languages_tell_the_same_figures(library: Library) -> None:
    for name, texts in _texts(library):
        assert figures(texts["en"], "en") == figures(texts["ja"], "ja"), f"{name}: {texts}"


def test_questions_and_labels_fit_a_phone(library: Library) -> None:
    for name, question in _questions(library):
        assert all(len(text) <= 120 for text in (*question.ask.values(), *question.why.values())), name
    for name, question, choice in _choices(library):
        # Five choices are buttons, which show 38 characters whole; more are a list to choose from.
        most = 38 if len(question.choices) <= 5 else 75
        assert all(len(text) <= most for text in choice.label.values()), f"{name}: {choice.label}"


def test_japanese_questions_and_steps_are_polite(library: Library) -> None:
    for name, texts in _texts(library):
        if re.search(r" (?:ask|why|30|90|365)$", name):
            assert _POLITE.search(texts["ja"]), f"{name}: {texts['ja']}"


def test_what_was_said_reads_on_after_you_said(library: Library) -> None:
    for name, _, choice in _choices(library):
        if choice.weights or stated(choice.facts):
            assert choice.said, name
        for language, text in choice.said.items():
            assert not text.endswith((".", "。", "!", "?")), f"{name}: {text}"
            assert language != "en" or text[0].islower(), f"{name}: {text}"


def test_nothing_is_promised_dated_or_priced(library: Library) -> None:
    for name, texts in _texts(library):
        for text in texts.values():
            for forbidden in (_PROMISES, _DATES, _YEN, _MONEY, _TEST):
                assert not forbidden.search(text), f"{name}: {text}"


def test_every_weight_says_why_and_entries_exist(library: Library) -> None:
    for name, _, choice in _choices(library):
        for weight in choice.weights:
            assert len(weight.because) >= 10, name
            assert "\n" not in weight.because, name
            assert weight.entry is None or weight.entry in library.entries, name
            assert not _PROMISES.search(weight.because), name
    for quiz in library.quizzes.values():
        for outcome in quiz.outcomes:
            assert {step.within for step in outcome.steps} == {30, 90, 365}, outcome.subject
            assert all(step.entry in library.entries for step in outcome.steps), outcome.subject


def test_every_step_and_every_requirement_of_an_outcome_is_one_press_from_its_entry(library: Library) -> None:
    for quiz in library.quizzes.values():
        for outcome in quiz.outcomes:
            blocks = about(library, quiz, {}, outcome.subject, {}, "en")
            offered = {b.action.arguments[0] for block in blocks if isinstance(block, Buttons) for b in block.buttons}
            lines = all_lines(ledger(library, outcome.subject, {}))
            named = {step.entry for step in outcome.steps} | {
                entry.id for line in lines if (entry := entry_for(library, outcome.subject, line)) is not None
            }
            assert named <= offered, f"{quiz.id}: {outcome.subject}"
            assert all(entry_for(library, outcome.subject, line) for line in lines), outcome.subject


def test_who_asks_for_a_fact_takes_no_answer_for_one(library: Library) -> None:
    for name, question in _questions(library):
        told = [stated(choice.facts) for choice in question.choices]
        if name.endswith(".home-sure") or not any(told):
            continue
        assert not all(told), f"{name} has no “not sure”"


def test_points_and_facts_are_kept_apart(library: Library) -> None:
    for name, _, choice in _choices(library):
        if choice.weights:
            assert set(stated(choice.facts)) <= _WISHES, name


def test_runs_are_short_and_no_path_rules(library: Library) -> None:
    for quiz in library.quizzes.values():
        counted = count(quiz)
        assert max(counted.lengths) <= 9, quiz.id
        assert quiz.ranks == "chosen" or min(counted.lengths) >= 7, quiz.id
        assert not counted.empty, quiz.id
        for subject, share in shares(quiz, counted):
            assert 0.04 <= share <= 0.25, f"{quiz.id}: {subject} {share:.1%}"


def test_who_decided_to_go_home_is_asked_nothing_about_work_in_japan(library: Library) -> None:
    for question in library.quizzes["after-alt"].questions:
        if any(set(stated(choice.facts)) - _WISHES for choice in question.choices):
            assert "home" not in question.when["place"], question.id


def test_the_staff_programme_asks_for_two_years_one_of_them_at_interac(library: Library) -> None:
    jet = _verdicts(library, "spp", teaching_years=0, interac_years=0, other_years=3)
    assert jet["interac_years", "spp_exp_interac"] == "missing"
    assert jet["teaching_years", "spp_exp_total"] == "unknown"
    elsewhere = _verdicts(library, "spp", teaching_years=1, interac_years=1, other_years=1)
    assert elsewhere["interac_years", "spp_exp_interac"] == "met"
    assert elsewhere["teaching_years", "spp_exp_total"] == "unknown"
    both = _verdicts(library, "spp", teaching_years=2, interac_years=1)
    assert both["interac_years", "spp_exp_interac"] == both["teaching_years", "spp_exp_total"] == "met"
    notes = {text for r in library.subjects["spp"].requirements for text in r.note.values()}
    assert any("JET is not named" in note for note in notes)


def test_promotion_asks_for_two_years_and_one_as_an_alt_anywhere(library: Library) -> None:
    other_company = _verdicts(library, "ht", teaching_years=2, alt_years=2, interac_years=0)
    assert other_company["teaching_years", "req_experience"] == "met"
    assert other_company["alt_years", "req_experience"] == "met"
    assert not [key for key in other_company if key[0] == "interac_years"]
    first_year = _verdicts(library, "ht", teaching_years=1, alt_years=1, interac_years=1)
    assert first_year["teaching_years", "req_experience"] == "missing"


def test_an_equivalent_level_does_in_two_lists_and_is_open_in_the_third(library: Library) -> None:
    spp = _verdicts(library, "spp", japanese="N3", certificate=False)
    assert spp["japanese", "spp_jp"] == spp["japanese", "both_jp"] == "met"
    assert spp["japanese", "req_jp"] == "unknown"


def test_inside_interac_every_role_asks_for_n3_and_nothing_higher(library: Library) -> None:
    for subject in INSIDE:
        levels = {line.requirement.japanese for line in all_lines(ledger(library, subject, {}))}
        assert levels == {"N3", None}, subject


def test_outside_the_levels_are_those_of_the_guide(library: Library) -> None:
    for subject in ("translation", "localization", "recruiting", "sales", "tourism"):
        asked = [r for r in library.subjects[subject].requirements if r.japanese]
        assert [(r.japanese, r.certificate) for r in asked] == [("N2", True)], subject
        named = subject in ("translation", "localization")  # a level of their own; elsewhere it is the general one
        assert {r.strength for r in asked} == {"required" if named else "threshold"}, subject
        assert named or "general" in asked[0].note["en"], subject
    tech = _verdicts(library, "it", japanese="N3", certificate=True, technical=False)
    assert tech["japanese", "n3"] == "met"
    assert tech["technical", "it_skills_equal"] == "missing"
    for subject in ("education", "rural", "home"):
        assert not [line for line in all_lines(ledger(library, subject, {})) if line.kind == "japanese"], subject


def test_jet_and_conversation_schools_never_count_as_years(library: Library) -> None:
    for name, _, choice in _choices(library):
        if re.search("JETか|JETや", choice.said.get("ja", "")) and not name.endswith("one-mixed"):
            facts = stated(choice.facts)
            assert not facts.get("teaching_years"), name
            assert not facts.get("alt_years"), name
            assert not facts.get("interac_years"), name


@pytest.mark.parametrize(
    ("answers", "first"),
    [
        ("here both helped newcomers step mixed", "ht"),
        ("anywhere behind helped events step mixed", "spp"),
        ("here keep lesson students calling people", "education"),
        ("tokyo ready words japanese freedom quiet", "translation"),
        ("tokyo ready words materials skill team", "localization"),
        ("tokyo ready fixed tools skill team", "it"),
        ("tokyo ready matched bridge unsure people", "recruiting"),
        ("anywhere ready guest events language mixed", "tourism"),
        ("tokyo ready deal bridge pay people", "sales"),
        ("country unsure own community freedom quiet", "rural"),
        ("unsure unsure own bridge family people", "home"),
    ],
)
def test_clear_wishes_lead_where_one_would_expect(library: Library, answers: str, first: str) -> None:
    names = ("place", "classroom", "work", "enjoyed", "matters", "day")
    given = dict(zip(names, answers.split(), strict=True))
    assert ranking(library.quizzes["after-alt"], given)[0].subject == first


def test_a_missing_gate_moves_nobody_down(library: Library) -> None:
    quiz = library.quizzes["after-alt"]
    wishes = {"place": "tokyo", "classroom": "ready", "work": "words", "enjoyed": "japanese", "matters": "freedom"}
    with_n1, beginner = ({**wishes, "japanese": level} for level in ("n1", "n5"))
    assert ranking(quiz, with_n1) == ranking(quiz, beginner)
    verdicts = _verdicts(library, "translation", **known_of(quiz, beginner, {}))
    assert verdicts["japanese", "trans_n2"] == "missing"
