"""A run through a quiz, as a person has it: forth, back, stopped, gone on with after a restart, on two devices."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from bot.texts import say
from bot.ui import Action, Card, Picture, plain, unformatted
from tests.quiz.playing import Chat, answers, buttons, labelled, play, press, press_label, restarted

if TYPE_CHECKING:
    from pathlib import Path

    from bot.answering.mind import Mind

WHOLE = ("This harbour", "Meeting people", "Any", "N3", "Somewhat")


async def test_without_a_name_all_quizzes_are_offered(chat: Chat) -> None:
    read = await chat.say("/quiz")
    assert "Drop anchor: Where to go ashore." in read
    assert chat.heard.private
    assert chat.heard.replace
    assert "1/5" in await press_label(chat, "Drop anchor")


@pytest.mark.parametrize("name", ["Drop anchor", "drop  ANCHOR", "anchor", "anchors away", "いかりを下ろす"])
async def test_a_quiz_is_found_by_every_name_it_has(chat: Chat, name: str) -> None:
    assert "Which shore?" in await chat.say(f"/quiz {name}")


async def test_a_name_that_no_quiz_has_is_said_to_be_unknown(chat: Chat) -> None:
    read = await chat.say("/quiz **@everyone**")
    assert "I know no quiz called “**@everyone**”." in read
    assert "Drop anchor" in read


async def test_from_the_first_question_to_the_result(chat: Chat) -> None:
    read = await chat.say("/quiz anchor")
    assert "1/5" in read
    assert read.count("Back") == 0
    for number, label in enumerate(WHOLE[:-1], 2):
        assert f"{number}/5" in await press_label(chat, label)
        assert chat.heard.private
    read = await press_label(chat, WHOLE[-1])
    assert "1. Recruiter – 1 met" in read
    assert "You said: you chose meeting people" in read
    assert "✓ Met: Japanese: N3" in read
    assert say("en", "outcome.limits") in read
    assert "Within 90 days: Ask around." in read
    assert "Trainer would come first if you had said" in read
    assert any(isinstance(block, Picture) for block in _card(chat).blocks)
    assert chat.heard.private


async def test_a_shorter_branch_counts_fewer_questions(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    assert "2/4" in await press_label(chat, "Another one")


async def test_back_keeps_the_answers_and_goes_on_where_it_was(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    await play(chat, "This harbour", "Meeting people", "Any")
    read = await play(chat, "Back", "Back")
    assert "2/5" in read
    assert "Your answer so far: Meeting people" in read
    assert "Which level is your Japanese?" in await press_label(chat, "Teaching")
    (attempt,) = await chat.kept.attempts.of("tess")
    assert attempt.answers == {"shore": "inside", "work": "teaching", "desk": "any"}


async def test_a_branch_left_behind_no_longer_counts_and_comes_back_with_its_answer(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    await play(chat, "This harbour", "Teaching", "The trainer's", "N3", "Little", "Change an answer")
    outside = await play(chat, "Which shore? – This harbour", "Another one")
    assert "You said: The trainer's" not in outside
    again = await play(chat, "Change an answer", "Which shore? – Another one", "This harbour")
    assert "You said: The trainer's" in again


async def test_stopping_and_going_on(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    read = await play(chat, "This harbour", "Stop")
    assert "Your 1 answers are kept for 90 days" in read
    assert "2/5" in await press_label(chat, "Go on")
    await press_label(chat, "Stop")
    assert "You have begun “Drop anchor”: 1 answered." in await chat.say("/quiz anchor")
    await chat.say("/quiz")
    assert "2/5" in await press_label(chat, "Go on: Drop anchor")
    await chat.say("/quiz anchor")
    assert "1/5" in await press_label(chat, "Start again")


async def test_every_button_works_after_a_restart_at_every_step(chat: Chat, small_mind: Mind, tmp_path: Path) -> None:
    await chat.say("/quiz anchor")
    for label in (*WHOLE[:3], "Back", "The trainer's", *WHOLE[3:]):
        action = labelled(chat.heard, label)
        chat = restarted(chat, small_mind, tmp_path)
        await press(chat, action)
    assert "Your result: Drop anchor" in plain(chat.heard)


async def test_one_button_pressed_twice_answers_once(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    action = labelled(chat.heard, "This harbour")
    first, second = await press(chat, action), await press(chat, action)
    assert plain(first) == plain(second)
    (attempt,) = await chat.kept.attempts.of("tess")
    assert attempt.revision == 1


async def test_two_devices_at_once_one_counts_and_both_see_where_it_stands(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    pressed = answers(chat.heard)
    replies = await asyncio.gather(*(press(chat.elsewhere(place=str(i)), action) for i, action in enumerate(pressed)))
    (attempt,) = await chat.kept.attempts.of("tess")
    assert attempt.revision == 1
    assert sum(say("en", "quiz.stale") in plain(reply) for reply in replies) == 1
    assert all("What do you like best?" in plain(reply) for reply in replies)


async def test_a_button_of_an_earlier_step_changes_nothing_and_says_so(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    old = labelled(chat.heard, "Another one")
    await play(chat, "This harbour", "Teaching")
    read = plain(await press(chat, old))
    assert read.startswith(f"Drop anchor\n{say('en', 'quiz.stale')}")
    assert "3/5" in read


async def test_buttons_of_a_finished_run(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    old = labelled(chat.heard, "Another one")
    await play(chat, *WHOLE)
    read = plain(await press(chat, old))
    assert say("en", "quiz.stale") in read
    assert "Your result" in read


async def test_buttons_of_an_erased_run(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    await press_label(chat, "This harbour")
    waiting = [button.action for button in buttons(chat.heard)]
    await chat.say("/privacy")
    assert "Erased." in await play(chat, "Erase all of it", "Yes, erase it")
    for action in waiting:
        assert plain(await press(chat, action)) == unformatted(say("en", "quiz.gone"))
    assert not chat.kept.attempts.attempts


async def test_somebody_elses_buttons_change_nothing_and_are_logged(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    await press_label(chat, "This harbour")
    before = dict(chat.kept.attempts.attempts)
    for action in [button.action for button in buttons(chat.heard)]:
        with capture_logs() as logs:
            read = plain(await press(chat.elsewhere(person="mallory"), action))
        assert read == unformatted(say("en", "quiz.foreign", id=logs[0]["id"]))
        assert "tess" not in repr(logs)
    assert chat.kept.attempts.attempts == before


@pytest.mark.parametrize(
    "forged",
    [("shore", "nowhere"), ("money", "much"), ("", ""), ("shore", "inside\x00"), ("x" * 9_000, "**@everyone**")],
)
async def test_forged_answers_change_nothing(chat: Chat, forged: tuple[str, str]) -> None:
    await chat.say("/quiz anchor")
    (attempt,) = await chat.kept.attempts.of("tess")
    arguments = (attempt.id, *forged, "0")
    with capture_logs() as logs:
        read = plain(await chat.send("quiz answer", **{str(i): value for i, value in enumerate(arguments, 1)}))
    assert say("en", "quiz.refused", id=logs[0]["id"]) in read
    assert await chat.kept.attempts.get(attempt.id) == attempt


@pytest.mark.parametrize("revision", ["", "-1", "1", "²", "9" * 5_000, "x"])
async def test_forged_revisions_change_nothing(chat: Chat, revision: str) -> None:
    await chat.say("/quiz anchor")
    (attempt,) = await chat.kept.attempts.of("tess")
    await chat.send("quiz answer", attempt=attempt.id, question="shore", choice="inside", revision=revision)
    await chat.send("quiz back", attempt=attempt.id, revision=revision)
    assert await chat.kept.attempts.get(attempt.id) == attempt


async def test_every_button_fits_and_a_run_under_way_is_taken_up(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    await chat.say("/quiz anchor")
    assert len(chat.kept.attempts.attempts) == 1
    for label in WHOLE:
        for button in buttons(chat.heard):
            assert Action.read(button.action.wire()) == button.action
        await press_label(chat, label)


async def test_old_runs_are_dropped_when_a_new_one_begins(chat: Chat) -> None:
    for _ in range(5):
        await chat.say("/quiz anchor")
        await play(chat, *WHOLE)
        chat.later(minutes=1)
    assert len(chat.kept.attempts.attempts) == 2
    shown = chat.heard
    await chat.kept.attempts.expire(chat.clock.now() + timedelta(days=1))
    assert plain(await press(chat, labelled(shown, "Share my result"))) == unformatted(say("en", "quiz.gone"))


async def test_then_and_now(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    await play(chat, *WHOLE)
    assert say("en", "outcome.compare.none") in await press_label(chat, "Compare with last time")
    chat.later(days=40)
    await play(chat, "Start again", "This harbour", "Teaching", "Any", "N2", "Somewhat")
    read = await press_label(chat, "Compare with last time")
    assert "2026-11-24" in read
    assert "Trainer: 2026-11-24: 4 / Now: 1" in read
    assert "What do you like best?: Meeting people → Teaching" in read
    assert "Your result" in await press_label(chat, "The whole result")


async def test_what_is_shared_is_the_order_and_nothing_else(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    await play(chat, *WHOLE)
    read = await press_label(chat, "Share my result")
    assert not chat.heard.private
    assert "Best fit: Recruiter. Next: Recruiting, Sales." in read
    for kept_back in ("N3", "Met", "Missing", "You said", "Meeting people", "level"):
        assert kept_back not in read
    again = chat.heard.again
    assert again is not None
    assert plain(await press(chat, again)) == read
    foreign = await press(chat.elsewhere(person="mallory"), again)
    assert foreign.private


async def test_another_path_in_full(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    await play(chat, *WHOLE)
    read = await press_label(chat, "Sales")
    assert "✗ Missing: Japanese: N1" in read
    assert "Japanese: N3 → N1" in read
    assert "Your result" in await press_label(chat, "The whole result")


async def test_the_whole_run_in_japanese(chat: Chat) -> None:
    chat = chat.elsewhere(locale="ja")
    await chat.say("/quiz")
    labels = ("いかりを下ろす", "この港", "人に会うこと", "どれでも", "N3", "まあまあ")
    read = await play(chat, *labels)
    assert "結果：いかりを下ろす" in read
    assert "あなたの答え：人に会うことを選んだ" in read
    assert not [word for word in read.split() if word in ("Met", "Missing", "You", "said")]


async def test_facts_are_remembered_after_a_second_press_only(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    await play(chat, *WHOLE)
    read = await press_label(chat, "Remember these facts")
    assert "Japanese level: N3" in read
    assert await chat.kept.profiles.get("tess") is None
    assert "Your result" in await press_label(chat, "No")
    await play(chat, "Remember these facts", "Yes, remember it")
    profile = await chat.kept.profiles.get("tess")
    assert profile is not None
    assert profile.facts == {"japanese": "N3", "certificate": True}


async def test_a_quiz_that_is_gone_from_the_pack(chat: Chat) -> None:
    await chat.say("/quiz anchor")
    (attempt,) = await chat.kept.attempts.of("tess")
    await chat.kept.attempts.put(replace(attempt, quiz="retired", revision=1))
    assert plain(await chat.send("quiz resume", attempt=attempt.id)) == say("en", "quiz.retired")
    assert plain(await chat.send("quiz begin", quiz="retired")) == say("en", "quiz.retired")


def _card(chat: Chat) -> Card:
    assert isinstance(chat.heard.body, Card)
    return chat.heard.body
