"""What is asked of a person, remembered of them with their consent, shown, exported and erased."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.ports import Profile
from bot.quiz.eligible import questions_for
from bot.quiz.questionnaire import open_question
from bot.texts import LANGUAGES, say
from bot.ui import plain
from tests.dialogue.talk import chat_over
from tests.quiz.playing import Chat, buttons, labelled, play, press, press_label

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind

SPP = ("N3", "no", "2", "1")


@pytest.fixture
def shipped(shipped_mind: Mind, tmp_path: Path) -> Chat:
    return chat_over(shipped_mind, tmp_path).elsewhere(locale="en")


async def ask_spp(chat: Chat) -> str:
    """Answer what `/eligible spp` asks first, and all the rest with “not sure”."""
    await chat.send("eligible", role="SPP")
    await play(chat, *SPP)
    while any(button.action.command == "quiz answer" for button in buttons(chat.heard)):
        await press_label(chat, say("en", "fact.answer.unsure"))
    return plain(chat.heard)


async def test_every_requirement_of_the_spp_with_its_source(shipped: Chat) -> None:
    read = await ask_spp(shipped)
    assert "Staff Preparation Programme (SPP): what is asked" in read
    assert "✓ Met: Japanese: N3 or equivalent; an equivalent level will do; how it is judged is not stated" in read
    assert "✓ Met: Years of teaching in all: 2" in read
    assert "✓ Met: Years as an Interac ALT: 1" in read
    own, _, general = read.partition("Promotion at Interac, in general")
    assert "? Unknown: Japanese: N3; without the certificate" in general
    assert "without the certificate" not in own
    assert "people judge this" in general
    assert say("en", "ledger.limits") in read
    assert "Interac's" in read
    assert shipped.heard.private


async def test_what_the_profile_holds_is_not_asked_again(shipped: Chat) -> None:
    await ask_spp(shipped)
    await play(shipped, "Remember these facts", "Yes, remember it")
    profile = await shipped.kept.profiles.get("tess")
    assert profile is not None
    assert profile.facts == {"japanese": "N3", "certificate": False, "teaching_years": 2, "interac_years": 1}
    await shipped.send("eligible", role="spp")
    assert not any(word in plain(shipped.heard) for word in ("Which JLPT level", "How many whole years"))


async def test_another_role_by_any_name_and_one_that_nobody_has(shipped: Chat) -> None:
    for name in ("ht", "Head Teacher", "ヘッドティーチャー", "spp"):
        await shipped.send("eligible", role=name)
        assert "Which JLPT level is your Japanese?" in plain(shipped.heard), name
    await shipped.send("eligible", role="astronaut @everyone")
    assert "I know no role or path called “astronaut @everyone”" in plain(shipped.heard)
    assert buttons(shipped.heard)
    await press(shipped, buttons(shipped.heard)[0].action)
    assert shipped.heard.private


async def test_a_level_too_low_asks_for_no_certificate_and_shows_the_gap(shipped: Chat) -> None:
    await shipped.send("eligible", role="translation")
    read = await press_label(shipped, "N4")
    assert "Do you hold the certificate" not in read
    while any(button.action.command == "quiz answer" for button in buttons(shipped.heard)):
        read = await press_label(shipped, say("en", "fact.answer.unsure"))
    assert "Japanese: N4 → N2" in read


def test_every_role_asks_only_what_its_requirements_hang_on(shipped_mind: Mind) -> None:
    library = shipped_mind.library
    for subject in library.subjects:
        quiz = questions_for(library, subject, {})
        assert len(quiz.questions) <= 12
        answers: dict[str, str] = {}
        while (question := open_question(quiz, answers)) is not None:
            assert set(question.ask) == set(LANGUAGES)
            answers[question.id] = question.choices[0].id
        for language in LANGUAGES:
            assert quiz.title[language]


async def test_a_profile_is_shown_changed_and_forgotten(chat: Chat) -> None:
    assert say("en", "profile.empty").split(".")[0] in await chat.say("/profile")
    assert "Japanese level, from now on: N2" in await play(chat, "Japanese level", "N2")
    await play(chat, "Years as an Interac ALT", "3 or more")
    await play(chat, "Needs visa support", "no")
    read = await chat.say("/profile")
    for line in ("Japanese level: N2", "Years as an Interac ALT: 3 or more", "Needs visa support: no"):
        assert line in read
    await play(chat, "Japanese level", "Forget this")
    await play(chat, "Needs visa support", "Forget this")
    await play(chat, "Years as an Interac ALT", "Forget this")
    assert await chat.kept.profiles.get("tess") is None


@pytest.mark.parametrize("value", ["N9", "", "yes ", "forget\x00", "@everyone"])
async def test_what_is_no_answer_changes_no_profile(chat: Chat, value: str) -> None:
    await chat.send("profile set", fact="certificate", value=value)
    await chat.send("profile set", fact="shoe size", value=value)
    assert say("en", "profile.unread") in plain(chat.heard)
    assert await chat.kept.profiles.get("tess") is None


async def test_everything_stored_is_shown_exported_and_erased(chat: Chat) -> None:
    assert "Give me all of it" not in await chat.say("/privacy")
    await chat.say("/quiz anchor")
    await play(chat, "This harbour", "Teaching")
    await chat.send("eligible", role="sales")
    await chat.kept.profiles.put(Profile("tess", {"japanese": "N3"}, chat.clock.now()))
    await chat.kept.profiles.put(Profile("kim", {"japanese": "N5"}, chat.clock.now()))
    read = await chat.say("/privacy")
    for line in ("Japanese level: N3", "Drop anchor: 2 answers, last touched 2026-11-24", "Requirements of Sales: 0"):
        assert line in read
    assert "90 days" in read
    exported = await press_label(chat, "Give me all of it as text")
    data = json.loads(exported.partition("\n")[2])
    assert data["facts"] == {"japanese": "N3"}
    assert {attempt["quiz"] for attempt in data["attempts"]} == {"anchor", "eligible:sales"}
    assert "N5" not in exported
    await chat.say("/privacy")
    await press_label(chat, "Erase all of it")
    assert await chat.kept.profiles.get("tess") is not None
    assert "Erased" in await press_label(chat, "Yes, erase it")
    assert list(await chat.kept.attempts.of("tess")) == []
    assert await chat.kept.profiles.get("tess") is None
    assert await chat.kept.profiles.get("kim") is not None


async def test_nobody_else_sees_any_of_it(chat: Chat) -> None:
    for line in ("/quiz", "/quiz anchor", "/profile", "/privacy"):
        await chat.say(line)
        assert chat.heard.private, line
    await chat.send("privacy export")
    assert chat.heard.private


async def test_completions(chat: Chat) -> None:
    assert chat.core.suggest("quiz", "name", "", "en") == [("Drop anchor", "Drop anchor")]
    assert chat.core.suggest("quiz", "name", "いかり", "ja") == [("いかりを下ろす", "いかりを下ろす")]
    assert chat.core.suggest("quiz", "name", "nothing", "en") == []
    assert chat.core.suggest("eligible", "role", "recr", "en")[0] == ("Recruiter", "Recruiter")
    assert ("Recruiter", "Recruiter") not in chat.core.suggest("eligible", "role", "sal", "en")
    assert len(chat.core.suggest("eligible", "role", "", "en", 3)) == 3


async def test_a_button_of_eligible_is_the_persons_own(chat: Chat) -> None:
    await chat.send("eligible", role="sales")
    action = labelled(chat.heard, "N1")
    assert "belongs to somebody else" in plain(await press(chat.elsewhere(person="mallory"), action))
