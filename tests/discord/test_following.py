"""Follow-up questions: whose talk a question goes on with."""

from __future__ import annotations

from tests.discord.conftest import JLPT, Stage

SALES = "Sales asks for N1."
NEXT = "and for sales?"


async def test_the_same_person_goes_on_in_the_same_channel(stage: Stage) -> None:
    await stage.ask(stage.alice, stage.general, JLPT)
    assert SALES in (await stage.ask(stage.alice, stage.general, NEXT)).text()


async def test_a_command_and_a_mention_are_one_talk(stage: Stage) -> None:
    await stage.ask(stage.alice, stage.general, JLPT)
    said = await stage.discord.say(stage.alice, stage.general, NEXT, mention_bot=True)
    assert SALES in (await stage.told(said)).text()


async def test_somebody_else_and_another_channel_begin_anew(stage: Stage) -> None:
    await stage.ask(stage.alice, stage.general, JLPT)
    assert SALES not in (await stage.ask(stage.mod, stage.general, NEXT)).text()
    assert SALES not in (await stage.ask(stage.alice, stage.lounge, NEXT)).text()


async def test_in_a_thread_everybody_goes_on_with_everybodys_talk(stage: Stage) -> None:
    thread = stage.guild.add_thread(stage.general, "jlpt")
    await stage.ask(stage.alice, thread, JLPT)
    assert SALES in (await stage.ask(stage.bob, thread, NEXT)).text()
    said = await stage.discord.say(stage.ken, thread, "and the pay?", mention_bot=True)
    assert "About pay in Sales" in (await stage.told(said)).text()
    assert SALES not in (await stage.ask(stage.mod, stage.general, NEXT)).text()


async def test_in_direct_messages_too(stage: Stage) -> None:
    direct = stage.discord.direct_channel(stage.alice)
    await stage.told(await stage.discord.say(stage.alice, direct, JLPT))
    assert SALES in (await stage.told(await stage.discord.say(stage.alice, direct, NEXT))).text()


async def test_a_pressed_button_is_a_turn_of_the_talk(stage: Stage) -> None:
    shown = await stage.ask(stage.alice, stage.general, "what are the duties in sales")
    pressed = await stage.press(stage.alice, shown, "Pay")
    assert "About pay in Sales" in pressed.text()
    assert "About experience in Sales" in (await stage.ask(stage.alice, stage.general, "and the experience?")).text()


async def test_a_thread_goes_on_with_what_the_same_person_asked_around_it(stage: Stage) -> None:
    await stage.ask(stage.alice, stage.general, JLPT)
    thread = stage.guild.add_thread(stage.general, "jlpt")
    assert SALES not in (await stage.ask(stage.bob, stage.guild.add_thread(stage.general, "other"), NEXT)).text()
    assert SALES in (await stage.ask(stage.alice, thread, NEXT)).text()
