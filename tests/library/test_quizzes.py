"""A wrong quiz is named with line, column, what is wrong and what would be right; the guide names every key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.library import quiz_schema
from bot.library.loader import load
from bot.library.schema import Model
from bot.quiz.counting import count, share_table
from bot.quiz.proofs import prove
from tests.library.packs import place

if TYPE_CHECKING:
    from tests.library.packs import SmallPack

GUIDE = (Path(__file__).parents[2] / "docs" / "quizzes.md").read_text("utf-8")


QUIZ = re.search(r"```yaml\n(# quizzes/first-step\.yaml\n.*?)```", GUIDE, re.DOTALL)
QUIZ_FILE = "quizzes/first-step.yaml"


@pytest.fixture
def with_quiz(pack: SmallPack) -> SmallPack:
    """The pack with the quiz of docs/quizzes.md, and the subject that it needs."""
    assert QUIZ is not None
    pack.write("topics/abroad.yaml", 'id: abroad\nkind: path\ncontext: home\ntitle: {en: "Abroad", ja: "海外"}\n')
    pack.write(QUIZ_FILE, QUIZ[1])
    return pack


def test_a_quiz_is_part_of_the_pack_and_of_what_is_learned_it_is_not(with_quiz: SmallPack) -> None:
    library = load(with_quiz.folder)
    assert with_quiz.problems() == []
    assert list(library.quizzes) == ["first-step"]
    with_quiz.change(QUIZ_FILE, '"The first step"', '"A first step"')
    assert load(with_quiz.folder).digest == library.digest
    with_quiz.change("subjects/scheme.yaml", 'en: "Scheme"', 'en: "A scheme"')
    assert load(with_quiz.folder).digest != library.digest


WRONG_QUIZZES = [
    ("subject: abroad", "subject: abrod", "abrod", "no subject “abrod” (did you mean “abroad”?)"),
    ("{to: scheme, points: 4", "{to: schem, points: 4", "to: schem,", "no subject “schem” (did you mean “scheme”?)"),
    (
        'points: 3, because: "going',
        'points: three, because: "going',
        "points: three",
        "is 'three' (must be a whole number)",
    ),
    ('points: 3, because: "going', 'points: 3.5, because: "going', "points: 3.5", "is 3.5 (must be a whole number)"),
    ('points: 3, because: "going', 'points: 0, because: "going', "points: 0", "0 points weigh nothing"),
    ('points: 3, because: "going home is what abroad is about"', "points: 3", "to: abroad, points: 3}", "“because:”"),
    ("id: people", "id: classes", 'id: classes\n        label: {en: "Meeting', "the choice “classes” stands twice"),
    ("id: work", "id: place", 'id: place\n    ask: {en: "What', "the question “place” stands twice"),
    (
        "when: {place: [here, japan]}",
        "when: {japanese: [n2]}",
        "japanese: [n2]",
        "“japanese” waits for itself: a cycle",
    ),
    (
        "when: {place: [here, japan]}",
        "when: {place: [hre]}",
        "hre]",
        "no choice of “place” “hre” (did you mean “here”?)",
    ),
    (
        "when: {place: [here, japan]}",
        "when: {plac: [here]}",
        "plac: [here]",
        "no question “plac” (did you mean “place”?)",
    ),
    ("when: {place: [here, japan]}", "when: {place: []}", "place: []", "no choice of “place” is named"),
    (', ja: "授業"}', "}", 'label: {en: "Classes"}', "“label” has no “ja” (add “ja:”)"),
    ('ja: "次の進路についての三つの質問です。"', 'fr: "Trois"', "fr:", "“fr” is not a language of the pack"),
    ("entry: scheme.japanese", "entry: scheme.japanes", "entry: scheme.japanes", "no entry “scheme.japanes”"),
    ('"Ask how your level is judged."', '"Ask for N1."', 'en: "Ask for N1."', "the step says N1 in en"),
    ("facts: {stay: home}", "facts: {stay: moon}", "stay: moon", "cannot be 'moon'"),
    ("run: {least: 2, most: 3}", "run: {least: 4, most: 3}", "run: {least", "at least 4 and at most 3"),
    ("id: first-step ", "id: first-step-but-far-too-long-a-name ", "id: first-step", "at most 24 characters"),
    (
        '{within: 365, do: {en: "Choose',
        '{within: 90, do: {en: "Choose',
        'steps:\n      - {within: 30, do: {en: "Write',
        "no step within 365 days",
    ),
]


@pytest.mark.parametrize(("old", "new", "needle", "wrong"), WRONG_QUIZZES, ids=[row[3] for row in WRONG_QUIZZES])
def test_what_is_wrong_in_a_quiz_is_said_with_its_place(
    with_quiz: SmallPack, old: str, new: str, needle: str, wrong: str
) -> None:
    with_quiz.change(QUIZ_FILE, old, new)
    found = with_quiz.problems()
    (problem,) = [problem for problem in found if wrong in str(problem)] or found
    assert wrong in str(problem)
    if needle:
        assert place(problem)[:2] == with_quiz.at(QUIZ_FILE, needle)[:2]


def test_a_path_that_is_no_outcome_and_a_cycle_of_two(with_quiz: SmallPack) -> None:
    with_quiz.change(QUIZ_FILE, "  - id: work\n", "  - id: work\n    when: {japanese: [n2]}\n")
    assert "“work” waits for “japanese”, which comes later: a cycle" in "\n".join(map(str, with_quiz.problems()))


def test_every_key_of_a_quiz_is_documented() -> None:
    models = [value for value in vars(quiz_schema).values() if isinstance(value, type)]
    own = [model for model in models if issubclass(model, Model) and model is not Model]
    assert len(own) > 5
    for model in own:
        for key in model.model_fields:
            assert f"`{key}`" in GUIDE, key


def test_the_shares_of_the_guide_are_those_of_its_quiz(with_quiz: SmallPack) -> None:
    library = load(with_quiz.folder)
    assert prove(library) == []
    quiz = library.quizzes["first-step"]
    assert "\n".join(share_table(quiz, count(quiz))) in GUIDE
