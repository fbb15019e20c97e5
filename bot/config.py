"""Settings from the environment and from a `.env` file in the working directory; the environment wins.

Each field's description says what would be right, and is the second half of the sentence a wrong one gets.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic_core import ErrorDetails

PREFIX = "SHINRO_"
ENV_FILE = Path(".env")
ENCODING = "utf-8-sig"  # some editors begin a file with a byte order mark
SHIPPED_PACK = Path(__file__).resolve().parent.parent / "knowledge"

_SQLITE = "sqlite+aiosqlite:///"
_POSTGRESQL = "postgresql+asyncpg://"
_LIKENESS = 0.88  # how alike a set but unknown name is to a setting before it is taken for a misspelling

Base = Annotated[str, Field(pattern=r"^https?://[^\s/]+(/\S*)?$")]


def _default_database(given: dict[str, Any]) -> str:
    file = (Path(given["data_dir"]) / "shinro.db").as_posix()
    return _SQLITE + file.replace("%", "%25").replace("?", "%3F")


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class Settings(BaseSettings):
    """All that can be set. Anything that gives access to something is hidden from `repr` and never logged."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding=ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
        validate_default=True,
    )

    data_dir: Path = Field(default=Path("data"), description="the folder for the database and its backups")
    database_url: str = Field(
        default_factory=_default_database,
        repr=False,
        description=f"“{_SQLITE}FILE” or “{_POSTGRESQL}USER:PASSWORD@HOST:PORT/NAME” (a password percent-encoded)",
    )
    knowledge: Path = Field(default=SHIPPED_PACK, description="a folder with a pack.yaml in it")
    timezone: ZoneInfo = Field(default=ZoneInfo("Asia/Tokyo"), description="a time zone, such as Asia/Tokyo")

    discord_token: SecretStr | None = Field(default=None, description="the bot's token")
    discord_api_url: Base = Field(
        default="https://discord.com/api/v10", description="a whole base address, such as https://discord.com/api/v10"
    )
    discord_listen: bool = Field(
        default=False,
        description="true or false: whether to read messages nobody addressed, in channels an admin names",
    )
    slack_bot_token: SecretStr | None = Field(default=None, description="the bot's token (xoxb-…)")
    slack_app_token: SecretStr | None = Field(default=None, description="the app-level token for Socket Mode (xapp-…)")
    slack_signing_secret: SecretStr | None = Field(default=None, description="the signing secret for HTTP mode")
    slack_client_id: str | None = Field(default=None, description="the app's client id, for installing from the web")
    slack_client_secret: SecretStr | None = Field(
        default=None, description="the app's client secret, for installing from the web"
    )
    slack_prefix: str = Field(
        default="",
        pattern=r"^[a-z0-9_-]{0,12}$",
        description="what all slash commands begin with, such as “alt-”: small letters, digits, - and _, at most 12",
    )
    slack_api_url: Base = Field(
        default="https://slack.com/api/", description="a whole base address, such as https://slack.com/api/"
    )

    http_host: str = Field(default="127.0.0.1", min_length=1, description="an address to listen on, such as 127.0.0.1")
    http_port: int = Field(default=8321, ge=0, le=65535, description="a port from 0 (any free one) to 65535")
    log_format: Annotated[Literal["console", "json"], BeforeValidator(_lower)] = Field(
        default="console", description="console or json"
    )
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(_upper)] = Field(
        default="INFO", description="DEBUG, INFO, WARNING, ERROR or CRITICAL"
    )
    encoder: Path | None = Field(default=None, description="a folder with a sentence encoder; none is used without it")
    encoder_sha256: str | None = Field(
        default=None, pattern=r"^[0-9A-Fa-f]{64}$", description="the SHA-256 that the encoder's folder must have"
    )

    question_days: int = Field(
        default=90, ge=1, le=3650, description="how many days unanswered questions are kept, from 1 to 3650"
    )

    server_days: int = Field(
        default=30, ge=1, le=3650, description="how many days a server that was left is remembered, from 1 to 3650"
    )

    attempt_days: int = Field(
        default=90, ge=1, le=3650, description="how many days a quiz that nobody goes on with is kept, from 1 to 3650"
    )

    @property
    def backups(self) -> Path:
        """Where copies of the database are kept."""
        return self.data_dir / "backups"

    @field_validator("data_dir", "knowledge", "encoder")
    @classmethod
    def _whole_path(cls, path: Path | None) -> Path | None:
        try:
            return path.expanduser().absolute() if path else None
        except RuntimeError as error:  # “~name” of nobody
            raise ValueError(str(error)) from error

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith((_SQLITE, _POSTGRESQL)) or url == _SQLITE:
            raise ValueError("not a database Shinro can use")
        _ = urlsplit(url).port  # ValueError where a bare “/” or “:” in the password hides the host
        return url

    @field_validator("discord_api_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @field_validator("slack_api_url")
    @classmethod
    def _with_slash(cls, url: str) -> str:
        return url.rstrip("/") + "/"


def load_settings() -> Settings:
    """The settings of this process. SettingsError names every wrong one, what is wrong and what would be right."""
    try:
        in_file = dotenv_values(ENV_FILE, encoding=ENCODING) if ENV_FILE.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([f"{ENV_FILE.absolute()} cannot be read: it must be a text file in UTF-8."]) from error
    problems = _misspelt([*os.environ, *in_file])
    try:
        settings = Settings()
    except ValidationError as error:
        wrong = [details for details in error.errors() if details["type"] != "default_factory_not_called"]
        raise SettingsError([*problems, *map(_sentence, wrong)]) from None
    if problems:
        raise SettingsError(problems)
    return settings


def _misspelt(names: Iterable[str]) -> list[str]:
    """Sentences about names so near to a setting's that they must be meant for it; others are left alone."""
    known = {name.upper() for name in Settings.model_fields}
    problems = []
    for name in sorted({name.upper() for name in names}):
        short = name.removeprefix(PREFIX)
        if name.startswith(PREFIX) and short not in known:
            meant = get_close_matches(short, known, n=1, cutoff=_LIKENESS)
            problems += [f"{name} is not a setting: did you mean {PREFIX}{near}?" for near in meant]
    return problems


def _sentence(details: ErrorDetails) -> str:
    field = str(details["loc"][0])
    right = Settings.model_fields[field].description
    hidden = field == "database_url" or field.endswith(("token", "secret"))
    wrong = "is not usable" if hidden else f"is “{details['input']}”"
    return f"{PREFIX}{field.upper()} {wrong}: it must be {right}."
