"""The least that a bot in discord.py can be: one command that says back what it was given, as a card of one text."""

from __future__ import annotations

import sys
from typing import Any

import discord
from discord import app_commands, ui
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL


class Echo(discord.AutoShardedClient):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None, guild_ready_timeout=0.05)
        self.tree: app_commands.CommandTree[Any] = app_commands.CommandTree(self)
        self.tree.add_command(_ask)

    async def setup_hook(self) -> None:
        await self.tree.sync()


@app_commands.command(name="ask", description="Says it back")
async def _ask(interaction: discord.Interaction, question: str) -> None:
    view = ui.LayoutView()
    view.add_item(ui.TextDisplay(question))
    await interaction.response.send_message(view=view, ephemeral=True, allowed_mentions=discord.AllowedMentions.none())


def main(api: str, gateway: str, token: str) -> None:
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = api, URL(gateway)
    Echo().run(token, log_handler=None)


if __name__ == "__main__":
    main(*sys.argv[1:])
