"""“Drop anchor”: a quiz for Harbour, with a branch, gates, and an outcome for each of its five subjects."""

from __future__ import annotations

from typing import Any

OUTCOMES = ("recruiting", "recruiter", "sales", "it", "trainer")
_LEVELS = ("N1", "N2", "N3", "N4")


def anchor() -> dict[str, Any]:
    """The quiz as its file holds it."""
    return {
        "id": "anchor",
        "title": _both("Drop anchor", "いかりを下ろす"),
        "summary": _both("Where to go ashore.", "どこで上陸するか。"),
        "aliases": ["anchors away"],
        "run": {"least": 4, "most": 5},
        "outcomes": [_outcome(subject) for subject in OUTCOMES],
        "questions": [
            {
                "id": "shore",
                "ask": _both("Which shore?", "どの岸ですか？"),
                "choices": [
                    _choice("inside", "This harbour", "この港", recruiter=3, trainer=3),
                    _choice("outside", "Another one", "ほかの港", recruiting=3, sales=3, it=3),
                ],
            },
            {
                "id": "work",
                "ask": _both("What do you like best?", "いちばん好きなことは？"),
                "why": _both("The work differs most.", "仕事の中身がいちばん違います。"),
                "choices": [
                    _choice("people", "Meeting people", "人に会うこと", said=True, recruiting=4, recruiter=4, sales=3),
                    _choice("deals", "Closing deals", "商談", sales=4, recruiting=2),
                    _choice("machines", "Machines", "機械", it=5, facts={"technical": True}),
                    _choice("teaching", "Teaching", "教えること", trainer=4, recruiter=1),
                ],
            },
            {
                "id": "desk",
                "ask": _both("Whose desk would you take?", "どの席がいいですか？"),
                "when": {"shore": ["inside"]},
                "choices": [
                    _choice("training", "The trainer's", "トレーナーの席", trainer=2),
                    _choice("hiring", "The recruiter's", "採用の席", recruiter=2),
                    _choice("any", "Any", "どれでも"),
                ],
            },
            {
                "id": "japanese",
                "ask": _both("Which level is your Japanese?", "日本語のレベルは？"),
                "choices": [
                    *(
                        _choice(f"{level.lower()}", level, level, facts={"japanese": level, "certificate": True})
                        for level in _LEVELS
                    ),
                    _choice("none", "None yet", "まだありません", facts={"japanese": "none"}),
                    _choice("unsure", "I am not sure", "分かりません"),
                ],
            },
            {
                "id": "money",
                "ask": _both("How much does pay matter?", "給料はどのくらい大事ですか？"),
                "choices": [
                    _choice("much", "A lot", "とても", sales=3, it=2),
                    _choice("some", "Somewhat", "まあまあ", recruiting=2, recruiter=1),
                    _choice("little", "Little", "あまり", trainer=2),
                ],
            },
        ],
    }


def _outcome(subject: str) -> dict[str, Any]:
    do = {
        30: ("Read about it.", "調べましょう。"),
        90: ("Ask around.", "聞きましょう。"),
        365: ("Apply.", "応募しましょう。"),
    }
    aspects = {30: "duties", 90: "japanese", 365: "experience"}
    steps = [{"within": days, "do": _both(*words), "entry": f"{subject}.{aspects[days]}"} for days, words in do.items()]
    return {"subject": subject, "steps": steps}


def _choice(
    name: str, en: str, ja: str, *, said: bool = False, facts: dict[str, Any] | None = None, **points: int
) -> dict[str, Any]:
    weights = [
        {"to": to, "points": number, "because": f"{to} is like that", "entry": f"{to}.duties"}
        for to, number in points.items()
    ]
    more: dict[str, Any] = {"said": _both(f"you chose {en.lower()}", f"{ja}を選んだ")} if said else {}
    return {"id": name, "label": _both(en, ja), "weights": weights, "facts": facts or {}, **more}


def _both(en: str, ja: str) -> dict[str, str]:
    return {"en": en, "ja": ja}
