"""A loopback Discord: REST and gateway over the wire, for the real library in this process or in others.

async with Discord() as discord:
    guild = discord.add_guild("Harbour")
    channel, alice = guild.add_text_channel("general"), guild.add_member("alice")
    ...                                  # a bot starts, with discord.api_url and discord.token
    await discord.ready()
    asked = await discord.slash(alice, channel, "ask", {"question": "What is N2?"})
    print((await asked.reply()).text())
"""

from .asked import Asked, Choices, Modal
from .channels import Channel
from .errors import ImpossibleError
from .guilds import Guild
from .loopback import Discord
from .messages import Attachment, Message
from .people import Role, User
from .world import Request

__all__ = [
    "Asked",
    "Attachment",
    "Channel",
    "Choices",
    "Discord",
    "Guild",
    "ImpossibleError",
    "Message",
    "Modal",
    "Request",
    "Role",
    "User",
]
