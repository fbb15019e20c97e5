"""Setting the bot up in a server, as an admin types and presses it."""

from __future__ import annotations

import re

import pytest

from bot import __version__
from bot.servers.lists import CHANNELS, MOST, ROLES
from bot.texts import catalogue, say
from bot.ui import Card, Picker, Select, plain, unformatted
from tests.dialogue.talk import Chat

ADMIN_COMMANDS = ("shinro setup", "shinro roles", "shinro channels", "shinro status", "shinro pick")


def pickers(chat: Chat) -> dict[str, Picker]:
    """The choosers on the last card, by what they set."""
    assert isinstance(chat.heard.body, Card)
    return {block.action.arguments[0]: block for block in chat.heard.body.blocks if isinstance(block, Picker)}


async def test_a_first_setup(admin: Chat) -> None:
    card = plain(await admin.send("shinro setup"))
    assert admin.heard.private
    assert "Moderators: none" in card
    assert "Language: none" in card
    assert "/shinro status" in card
    assert list(pickers(admin)) == [*ROLES, *CHANNELS]
    assert {name: picker.kind for name, picker in pickers(admin).items()} == {
        **dict.fromkeys(ROLES, "role"),
        **dict.fromkeys(CHANNELS, "channel"),
    }
    assert all(picker.chosen == () for picker in pickers(admin).values())

    assert (
        plain(await admin.send("shinro pick", field="moderators", ids="11 12")) == "Moderators, from now on: @11, @12"
    )
    assert (
        plain(await admin.send("shinro pick", **{"1": "windows", "2": "21"})) == "Application windows, from now on: #21"
    )
    await admin.send("shinro setup")
    assert pickers(admin)["moderators"].chosen == ("11", "12")
    assert pickers(admin)["windows"].chosen == ("21",)


async def test_the_language_is_a_choice_on_the_card(admin: Chat) -> None:
    french = admin.elsewhere(locale="fr")
    await french.send("shinro setup")
    assert isinstance(french.heard.body, Card)
    (select,) = (block for block in french.heard.body.blocks if isinstance(block, Select))
    japanese = next(option for option in select.options if option.label == "Japanese")
    reply = plain(await french.send(japanese.action.command, language=japanese.action.arguments[0]))
    assert reply.startswith("ここでの設定\n言語を変えました：日本語")
    assert (await admin.core.server("discord:1")).language == "ja"
    assert "Language, from now on: none" in plain(await admin.send("shinro setup", language="none"))
    assert (await admin.core.server("discord:1")).language == ""


@pytest.mark.parametrize(
    ("typed", "language"), [("JA", "ja"), ("en-GB", "en"), ("なし", ""), ("fr", "-"), ("nonsense", "-"), ("**x**", "-")]
)
async def test_a_typed_language(admin: Chat, typed: str, language: str) -> None:
    await admin.send("shinro setup", language="ja")
    reply = plain(await admin.send("shinro setup", language=typed))
    if language == "-":
        assert reply == say("en", "setting.unread.language")
    assert (await admin.core.server("discord:1")).language == (language if language != "-" else "ja")


async def test_roles_and_channels_by_option(admin: Chat) -> None:
    said = plain(await admin.send("shinro roles", moderators="<@&11> 12", admins="13"))
    assert said == "Moderators, from now on: @11, @12\nAdmins, from now on: @13"
    assert admin.heard.private
    said = plain(await admin.send("shinro channels", windows="<#21>", staff="#b"))
    assert said == "Application windows, from now on: #21\nStaff notices, from now on: #b"
    server = await admin.core.server("discord:1")
    assert (server.moderators, server.admins, server.windows, server.staff) == (("11", "12"), ("13",), ("21",), ("b",))
    assert (server.answers, server.listening) == ((), ())


async def test_what_is_given_is_all_that_the_list_holds(admin: Chat) -> None:
    await admin.send("shinro roles", moderators="11 12", admins="13")
    assert plain(await admin.send("shinro roles", moderators="12 14")) == "Moderators, from now on: @12, @14"
    assert plain(await admin.send("shinro roles", moderators="12 14")) == "Moderators, as before: @12, @14"
    assert plain(await admin.send("shinro roles", moderators="なし")) == "Moderators, from now on: none"
    assert plain(await admin.send("shinro pick", field="admins", ids="")) == "Admins, from now on: none"
    server = await admin.core.server("discord:1")
    assert (server.moderators, server.admins) == ((), ())


async def test_without_options_the_lists_are_shown_with_choosers(admin: Chat) -> None:
    await admin.send("shinro channels", answers="1 2", listening="3")
    shown = plain(await admin.send("shinro channels"))
    assert "Answers for all: #1, #2" in shown
    assert "Listening: #3" in shown
    assert list(pickers(admin)) == list(CHANNELS)
    assert "Moderators: none" in plain(await admin.send("shinro roles", moderators=" "))
    assert list(pickers(admin)) == list(ROLES)


