"""A small real bot: what the loopback's own tests drive, and what shows how to point the library at it."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from . import Discord

QUIET = discord.AllowedMentions.none()
SUBJECTS = ("Japanese level", "Pay", "Visa")


@contextlib.contextmanager
def pointed_at(server: Discord) -> Iterator[None]:
    """The library talks to the loopback instead of the service, and to the service again afterwards."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = server.api_url, URL(server.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


class Card(ui.LayoutView):
    """Components V2 with a button and a select nested in a container."""

    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        button: ui.Button[Card] = ui.Button(label="Pay", custom_id="pay")
        select: ui.Select[Card] = ui.Select(
            custom_id="subject", options=[discord.SelectOption(label=one, value=one.lower()) for one in SUBJECTS]
        )
        self.add_item(ui.Container(ui.TextDisplay(text), ui.ActionRow(button), ui.ActionRow(select)))


class Question(ui.Modal, title="Ask us"):
    topic: ui.Label[Question] = ui.Label(
        text="Topic",
        component=ui.Select(
            custom_id="topic", options=[discord.SelectOption(label="Visa"), discord.SelectOption(label="Pay")]
        ),
    )
    words: ui.Label[Question] = ui.Label(text="Your question", component=ui.TextInput(custom_id="words"))

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.topic.component, ui.Select)
        assert isinstance(self.words.component, ui.TextInput)
        text = f"{self.topic.component.values[0]}: {self.words.component.value}"
        await interaction.response.send_message(text, ephemeral=True, allowed_mentions=QUIET)


class SmallBot(discord.AutoShardedClient):
    """Answers a few commands and everything that is pressed."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("intents", discord.Intents.default())
        super().__init__(guild_ready_timeout=0.05, allowed_mentions=QUIET, **options)
        self.tree = app_commands.CommandTree(self)
        self.errors: list[BaseException] = []
        self.heard: list[discord.Message] = []
        self.interactions: list[discord.Interaction] = []
        self.before_answer: Callable[[], None] = lambda: None
        self.tree.error(self._failed)
        commands: list[Any] = [_ask, _slow, _form, _whisper, _pick, _group, _answer_this]
        for command in commands:
            self.tree.add_command(command)

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No five seconds of politeness here."""

    async def _failed(self, interaction: discord.Interaction, error: app_commands.AppCommandError) -> None:
        self.errors.append(error.__cause__ or error)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.interactions.append(interaction)
        if interaction.type is not discord.InteractionType.component:
            return
        data: Any = interaction.data
        chosen = ", ".join(data.get("values", ())) or data["custom_id"]
        if data["component_type"] in (
            discord.ComponentType.role_select.value,
            discord.ComponentType.channel_select.value,
        ):
            await interaction.response.send_message(f"You chose {chosen}.", ephemeral=True, allowed_mentions=QUIET)
        else:
            await interaction.response.edit_message(view=Card(f"You chose {chosen}."), allowed_mentions=QUIET)

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        self.heard.append(message)
        if message.content:
            await message.reply(f"You wrote: {message.content}", mention_author=False)


@app_commands.command(name="ask", description="Answers a question")
async def _ask(interaction: discord.Interaction, question: str, private: bool = False) -> None:
    assert isinstance(interaction.client, SmallBot)
    interaction.client.before_answer()
    await interaction.response.send_message(view=Card(question), ephemeral=private, allowed_mentions=QUIET)


@_ask.autocomplete("question")
async def _suggest(interaction: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=one, value=one.lower()) for one in SUBJECTS if typed.lower() in one.lower()]


@app_commands.command(name="slow", description="Answers after a defer")
async def _slow(interaction: discord.Interaction, follow: bool = False) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    if follow:
        await interaction.followup.send("Followed.", allowed_mentions=QUIET)
        await interaction.followup.send("And more.", allowed_mentions=QUIET)
    else:
        await interaction.edit_original_response(view=Card("Edited."), allowed_mentions=QUIET)


@app_commands.command(name="form", description="Opens a form")
async def _form(interaction: discord.Interaction) -> None:
    await interaction.response.send_modal(Question())


@app_commands.command(name="whisper", description="Says something to one person in a place")
async def _whisper(interaction: discord.Interaction, to: discord.Member, place: discord.TextChannel) -> None:
    await interaction.response.send_message(f"{to.id} {place.id}", ephemeral=True, allowed_mentions=QUIET)


@app_commands.command(name="pick", description="Lets roles and places be chosen")
async def _pick(interaction: discord.Interaction) -> None:
    view = ui.View(timeout=None)
    view.add_item(ui.RoleSelect(custom_id="role", max_values=2))
    view.add_item(ui.ChannelSelect(custom_id="place"))
    await interaction.response.send_message("Which?", view=view, allowed_mentions=QUIET)


@app_commands.context_menu(name="Answer this")
async def _answer_this(interaction: discord.Interaction, message: discord.Message) -> None:
    await interaction.response.send_message(f"About: {message.content}", allowed_mentions=QUIET)


_group = app_commands.Group(
    name="kb", description="Knowledge", default_permissions=discord.Permissions(manage_messages=True)
)


@_group.command(name="why", description="Shows why")
async def _why(interaction: discord.Interaction, times: app_commands.Range[int, 1, 3] = 1) -> None:
    await interaction.response.send_message("because " * times, ephemeral=True, allowed_mentions=QUIET)


@contextlib.asynccontextmanager
async def running(server: Discord, **options: Any) -> AsyncIterator[SmallBot]:
    """A bot that is connected, and closed at the end."""
    with pointed_at(server):
        async with SmallBot(**options) as bot:
            task = asyncio.create_task(bot.start(server.token))
            try:
                await server.ready()
                yield bot
            finally:
                await bot.close()
                await asyncio.wait([task])
                if not task.cancelled():
                    task.exception()


def main(api: str, gateway: str, token: str) -> None:
    """The bot in a process of its own."""
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, URL(gateway)
    SmallBot().run(token, log_handler=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
