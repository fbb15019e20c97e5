"""How an organisation announces: `/shinro windows`, a form for admins."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.texts import say, spoken
from bot.ui import Action, Card, Field, Form, Reply, Text
from bot.windows.rhythms import read_days, read_quiet, typed_days, typed_quiet

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.ports import Request
    from bot.windows.office import Office
    from bot.windows.ports import Manner, WindowsKept

CHOICES = {"approval": ("second", "self"), "coming": ("no", "yes")}


class MannerHandlers:
    """Which milestones an organisation announces, when it is quiet, and who approves."""

    def __init__(self, office: Office, kept: WindowsKept) -> None:
        self._office, self._kept = office, kept

    def handlers(self) -> dict[str, Callable[[Request], Awaitable[Reply]]]:
        """The command with what it does."""
        return {"shinro windows": self.manner}

    async def manner(self, request: Request) -> Reply:
        """The form, or what becomes of it."""
        language = spoken(request.locale)
        manner = await self._kept.windows.manner(request.organisation)
        if not request.fields:
            return Reply(_form(_typed(manner), {}, language), private=True)
        typed = request.fields
        days, quiet = read_days(typed.get("days", "")), read_quiet(typed.get("quiet", ""))
        errors = {} if days is not None else {"days": say(language, "windows.rhythm.days.unread")}
        if quiet is None:
            errors["quiet"] = say(language, "windows.rhythm.quiet.unread")
        if days is None or quiet is None:
            return Reply(_form(typed, errors, language), private=True)
        kinds = manner.rhythm.kinds - {"coming"}
        if typed.get("coming") == "yes":
            kinds |= {"coming"}
        [hours] = quiet
        rhythm = replace(manner.rhythm, kinds=kinds, days=days, quiet=hours)
        changed = replace(manner, rhythm=rhythm, self_approval=typed.get("approval") == "self")
        await self._kept.windows.put_manner(request.organisation, changed)
        await self._office.replan(request.organisation)
        lines = [f"- {_label(field, language)}: {_value(field, changed, language)}" for field in _typed(changed)]
        said = "\n".join([say(language, "window.manner.kept"), *lines])
        return Reply(Card(say(language, "window.manner"), (Text(said),)), private=True)


def _typed(manner: Manner) -> dict[str, str]:
    return {
        "days": typed_days(manner.rhythm),
        "quiet": typed_quiet(manner.rhythm),
        "coming": "yes" if "coming" in manner.rhythm.kinds else "no",
        "approval": "self" if manner.self_approval else "second",
    }


def _form(typed: Mapping[str, str], errors: Mapping[str, str], language: str) -> Form:
    fields = []
    for name in ("days", "quiet", "coming", "approval"):
        options = tuple((c, say(language, f"window.manner.{name}.{c}")) for c in CHOICES.get(name, ()))
        kind = "choice" if options else "text"
        required, limit = bool(options), 60
        value, error = typed.get(name, ""), errors.get(name, "")
        fields.append(Field(name, _label(name, language), kind, options, value, required, limit, error))
    return Form(say(language, "window.manner"), tuple(fields), Action("shinro windows"))


def _label(name: str, language: str) -> str:
    return say(language, f"window.manner.{name}")


def _value(name: str, manner: Manner, language: str) -> str:
    value = _typed(manner)[name]
    if name in CHOICES:
        return say(language, f"window.manner.{name}.{value}")
    return value or say(language, "setting.none")
