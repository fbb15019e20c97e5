"""Subjects at a glance, side by side, on the ladder; and a trace for moderators."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from bot.answering.engine import decide
from bot.answering.trace import explain
from bot.answering.views import comparison, flights, ladder, subject_card, why_card
from bot.pictures import Flight
from bot.texts import say
from bot.ui import Action, Buttons, Columns, Fields, Picture, Reply, Text, plain

if TYPE_CHECKING:
    from bot.answering.mind import Mind
    from bot.library.library import Library


def test_a_subject_has_a_summary_what_is_asked_and_a_button_an_entry(small_library: Library) -> None:
    card = subject_card(small_library, small_library.subjects["recruiter"], "en")
    summary, asked, prompt, buttons = card.blocks
    assert card.title == "Recruiter"
    assert summary == Text("What Recruiter is.")
    assert asked == Fields((("Inside Interac", "Japanese: N3"),))
    assert prompt == Text(say("en", "path.aspects"))
    assert isinstance(buttons, Buttons)
    assert [b.action for b in buttons.buttons] == [
        Action("entry", (entry,)) for entry in small_library.subjects["recruiter"].entries
    ]
    assert card.footer == "Harbour's page (employer), seen 2026-11-01"


def test_a_subject_in_japanese(small_library: Library) -> None:
    card = subject_card(small_library, small_library.subjects["sales"], "ja")
    assert card.title == "営業"
    assert "日本のほかの会社では: 日本語：N1" in plain(Reply(card))


def test_staff_text_never_reaches_a_subjects_card(small_library: Library) -> None:
    staff = dataclasses.replace(small_library.entries["sales.pay"], audience="staff")
    library = dataclasses.replace(small_library, entries={**small_library.entries, staff.id: staff})
    card = subject_card(library, library.subjects["sales"], "en")
    assert Action("entry", ("sales.pay",)) not in [
        button.action for block in card.blocks if isinstance(block, Buttons) for button in block.buttons
    ]


def test_two_subjects_side_by_side_on_what_both_have(small_library: Library) -> None:
    subjects = small_library.subjects
    card = comparison(small_library, subjects["recruiting"], subjects["recruiter"], "en")
    (columns,) = card.blocks
    assert isinstance(columns, Columns)
    assert card.title == say("en", "compare.title", first="Recruiting", second="Recruiter")
    assert columns.headings == ("Recruiting", "Recruiter")
    rows = dict(columns.rows)
    assert rows["Asked for"] == ("Japanese: N2", "Japanese: N3")
    assert rows["Japanese"] == ("Recruiting asks for N2.", "Recruiter asks for N3.")
    assert len(rows) <= 5
    assert card.footer.count("seen 2026-11-01") == 2


def test_subjects_with_nothing_in_common_say_so(small_library: Library) -> None:
    bare = dataclasses.replace(small_library.subjects["sales"], id="bare", entries=(), requirements=())
    library = dataclasses.replace(small_library, subjects={**small_library.subjects, "bare": bare})
    card = comparison(library, bare, library.subjects["it"], "en")
    assert card.blocks == (Text(say("en", "compare.nothing")),)


def test_the_ladder_shows_rungs_in_order_with_what_they_ask(small_library: Library) -> None:
    card = ladder(small_library, "en")
    text, buttons = card.blocks
    assert isinstance(text, Text)
    assert isinstance(buttons, Buttons)
    assert text.markdown.index("Trainer") < text.markdown.index("Recruiter")
    assert "*Asked for: Japanese: N5*" in text.markdown
    assert [button.action for button in buttons.buttons] == [
        Action("path", ("trainer",)),
        Action("path", ("recruiter",)),
    ]
    nothing = dataclasses.replace(small_library, pack=small_library.pack.model_copy(update={"ladder": []}))
    assert ladder(nothing, "en").blocks == (Text(say("en", "ladder.nothing")),)


def test_a_ladder_has_a_picture_and_the_same_in_words(small_library: Library) -> None:
    whole = small_library.pack.ladder[0]
    first = whole.model_copy(update={"rungs": ["trainer", "recruiter"]})
    second = whole.model_copy(update={"rungs": ["it"], "apart": True})
    third = whole.model_copy(update={"rungs": ["sales", "recruiting", "gone"], "side_by_side": True})
    pack = small_library.pack.model_copy(update={"ladder": [first, second, third]})
    library = dataclasses.replace(small_library, pack=pack)
    assert flights(library) == (Flight(2), Flight(1, apart=True), Flight(2, side_by_side=True))
    picture, text, *_ = ladder(library, "en", b"png").blocks
    assert picture == Picture(
        b"png",
        "Steps, from left to right. From the ground: 1. Trainer, 2. Recruiter, each above the last. "
        "Apart, from the ground again: 3. IT. Above that: 4. Sales, 5. Recruiting, side by side.",
    )
    assert isinstance(text, Text)
    assert "- **1. Trainer**: What Trainer is." in text.markdown
    assert "Allowance" not in text.markdown


def test_an_allowance_is_stated_or_not_mentioned(shipped_mind: Mind) -> None:
    texts = [block.markdown for block in ladder(shipped_mind.library, "en").blocks if isinstance(block, Text)]
    rungs = [line for text in texts for line in text.split("- **")[1:]]
    stated = [rung.partition("**")[0] for rung in rungs if "Allowance: stated" in rung]
    assert stated == ["2. Consulting Head Teacher (CHT)", "3. Supervising Head Teacher (SHT)"]
    assert len([rung for rung in rungs if "Allowance: not mentioned" in rung]) == len(rungs) - 2 == 6


def test_why_shows_band_candidates_and_words_in_either_language(small_mind: Mind) -> None:
    question = "how much does sales pay"
    trace = explain(small_mind, question, decide(small_mind, question))
    english = plain(Reply(why_card(trace, "en")))
    assert f"Band: sure ({trace.score:.2f}" in english
    assert "Understood: sales, pay" in english
    assert "sales.pay" in english
    assert f"{question} (1.00)" in english
    assert "判定: sure" in plain(Reply(why_card(trace, "ja")))


def test_why_of_nothing_says_nothing(small_mind: Mind) -> None:
    shown = plain(Reply(why_card(explain(small_mind, "", decide(small_mind, "")), "en")))
    assert f"Candidates: {say('en', 'why.none')}" in shown


def test_every_shipped_view_can_be_drawn(shipped_mind: Mind) -> None:
    library = shipped_mind.library
    for language in library.languages:
        assert plain(Reply(ladder(library, language)))
        for subject in library.subjects.values():
            assert subject_card(library, subject, language).title
            assert comparison(library, subject, library.subjects["recruiting"], language).blocks