@pytest.mark.parametrize(
    ("command", "given", "told"),
    [
        ("shinro roles", {"moderators": "mods"}, "“mods” as a role"),
        ("shinro roles", {"moderators": "11", "admins": "@everyone"}, "“@\u200beveryone” as a role"),
        ("shinro channels", {"windows": "21 general"}, "“general” as a channel"),
        ("shinro channels", {"windows": "21", "staff": "[x](http://y)"}, "[x](http://y)"),
        ("shinro channels", {"staff": "x" * 5_000}, "x" * 60 + "”"),
        ("shinro channels", {"staff": " ".join(map(str, range(MOST + 1)))}, "at most 10"),
        ("shinro pick", {"field": "organisation", "ids": "1"}, "/shinro setup"),
        ("shinro pick", {"field": "left_at", "ids": ""}, "/shinro setup"),
        ("shinro pick", {}, "/shinro setup"),
        ("shinro pick", {"field": "staff", "ids": "<#1>"}, "“<#1>” as a channel"),
    ],
)
async def test_what_cannot_be_read_changes_nothing(admin: Chat, command: str, given: dict[str, str], told: str) -> None:
    await admin.send("shinro roles", moderators="1")
    await admin.send("shinro channels", windows="2")
    before = await admin.core.server("discord:1")
    assert told.replace("\u200b", "") in plain(await admin.send(command, **given))
    assert admin.heard.private
    assert await admin.core.server("discord:1") == before == await admin.kept.servers.get("discord:1")


async def test_status(admin: Chat) -> None:
    await admin.send("shinro channels", windows="21")
    await admin.core.joined("slack:T1")
    await admin.elsewhere(role="member").say("flurble qux boolean tax for sales?")
    reply = await admin.send("shinro status")
    assert reply.private
    status = plain(reply)
    for line in (
        f"Version: {__version__}",
        "Knowledge pack: Harbour (harbour)",
        "State: ready",
        "Unanswered questions waiting: 1",
        "Servers and workspaces I am in: 2",
        "Application windows: #21",
        say("en", "status.rights"),
    ):
        assert line in status, status
    assert re.search(r"Entries: [1-9][0-9]*\n", status)
    assert "[#21](channel:21)" in repr(reply)
    other = await admin.elsewhere(server="discord:2", organisation="discord:2").send("shinro status")
    assert "Unanswered questions waiting: 0" in plain(other)


async def test_status_says_what_does_not_work_without_a_right(admin: Chat) -> None:
    lacking = admin.elsewhere(lacks=("attach_files", "chat:write", "Manage_Webhooks", "attach_files"))
    status = plain(await lacking.send("shinro status"))
    assert status.endswith(
        "Rights that I lack here\n"
        "- Attach Files: I cannot send files or pictures.\n"
        "- chat:write: I cannot answer here.\n"
        "- Manage_Webhooks: something that needs it does not work."
    )
    assert "ファイルを添付" in plain(await lacking.elsewhere(locale="ja").send("shinro status"))


@pytest.mark.parametrize("command", ADMIN_COMMANDS)
async def test_only_admins_and_only_in_a_server(admin: Chat, command: str) -> None:
    for role in ("member", "moderator"):
        refused = plain(await admin.elsewhere(role=role).send(command, field="admins", ids="99", admins="99"))
        assert refused == unformatted(say("en", "error.forbidden.admin"))
        assert "/shinro roles" in refused
    assert (await admin.core.server("discord:1")).admins == ()
    for role in ("member", "admin"):
        direct = await admin.elsewhere(server="", role=role).send(command, field="admins", ids="99")
        assert plain(direct) == say("en", "error.server_only")
        assert direct.private
    assert "" not in admin.kept.servers.known


async def test_a_new_admin_is_one_at_once(admin: Chat) -> None:
    core = admin.core
    assert await core.role("discord:1", ["13"], administrator=False, manager=False) == "member"
    await admin.send("shinro roles", admins="13", moderators="11")
    assert await core.role("discord:1", ["13"], administrator=False, manager=False) == "admin"
    assert await core.role("discord:1", ["11"], administrator=False, manager=False) == "moderator"
    assert await core.role("discord:2", ["13"], administrator=False, manager=False) == "member"
    assert await core.role("", ["13"], administrator=False, manager=True) == "moderator"


@pytest.mark.parametrize("language", ["en", "ja"])
async def test_every_card_speaks_one_language(admin: Chat, language: str) -> None:
    speaking = admin.elsewhere(locale=language, lacks=tuple(k[6:] for k in catalogue("en") if k.startswith("right.")))
    for command in ADMIN_COMMANDS[:4]:
        text = plain(await speaking.send(command))
        text = re.sub(r"/shinro \w+|/ask|[\w]+:(write|read|history)|Shinro|commands|Harbour|harbour|港", "", text)
        assert bool(re.search("[ぁ-んァ-ヴ一-龠]", text)) == (language == "ja")
        if language == "ja":
            assert not re.findall("[a-zA-Z]{4,}", text)
