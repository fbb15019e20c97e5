"""Small quizzes of any shape, for properties."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bot.library.quiz_schema import QuizFile


@st.composite
def quizzes(draw: st.DrawFn, most: int = 5) -> QuizFile:
    """Two to four outcomes; up to `most` questions of two or three choices; branches upon earlier ones."""
    subjects = [f"s{i}" for i in range(draw(st.integers(2, 4)))]
    questions: list[dict[str, Any]] = []
    for i in range(draw(st.integers(1, most))):
        choices = []
        for j in range(draw(st.integers(2, 3))):
            points = draw(st.dictionaries(st.sampled_from(subjects), st.integers(-4, 4).filter(bool), max_size=3))
            weights = [{"to": to, "points": number, "because": "so"} for to, number in points.items()]
            choices.append({"id": f"c{j}", "label": {"en": f"c{j}"}, "weights": weights})
        when: dict[str, list[str]] = {}
        hangs: bool = draw(st.booleans())
        if questions and hangs:
            earlier = draw(st.sampled_from(questions))
            names = [choice["id"] for choice in earlier["choices"]]
            when = {earlier["id"]: draw(st.lists(st.sampled_from(names), min_size=1, unique=True))}
        questions.append({"id": f"q{i}", "ask": {"en": f"q{i}?"}, "when": when, "choices": choices})
    return QuizFile.model_validate(
        {
            "id": "any",
            "title": {"en": "Any"},
            "summary": {"en": "Any."},
            "run": {"least": 1, "most": most},
            "outcomes": [{"subject": subject} for subject in subjects],
            "questions": questions,
        }
    )
