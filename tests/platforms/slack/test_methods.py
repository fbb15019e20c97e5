"""Methods one by one, called by the library's client: what they do, and what they refuse."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from . import Channel, Slack, Team, User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from slack_sdk.web.async_client import AsyncWebClient


@contextlib.contextmanager
def refused(error: str) -> Iterator[None]:
    with pytest.raises(SlackApiError) as caught:
        yield
    assert caught.value.response["error"] == error


@pytest.fixture
def channel(team: Team) -> Channel:
    return team.add_channel("general")


@pytest.fixture
def alice(team: Team) -> User:
    return team.add_member("alice", locale="ja-JP", tz="Asia/Tokyo", admin=True)


async def test_a_message_lives(client: AsyncWebClient, channel: Channel, server: Slack) -> None:
    posted = await client.chat_postMessage(
        channel=channel.id, text="Hello", metadata={"event_type": "w", "event_payload": {}}
    )
    message = channel.messages[posted["ts"]]
    link = await client.chat_getPermalink(channel=channel.id, message_ts=message.ts)
    assert link["permalink"].endswith(message.ts.replace(".", ""))
    await client.chat_update(channel=channel.id, ts=message.ts, text="Hello again")
    assert (message.text(), message.edits) == ("Hello again", 1)
    reply = await client.chat_postMessage(channel=channel.id, text="More", thread_ts=message.ts)
    told = await client.conversations_replies(channel=channel.id, ts=message.ts)
    assert [one["text"] for one in told["messages"]] == ["Hello again", "More"]
    history = await client.conversations_history(channel=channel.id, include_all_metadata=True)
    assert [(one["text"], one["reply_count"]) for one in history["messages"]] == [("Hello again", 1)]
    assert history["messages"][0]["metadata"]["event_type"] == "w"
    assert "metadata" not in (await client.conversations_history(channel=channel.id))["messages"][0]
    assert server.problems == []
    await client.chat_postMessage(channel=channel.id, text="Astray", thread_ts=reply["ts"])
    assert "is a reply itself" in server.problems.pop()
    assert len(message.replies) == 2
    await client.chat_delete(channel=channel.id, ts=message.replies[1].ts)
    await client.chat_delete(channel=channel.id, ts=reply["ts"])
    assert message.replies == []
    with refused("message_not_found"):
        await client.chat_delete(channel=channel.id, ts=reply["ts"])


async def test_what_an_update_leaves(client: AsyncWebClient, server: Slack, channel: Channel) -> None:
    blocks: list[dict[str, Any]] = [{"type": "section", "text": {"type": "plain_text", "text": "Block"}}]
    posted = await client.chat_postMessage(channel=channel.id, text="Hello", blocks=blocks)
    message = channel.messages[posted["ts"]]
    await client.chat_update(channel=channel.id, ts=message.ts, text="Only text")
    assert (message.text(), message.content) == ("Block", "Only text")
    assert "not said" in server.problems.pop()
    await client.chat_update(channel=channel.id, ts=message.ts, text="Only text", blocks=[])
    assert message.text() == "Only text"


async def test_where_the_bot_may_write(
    client: AsyncWebClient, server: Slack, team: Team, channel: Channel, alice: User
) -> None:
    outside = team.add_channel("outside", bot_in=False)
    await client.chat_postMessage(channel=outside.id, text="Public places are open")
    server.scopes.discard("chat:write.public")
    with refused("not_in_channel"):
        await client.chat_postMessage(channel=outside.id, text="Hello")
    await client.conversations_join(channel=outside.id)
    await client.chat_postMessage(channel="#outside", text="Hello")
    with refused("channel_not_found"):
        await client.chat_postMessage(channel=team.add_channel("x", private=True, bot_in=False).id, text="Hello")
    with refused("channel_not_found"):
        await client.chat_postMessage(channel="C0NOWHERE", text="Hello")
    outside.archive()
    with refused("is_archived"):
        await client.chat_postMessage(channel=outside.id, text="Hello")
    with refused("no_text"):
        await client.api_call("chat.postMessage", json={"channel": channel.id, "text": ""})
    said = await server.say(alice, channel, "mine")
    with refused("cant_update_message"):
        await client.chat_update(channel=channel.id, ts=said.ts, text="yours")
    with refused("cant_delete_message"):
        await client.chat_delete(channel=channel.id, ts=said.ts)
    with refused("cannot_reply_to_message"):
        await client.chat_postMessage(channel=channel.id, text="Hello", thread_ts="1.000000")
    direct = (await client.conversations_open(users=[alice.id]))["channel"]["id"]
    await client.chat_postMessage(channel=alice.id, text="Hello")
    assert [one.text() for one in server.sees(alice, server.direct_channel(alice))] == ["Hello"]
    assert direct == server.direct_channel(alice).id


async def test_ephemeral_messages_cannot_be_found_again(
    client: AsyncWebClient, server: Slack, team: Team, channel: Channel, alice: User
) -> None:
    shown = await client.chat_postEphemeral(channel=channel.id, user=alice.id, text="psst")
    assert [one.text() for one in server.sees(alice, channel)] == ["psst"]
    with refused("message_not_found"):
        await client.chat_update(channel=channel.id, ts=shown["message_ts"], text="psst!")
    private = team.add_channel("private", private=True)
    with refused("user_not_in_channel"):
        await client.chat_postEphemeral(channel=private.id, user=alice.id, text="psst")


async def test_scopes_are_taken_away(client: AsyncWebClient, server: Slack, channel: Channel, alice: User) -> None:
    server.scopes.discard("users:read")
    with pytest.raises(SlackApiError) as caught:
        await client.users_info(user=alice.id)
    assert caught.value.response["error"] == "missing_scope"
    assert caught.value.response["needed"] == "users:read"
    assert "users:read" not in caught.value.response["provided"]
    server.scopes.discard("channels:history")
    with refused("missing_scope"):
        await client.conversations_history(channel=channel.id)


async def test_people_and_places(client: AsyncWebClient, team: Team, channel: Channel, alice: User) -> None:
    told = (await client.users_info(user=alice.id, include_locale=True))["user"]
    assert (told["locale"], told["tz"], told["tz_offset"], told["is_admin"]) == ("ja-JP", "Asia/Tokyo", 32_400, True)
    assert "locale" not in (await client.users_info(user=alice.id))["user"]
    with refused("user_not_found"):
        await client.users_info(user="U0NOBODY")
    group = team.add_usergroup("mods", [alice])
    assert [one["handle"] for one in (await client.usergroups_list(include_users=True))["usergroups"]] == ["mods"]
    assert (await client.usergroups_users_list(usergroup=group.id))["users"] == [alice.id]
    assert (await client.conversations_info(channel=channel.id))["channel"]["is_member"]
    assert (await client.conversations_members(channel=channel.id))["members"] == [team.bot.id, alice.id]
    team.add_channel("private", private=True, bot_in=False)
    mine = team.add_channel("mine", private=True)
    kinds = "public_channel,private_channel"
    pages = await client.conversations_list(types=kinds, limit=1)
    assert [page["channels"][0]["id"] async for page in pages] == [channel.id, mine.id]
    assert len((await client.users_list(include_locale=True))["members"]) == 2


async def test_files_are_uploaded(client: AsyncWebClient, server: Slack, channel: Channel) -> None:
    done = await client.files_upload_v2(
        content=b"PNG",
        filename="path.png",
        title="Your path",
        alt_txt="A line",
        channel=channel.id,
        initial_comment="Look",
    )
    (message,) = channel.messages.values()
    assert message.text().splitlines() == ["Look", "Your path", "A line"]
    assert message.files[0].data == b"PNG"
    headers = {"Authorization": f"Bearer {server.bot_token}"}
    async with aiohttp.ClientSession() as session:
        async with session.get(done["file"]["url_private"], headers=headers) as answer:
            assert await answer.read() == b"PNG"
        async with session.get(done["file"]["url_private"]) as answer:
            assert answer.status == 403


async def test_images_show_files(client: AsyncWebClient, server: Slack, channel: Channel) -> None:
    done = await client.files_upload_v2(content=b"PNG", filename="path.png")
    image = {"type": "image", "slack_file": {"id": done["file"]["id"]}, "alt_text": "A line"}
    posted = await client.chat_postMessage(channel=channel.id, text="Look", blocks=[image])
    assert [one.data for one in channel.messages[posted["ts"]].pictures] == [b"PNG"]
    with refused("invalid_blocks"):
        strange = image | {"slack_file": {"id": "F0NOWHERE"}}
        await client.chat_postMessage(channel=channel.id, text="Look", blocks=[strange])
    assert server.problems == ["chat.postMessage: blocks: no such file: F0NOWHERE"]
    server.problems.clear()


async def test_later_messages_are_posted_when_their_time_comes(
    client: AsyncWebClient, server: Slack, channel: Channel
) -> None:
    at = int(server.now()) + 3_600
    kept = await client.chat_scheduleMessage(channel=channel.id, post_at=at, text="Later")
    gone = await client.chat_scheduleMessage(channel=channel.id, post_at=at, text="Never")
    await client.chat_deleteScheduledMessage(channel=channel.id, scheduled_message_id=gone["scheduled_message_id"])
    listed = (await client.chat_scheduledMessages_list())["scheduled_messages"]
    assert [one["id"] for one in listed] == [kept["scheduled_message_id"]]
    server.advance(3_601)
    assert [one.text() for one in channel.messages.values()] == ["Later"]
    for moment, error in ((1, "time_in_past"), (int(server.now()) + 121 * 86_400, "time_too_far")):
        with refused(error):
            await client.chat_scheduleMessage(channel=channel.id, post_at=moment, text="Hm")


async def test_reactions_and_unfurls(client: AsyncWebClient, server: Slack, channel: Channel, alice: User) -> None:
    said = await server.say(alice, channel, "see https://example.org/n2")
    await client.reactions_add(channel=channel.id, timestamp=said.ts, name="eyes")
    assert said.reactions == {"eyes": [server.bot]}
    with refused("already_reacted"):
        await client.reactions_add(channel=channel.id, timestamp=said.ts, name="eyes")
    await client.reactions_remove(channel=channel.id, timestamp=said.ts, name="eyes")
    await client.chat_unfurl(channel=channel.id, ts=said.ts, unfurls={"https://example.org/n2": {"text": "About N2"}})
    assert said.text().splitlines()[-1] == "About N2"


async def test_an_assistant(client: AsyncWebClient, server: Slack, alice: User) -> None:
    direct = server.direct_channel(alice)
    said = await server.say(alice, direct, "hm?")
    await client.assistant_threads_setStatus(channel_id=direct.id, thread_ts=said.ts, status="is thinking")
    await client.assistant_threads_setTitle(channel_id=direct.id, thread_ts=said.ts, title="N2")
    prompts = [{"title": "Pay", "message": "What is the pay?"}]
    await client.assistant_threads_setSuggestedPrompts(channel_id=direct.id, prompts=prompts)
    assert server.assistant(direct, said.ts) == {"status": "is thinking", "title": "N2"}
    assert server.assistant(direct) == {"prompts": prompts}
    begun = await client.chat_startStream(channel=direct.id, thread_ts=said.ts)
    await client.chat_appendStream(channel=direct.id, ts=begun["ts"], markdown_text="It is ")
    message = direct.messages[begun["ts"]]
    assert (message.text(), message.streaming) == ("It is ", True)
    await client.chat_stopStream(channel=direct.id, ts=begun["ts"], markdown_text="a level.")
    assert message.text() == "It is a level."
    assert server.assistant(direct, said.ts) == {"title": "N2"}
    with refused("message_not_in_streaming_state"):
        await client.chat_appendStream(channel=direct.id, ts=begun["ts"], markdown_text="More")


async def test_forms_and_json_are_read_alike(server: Slack, channel: Channel, client: AsyncWebClient) -> None:
    blocks = '[{"type":"divider"}]'
    form: dict[str, Any] = {"channel": channel.id, "text": "Hello", "blocks": blocks, "token": server.bot_token}
    async with aiohttp.ClientSession(server.api_url) as session:
        async with session.post("chat.postMessage", data=form) as answer:
            assert (await answer.json())["ok"]
        async with session.post("chat.postMessage", data=form | {"blocks": "{nonsense"}) as answer:
            assert (await answer.json())["error"] == "invalid_blocks_format"
    assert [one.blocks[0]["type"] for one in channel.messages.values()] == ["divider"]
    with refused("invalid_arguments"):
        await client.api_call("users.info", json={"user": server.bot.id})
    with refused("unknown_method"):
        await client.api_call("chat.postTelegram", json={})
    assert [one.partition(": ")[2] for one in server.problems] == [
        "does not read JSON, only forms",
        "this server has no such method",
    ]
    server.problems.clear()
