"""The language of menus: the person's if we speak it, else the server's, else English."""

from __future__ import annotations

import pytest

from bot.servers.language import spoken
from bot.ui import plain
from tests.dialogue.talk import Chat


@pytest.mark.parametrize(
    ("locale", "server_language", "language"),
    [
        ("ja", "en", "ja"),
        ("ja-JP", "", "ja"),
        ("EN_us", "ja", "en"),
        ("fr", "ja", "ja"),
        ("", "ja", "ja"),
        ("fr", "", "en"),
        ("", "", "en"),
        ("zh-TW", "de", "en"),
        ("-", "_", "en"),
    ],
)
def test_the_rule(locale: str, server_language: str, language: str) -> None:
    assert spoken(locale, server_language) == language


@pytest.mark.parametrize(("locale", "title"), [("fr", "できること"), ("", "できること"), ("en-US", "What I can do")])
async def test_a_server_speaks_to_those_whose_language_we_do_not(admin: Chat, locale: str, title: str) -> None:
    await admin.send("shinro setup", language="ja")
    person = admin.elsewhere(locale=locale, role="member")
    assert plain(await person.send("help")).startswith(title)
    assert plain(await person.elsewhere(server="discord:2").send("help")).startswith("What I can do")
