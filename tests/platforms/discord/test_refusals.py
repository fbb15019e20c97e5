"""What the server refuses, and how the library takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord as library
import pytest

from . import ImpossibleError
from .small_bot import QUIET

if TYPE_CHECKING:
    import aiohttp

    from . import Discord
    from .conftest import Stage


async def call(
    rest: aiohttp.ClientSession, method: str, path: str, body: object = None, **options: Any
) -> tuple[int, Any]:
    """Status and body of one request."""
    async with rest.request(method, path, json=body, **options) as response:
        text = await response.read()
        return response.status, await response.json() if text else None


def text(content: str, **more: object) -> dict[str, object]:
    return {"content": content, "allowed_mentions": {"parse": []}, **more}


async def test_a_late_answer_finds_no_interaction(stage: Stage) -> None:
    stage.bot.before_answer = lambda: stage.discord.advance(3.1)
    asked = await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Hm?"})
    await stage.discord.until(lambda: stage.discord.sent("POST", "/callback$"))
    assert stage.discord.sent("POST", "/callback$")[0].status == 404
    assert (asked.kind, asked.replies) == (None, [])


async def test_the_token_lives_for_a_quarter_of_an_hour(stage: Stage) -> None:
    await (await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Hm?"})).reply()
    interaction = stage.bot.interactions[0]
    await interaction.followup.send("In time.", allowed_mentions=QUIET)
    stage.discord.advance(15 * 60)
    with pytest.raises(library.HTTPException) as refused:
        await interaction.followup.send("Too late.", allowed_mentions=QUIET)
    assert (refused.value.status, refused.value.code) == (401, 50027)


async def test_a_second_answer_is_refused(stage: Stage, rest: aiohttp.ClientSession) -> None:
    asked = await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Hm?"})
    await asked.reply()
    path = f"interactions/{asked.id}/{asked.token}/callback"
    status, body = await call(rest, "POST", path, {"type": 4, "data": text("again")})
    assert (status, body["code"]) == (400, 40060)
    assert len(asked.replies) == 1


async def test_a_nonce_makes_sending_twice_harmless(stage: Stage) -> None:
    channel = stage.bot.get_partial_messageable(stage.channel.id)
    first = await channel.send("A window opens.", nonce="window-17")
    again = await channel.send("A window opens.", nonce="window-17")
    assert again.id == first.id
    stage.discord.advance(600)
    assert (await channel.send("A window opens.", nonce="window-17")).id != first.id


async def test_rights_are_asked_for(stage: Stage) -> None:
    channel = stage.bot.get_partial_messageable(stage.channel.id)
    thread = stage.guild.add_thread(stage.channel, "N2")
    stage.guild.take_from_bot("send_messages", "create_events")
    with pytest.raises(library.Forbidden) as refused:
        await channel.send("Hello")
    assert refused.value.code == 50013
    await stage.bot.get_partial_messageable(thread.id).send("Hello")
    stage.channel.deny(stage.discord.bot, "view_channel")
    with pytest.raises(library.Forbidden) as refused:
        await channel.send("Hello")
    assert refused.value.code == 50001


async def test_a_person_may_close_their_door(stage: Stage, rest: aiohttp.ClientSession) -> None:
    stage.alice.accepts_dms = False
    status, direct = await call(rest, "POST", "users/@me/channels", {"recipient_id": str(stage.alice.id)})
    assert status == 200
    status, body = await call(rest, "POST", f"channels/{direct['id']}/messages", text("Hello"))
    assert (status, body["code"]) == (403, 50007)
    stage.alice.accepts_dms = True
    status, body = await call(rest, "POST", f"channels/{direct['id']}/messages", text("Hello"))
    assert (status, body["content"]) == (200, "Hello")


async def test_a_personal_installation_has_five_follow_ups(stage: Stage) -> None:
    stage.guild.remove_bot()
    with pytest.raises(ImpossibleError, match="has not installed"):
        await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Hm?"})
    stage.alice.installed_app = True
    await (await stage.discord.slash(stage.alice, stage.channel, "ask", {"question": "Hm?"})).reply()
    interaction = stage.bot.interactions[-1]
    assert interaction.is_user_integration()
    assert not interaction.is_guild_integration()
    for number in range(5):
        await interaction.followup.send(f"More: {number}", allowed_mentions=QUIET)
    with pytest.raises(library.HTTPException) as refused:
        await interaction.followup.send("Too much", allowed_mentions=QUIET)
    assert refused.value.code == 40094


async def test_events_need_the_right_to_create_them(stage: Stage, rest: aiohttp.ClientSession) -> None:
    path = f"guilds/{stage.guild.id}/scheduled-events"
    event = {
        "name": "Window closes",
        "privacy_level": 2,
        "entity_type": 3,
        "entity_metadata": {"location": "Portal"},
        "scheduled_start_time": "2026-12-01T09:00:00+09:00",
        "scheduled_end_time": "2026-12-01T10:00:00+09:00",
    }
    status, made = await call(rest, "POST", path, event)
    assert (status, made["status"]) == (200, 1)
    status, changed = await call(rest, "PATCH", f"{path}/{made['id']}", {"name": "Closed"})
    assert (status, changed["name"]) == (200, "Closed")
    assert (await call(rest, "DELETE", f"{path}/{made['id']}"))[0] == 204
    stage.guild.take_from_bot("create_events")
    status, body = await call(rest, "POST", path, event)
    assert (status, body["code"]) == (403, 50013)


async def test_what_is_not_there(stage: Stage, rest: aiohttp.ClientSession) -> None:
    said = await stage.discord.say(stage.alice, stage.channel, "hello")
    channel = f"channels/{stage.channel.id}/messages"
    for method, path, code in [
        ("GET", "channels/1", 10003),
        ("GET", "guilds/1", 10004),
        ("GET", f"guilds/{stage.guild.id}/members/1", 10007),
        ("GET", f"{channel}/1", 10008),
        ("PATCH", f"{channel}/{said.id}", 50005),
        ("DELETE", f"{channel}/{said.id}", 50013),
        ("POST", f"webhooks/{stage.discord.bot.id}/nothing", 10015),
        ("POST", "interactions/1/nothing/callback", 10062),
    ]:
        status, body = await call(rest, method, path, {"type": 5} if "callback" in path else text("hello"))
        assert (path, body["code"]) == (path, code)
        assert status in (403, 404)


async def test_a_channel_is_read_and_tidied(stage: Stage, rest: aiohttp.ClientSession) -> None:
    path = f"channels/{stage.channel.id}/messages"
    sent = [(await call(rest, "POST", path, text(f"{number}")))[1]["id"] for number in range(3)]
    assert [one["content"] for one in (await call(rest, "GET", path, params={"limit": "2"}))[1]] == ["2", "1"]
    assert (await call(rest, "PUT", f"{path}/pins/{sent[0]}"))[0] == 204
    assert [one["message"]["id"] for one in (await call(rest, "GET", f"{path}/pins"))[1]["items"]] == [sent[0]]
    assert (await call(rest, "DELETE", f"{path}/{sent[0]}"))[0] == 204
    assert [one.content for one in stage.discord.sees(stage.alice, stage.channel)] == ["1", "2"]
    assert (await call(rest, "POST", f"channels/{stage.channel.id}/typing"))[0] == 204


async def test_files_come_along(stage: Stage, rest: aiohttp.ClientSession) -> None:
    channel = stage.bot.get_partial_messageable(stage.channel.id)
    picture = library.File(__file__, filename="ladder.png", description="the ladder")
    view = library.ui.LayoutView()
    view.add_item(library.ui.MediaGallery(library.MediaGalleryItem(picture, description="the ladder")))
    sent = await channel.send(view=view, file=picture)
    kept = stage.channel.messages[sent.id]
    assert kept.text() == "the ladder"
    assert [one.filename for one in kept.attachments] == ["ladder.png"]
    assert await sent.attachments[0].read() == kept.attachments[0].data
    status, body = await call(
        rest, "POST", f"channels/{stage.channel.id}/messages", {"embeds": [{"image": {"url": "attachment://no.png"}}]}
    )
    assert (status, body["code"]) == (400, 50035)


async def test_a_full_bucket_says_when_to_come_back(server: Discord, rest: aiohttp.ClientSession) -> None:
    channel = server.add_guild("Harbour").add_text_channel("general")
    server.bucket(1, 60)
    path = f"channels/{channel.id}/messages"
    assert (await call(rest, "POST", path, text("one")))[0] == 200
    status, body = await call(rest, "POST", path, text("two"))
    assert (status, 59 < body["retry_after"] <= 60) == (429, True)
    server.advance(60)
    assert (await call(rest, "POST", path, text("two")))[0] == 200


async def test_without_the_token_nothing_opens(server: Discord, rest: aiohttp.ClientSession) -> None:
    wrong = {"Authorization": "Bot wrong"}
    assert (await call(rest, "GET", "users/@me", headers=wrong))[0] == 401
    assert (await call(rest, "GET", "gateway/bot", headers=wrong))[0] == 401
    assert (await call(rest, "GET", "gateway", headers=wrong))[1]["url"].startswith("ws://127.0.0.1:")
