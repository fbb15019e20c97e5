"""A quiz in Slack: one message for one person's eyes, buttons that nobody else may press, and one press to share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from structlog.testing import capture_logs

from adapters.slack.draw import draw
from bot.quiz.handlers import QuizHandlers
from bot.quiz.runs import Runs
from bot.texts import say
from bot.ui import Action, Button, unformatted
from tests.fakes import FakeClock
from tests.platforms.slack.rules import violations
from tests.quiz.results import results

from .stage import PATIENCE, Stage, text

if TYPE_CHECKING:
    from bot.answering.mind import Mind
    from bot.library.library import Library
    from tests.platforms.slack import Message

WHOLE = ("This harbour", "Meeting people", "Any", "N3", "Somewhat")
SHARE, DELETE = say("en", "outcome.share"), say("en", "delete.label")


@pytest.fixture
async def quizzing(stage: Stage, small_library: Library) -> Stage:
    """The stage with the quizzes of Harbour."""
    kept, clock = stage.kept, FakeClock()
    runs = Runs(kept.attempts, kept.profiles, clock)
    stage.handlers |= QuizHandlers(lambda: small_library, runs, kept.profiles, clock, 90).handlers()
    await stage.restart()
    return stage


async def begin(stage: Stage) -> Message:
    return await (await stage.command("/quiz", "anchor")).reply()


async def choose(stage: Stage, card: Message, label: str) -> Message:
    """A choice, by a button or out of a menu."""
    if label in [button.label for button in card.buttons]:
        asked = await stage.slack.press(stage.alice, card, label)
    else:
        asked = await stage.slack.choose(stage.alice, card, label)
    reply = await asked.reply(PATIENCE)
    await stage.drained()
    return reply


async def play(stage: Stage, card: Message, *labels: str) -> Message:
    for label in labels:
        card = await choose(stage, card, label)
    return card


async def test_the_next_question_takes_the_place_of_the_last_one(quizzing: Stage) -> None:
    card = await begin(quizzing)
    back, stop, resume = (say("en", f"quiz.{way}") for way in ("back", "stop", "resume"))
    for label in (*WHOLE[:2], back, *WHOLE[1:3], stop, resume, *WHOLE[3:]):
        card = await choose(quizzing, card, label)
        assert card.only_for is quizzing.alice
        assert quizzing.said() == [card]
    assert "Your result: Drop anchor" in text(card)
    assert quizzing.said(user=quizzing.bob) == []
    (picture,) = [block for block in card.blocks if block["type"] == "image"]
    assert picture["alt_text"].startswith("A bar for each path")


async def test_from_the_home_tab_it_is_played_in_the_direct_messages(quizzing: Stage) -> None:
    home = await quizzing.slack.open_home(quizzing.alice)
    await quizzing.slack.press(quizzing.alice, home, say("en", "command.quiz.summary"))
    direct = quizzing.direct()
    (card,) = await quizzing.spoken(direct)
    for label in ("Drop anchor", *WHOLE):
        card = await choose(quizzing, card, label)
        assert quizzing.said(direct) == [card]
    assert "Your result: Drop anchor" in text(card)
    assert quizzing.said() == []


async def test_one_press_shares_the_order_and_who_shared_may_take_it_back(quizzing: Stage) -> None:
    result = await play(quizzing, await begin(quizzing), *WHOLE)
    await quizzing.press(result, SHARE)
    (shared,) = quizzing.said(user=quizzing.bob)
    assert "Best fit: Recruiter. Next: Recruiting, Sales." in text(shared)
    assert say("en", "share.by", person="alice") in text(shared)
    assert not shared.pings
    assert "Your result" in text(result)
    await quizzing.press(shared, DELETE)
    assert shared.deleted


async def test_somebody_else_with_my_button_is_refused_in_words(quizzing: Stage) -> None:
    card = await choose(quizzing, await begin(quizzing), WHOLE[0])
    before = dict(quizzing.kept.attempts.attempts)
    for button in card.buttons:
        with capture_logs() as logs:
            forged = await quizzing.slack.forge_action(
                quizzing.bob, quizzing.channel, button.action_id, value=button.value
            )
            refused = await forged.reply(PATIENCE)
        (number,) = [entry["id"] for entry in logs if entry["event"] == "attempt of somebody else"]
        assert text(refused) == unformatted(say("en", "quiz.foreign", id=number))
        assert refused.only_for is quizzing.bob
    assert quizzing.kept.attempts.attempts == before


async def test_a_picture_that_somebody_deleted_is_told_in_words_and_then_uploaded_again(quizzing: Stage) -> None:
    await play(quizzing, await begin(quizzing), *WHOLE)
    quizzing.slack._world.files.clear()
    told = await play(quizzing, await begin(quizzing), *WHOLE)
    assert [block["type"] for block in told.blocks].count("image") == 0
    assert "A bar for each path" in text(told)
    assert SHARE in [button.label for button in told.buttons]
    assert {problem.rpartition(":")[0] for problem in quizzing.slack.problems} == {"response_url: blocks: no such file"}
    quizzing.slack.problems.clear()
    shown = await play(quizzing, await begin(quizzing), *WHOLE)
    assert [block["type"] for block in shown.blocks].count("image") == 1


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_result_of_the_shipped_quizzes_keeps_every_limit(shipped_mind: Mind, language: str) -> None:
    for card in results(shipped_mind.library, language):
        for page in draw(card, (Button(SHARE, Action("help")),)):
            sent = {"channel": "C1", "text": page.text, "blocks": page.shown({"picture-1.png": "F1"})}
            assert not violations("message", sent)
