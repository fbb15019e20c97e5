"""Settings: every name of the contract, and one sentence for each that is wrong."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.config import SHIPPED_PACK, load_settings
from bot.errors import SettingsError

NAMES = {
    "SHINRO_DATABASE_URL",
    "SHINRO_DATA_DIR",
    "SHINRO_KNOWLEDGE",
    "SHINRO_TIMEZONE",
    "SHINRO_DISCORD_TOKEN",
    "SHINRO_DISCORD_API_URL",
    "SHINRO_DISCORD_LISTEN",
    "SHINRO_SLACK_BOT_TOKEN",
    "SHINRO_SLACK_APP_TOKEN",
    "SHINRO_SLACK_SIGNING_SECRET",
    "SHINRO_SLACK_CLIENT_ID",
    "SHINRO_SLACK_CLIENT_SECRET",
    "SHINRO_SLACK_PREFIX",
    "SHINRO_SLACK_API_URL",
    "SHINRO_HTTP_HOST",
    "SHINRO_HTTP_PORT",
    "SHINRO_LOG_FORMAT",
    "SHINRO_LOG_LEVEL",
    "SHINRO_QUESTION_DAYS",
    "SHINRO_SERVER_DAYS",
    "SHINRO_ATTEMPT_DAYS",
    "SHINRO_ENCODER",
    "SHINRO_ENCODER_SHA256",
}


@pytest.fixture(autouse=True)
def clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("SHINRO_")]:
        monkeypatch.delenv(name)


def problems() -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert caught.value.exit_code == 2
    return list(caught.value.problems)


def test_the_names_are_those_of_the_contract() -> None:
    assert {f"SHINRO_{field.upper()}" for field in type(load_settings()).model_fields} == NAMES


def test_without_any_setting(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.data_dir == tmp_path / "data"
    assert settings.database_url == f"sqlite+aiosqlite:///{tmp_path}/data/shinro.db"
    assert settings.backups == tmp_path / "data" / "backups"
    assert settings.knowledge == SHIPPED_PACK
    assert (SHIPPED_PACK.parent / "bot").is_dir()
    assert settings.timezone.key == "Asia/Tokyo"
    assert settings.discord_token is settings.slack_bot_token is settings.slack_app_token is None
    assert settings.discord_api_url == "https://discord.com/api/v10"
    assert settings.slack_api_url == "https://slack.com/api/"
    assert (settings.http_host, settings.http_port) == ("127.0.0.1", 8321)
    assert (settings.log_format, settings.log_level) == ("console", "INFO")
    assert (settings.question_days, settings.server_days, settings.attempt_days) == (90, 30, 90)


def test_a_file_beside_and_the_environment_above_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text(
        "SHINRO_HTTP_PORT=9000\nSHINRO_DATA_DIR=~/shinro\nSHINRO_LOG_LEVEL=debug\nSHINRO_SLACK_BOT_TOKEN=\nOTHER=1\n",
        encoding="utf-8-sig",
    )
    monkeypatch.setenv("SHINRO_HTTP_PORT", "9001")
    settings = load_settings()
    assert settings.http_port == 9001
    assert settings.data_dir == Path.home() / "shinro"
    assert settings.database_url == f"sqlite+aiosqlite:///{Path.home()}/shinro/shinro.db"
    assert settings.log_level == "DEBUG"
    assert settings.slack_bot_token is None, "an empty line is the same as none"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("HTTP_PORT", "eighty", "SHINRO_HTTP_PORT is “eighty”: it must be a port from 0 (any free one) to 65535."),
        ("HTTP_PORT", "65536", "SHINRO_HTTP_PORT is “65536”: it must be a port from 0 (any free one) to 65535."),
        ("TIMEZONE", "Tokyo", "SHINRO_TIMEZONE is “Tokyo”: it must be a time zone, such as Asia/Tokyo."),
        ("TIMEZONE", "../etc", "SHINRO_TIMEZONE is “../etc”: it must be a time zone, such as Asia/Tokyo."),
        ("LOG_FORMAT", "xml", "SHINRO_LOG_FORMAT is “xml”: it must be console or json."),
        ("LOG_LEVEL", "LOUD", "SHINRO_LOG_LEVEL is “LOUD”: it must be DEBUG, INFO, WARNING, ERROR or CRITICAL."),
        ("QUESTION_DAYS", "0", "SHINRO_QUESTION_DAYS is “0”: it must be how many days unanswered questions are kept,"),
        ("DISCORD_API_URL", "discord.com", "SHINRO_DISCORD_API_URL is “discord.com”: it must be a whole base address,"),
        ("SLACK_API_URL", "ftp://x", "SHINRO_SLACK_API_URL is “ftp://x”: it must be a whole base address,"),
        ("DATA_DIR", "~nobody-here/x", "SHINRO_DATA_DIR is “~nobody-here/x”: it must be the folder for the database"),
    ],
)
def test_a_wrong_setting_is_one_sentence(monkeypatch: pytest.MonkeyPatch, name: str, value: str, sentence: str) -> None:
    monkeypatch.setenv(f"SHINRO_{name}", value)
    [problem] = problems()
    assert problem.startswith(sentence)
    assert problem.endswith(".")
    assert "\n" not in problem


@pytest.mark.parametrize(
    "url",
    [
        "postgres://me:hush@db/shinro",
        "postgresql://me:hush@db/shinro",
        "postgresql+asyncpg://me:hu/sh@db/shinro",
        "mysql+asyncmy://me:hush@db/shinro",
        "sqlite:///hush.db",
        "sqlite+aiosqlite:///",
        "hush.db",
    ],
)
def test_a_wrong_database_is_not_shown_because_a_password_may_stand_in_it(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("SHINRO_DATABASE_URL", url)
    [problem] = problems()
    assert problem.startswith("SHINRO_DATABASE_URL is not usable: it must be “sqlite+aiosqlite:///FILE” or “postgresql")
    assert "hu" not in problem


def test_every_wrong_setting_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHINRO_HTTP_PORT", "x")
    monkeypatch.setenv("SHINRO_LOG_FORMAT", "x")
    monkeypatch.setenv("SHINRO_DISCORD_TOKN", "x")
    assert [problem.split()[0] for problem in problems()] == [
        "SHINRO_DISCORD_TOKN",
        "SHINRO_HTTP_PORT",
        "SHINRO_LOG_FORMAT",
    ]


def test_a_misspelt_name_is_told_and_another_programs_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHINRO_BUILD_NUMBER", "7")
    monkeypatch.setenv("DISCORD_TOKN", "x")
    load_settings()
    (tmp_path / ".env").write_text("SHINRO_KNOWLEGE=/srv/pack\n")
    assert problems() == ["SHINRO_KNOWLEGE is not a setting: did you mean SHINRO_KNOWLEDGE?"]


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SHINRO_HTTP_HOST=\xff\xfe")
    assert problems() == [f"{tmp_path / '.env'} cannot be read: it must be a text file in UTF-8."]


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISCORD_TOKEN", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
        monkeypatch.setenv(f"SHINRO_{name}", " hush\n")
    monkeypatch.setenv("SHINRO_DATABASE_URL", "postgresql+asyncpg://me:hush@db/shinro")
    settings = load_settings()
    assert "hush" not in f"{settings!r}{settings}"
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == "hush", "a pasted space is not part of a token"


def test_base_addresses_end_as_their_platform_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHINRO_DISCORD_API_URL", "http://127.0.0.1:9/api/v10/")
    monkeypatch.setenv("SHINRO_SLACK_API_URL", "http://127.0.0.1:9/api")
    settings = load_settings()
    assert settings.discord_api_url == "http://127.0.0.1:9/api/v10"
    assert settings.slack_api_url == "http://127.0.0.1:9/api/"


async def test_a_folder_with_odd_characters_holds_its_own_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.storage.database import open_store

    folder = tmp_path / "進路 50%25 #1?"
    monkeypatch.setenv("SHINRO_DATA_DIR", str(folder))
    async with open_store(load_settings().database_url):
        assert (folder / "shinro.db").is_file()
