"""A loopback Slack: Web API, Socket Mode and signed requests over the wire, for the real library here or elsewhere.

async with Slack() as slack:
    team = slack.add_team("Harbour")
    channel, alice = team.add_channel("general"), team.add_member("alice")
    ...                                  # a bot starts, with slack.api_url, slack.bot_token and slack.app_token
    await slack.ready()
    asked = await slack.command(alice, channel, "/ask", "What is N2?")
    print((await asked.reply()).text())
"""

from .asked import Asked, Options
from .channels import Channel
from .deliveries import Delivery
from .errors import ImpossibleError
from .loopback import Slack
from .messages import File, Message
from .people import User, Usergroup
from .teams import Team
from .views import View
from .world import Request

__all__ = [
    "Asked",
    "Channel",
    "Delivery",
    "File",
    "ImpossibleError",
    "Message",
    "Options",
    "Request",
    "Slack",
    "Team",
    "User",
    "Usergroup",
    "View",
]
