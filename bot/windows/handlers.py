"""What staff's window commands do: window new, edit, withdraw, preview, and the buttons of their cards."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.texts import say, spoken
from bot.ui import Action, Button, Buttons, Card, Reply, Text, literal
from bot.windows.files import derived_id
from bot.windows.forms import drawn, troubled, window_form
from bot.windows.grammar import TOKYO
from bot.windows.office import Refusal
from bot.windows.roles import roles_of
from bot.windows.typed import check, typed_of
from bot.windows.window import Window

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from bot.library.library import Library
    from bot.ports import Clock, Drafts, Request
    from bot.windows.calendar import Line
    from bot.windows.office import Office
    from bot.windows.ports import WindowsKept

AHEAD = timedelta(days=366)  # that a preview of everything looks
LISTED = 40  # lines of a preview
ID_FIELD = "_id"  # beside what was typed in a draft: the window that is changed


class WindowHandlers:
    """The commands of staff. What is typed is kept for a day, and nothing is seen by others before it is approved."""

    def __init__(
        self, office: Office, kept: WindowsKept, drafts: Drafts, library: Callable[[], Library], clock: Clock
    ) -> None:
        self._office, self._kept, self._drafts = office, kept, drafts
        self._library, self._clock = library, clock

    def handlers(self) -> dict[str, Callable[[Request], Awaitable[Reply]]]:
        """Each command with what it does; what cannot be done is said."""
        own = {
            "window new": self.new,
            "window edit": self.edit,
            "window withdraw": self.withdraw,
            "window preview": self.preview,
            "window save": self.save,
            "window again": self.again,
            "window pick": self.pick,
            "window approve": self.approve,
        }
        return {name: _told(handler) for name, handler in own.items()}

    async def new(self, request: Request) -> Reply:
        return Reply(window_form({}, secrets.token_hex(8), spoken(request.locale)), private=True)

    async def edit(self, request: Request) -> Reply:
        window = await self._window(request)
        waits = await self._office.waiting(request.organisation, window.id)
        token = secrets.token_hex(8)
        typed = typed_of(waits.window if waits else window)
        await self._keep(request, token, {**typed, ID_FIELD: window.id})
        return Reply(window_form(typed, token, spoken(request.locale)), private=True)

    async def save(self, request: Request) -> Reply:
        token = request.arguments.get("token", "")
        before = await self._drafts.get(_key(request, token)) or {}
        return await self._check(request, token, {**before, **request.fields})

    async def pick(self, request: Request) -> Reply:
        """One of two readings of a date was meant."""
        token, name = request.arguments.get("token", ""), request.arguments.get("field", "")
        typed = await self._typed(request, token)
        return await self._check(request, token, {**typed, name: request.arguments.get("at", "")})

    async def again(self, request: Request) -> Reply:
        token = request.arguments.get("token", "")
        typed = await self._typed(request, token)
        return Reply(window_form(typed, token, spoken(request.locale)), private=True)

    async def approve(self, request: Request) -> Reply:
        language = spoken(request.locale)
        window = await self._office.approve(request.organisation, request.arguments.get("window", ""), request.person)
        lines = [say(language, "window.approved", title=literal(window.title))]
        for place, missing in await self._office.lacking(window):
            lines.append(say(language, "window.lacks", place=f"[#](channel:{place.id})", rights=", ".join(missing)))
        planned = await self._office.plan(window)
        if not any(plan.target.kind == "place" for plan in planned):
            lines.append(say(language, "window.no_places"))
        return Reply(Card(window.title, (Text("\n".join(lines)),)), private=True)

    async def withdraw(self, request: Request) -> Reply:
        language, window = spoken(request.locale), await self._window(request)
        if request.arguments.get("sure") != "yes":
            button = Button(say(language, "window.withdraw.yes"), Action("window withdraw", (window.id, "yes")))
            said = Text(say(language, "window.withdraw.ask", title=literal(window.title)))
            return Reply(Card(window.title, (said, Buttons((button,)))), private=True)
        await self._office.withdraw(request.organisation, window.id)
        return _said(window.title, say(language, "window.withdrawn", title=literal(window.title)))

    async def preview(self, request: Request) -> Reply:
        language, now = spoken(request.locale), self._clock.now()
        if request.arguments.get("window"):
            window = await self._window(request)
            waits = await self._office.waiting(request.organisation, window.id)
            chosen = [waits.window if waits else window]
        else:
            chosen = [
                w for w in await self._kept.windows.all(request.organisation, after=now) if w.status != "withdrawn"
            ]
        lines = await self._office.preview(chosen, now + AHEAD)
        titles = {window.id: window.title for window in chosen}
        said = [f"- {_line(line, titles, language)}" for line in lines[:LISTED]]
        if len(lines) > LISTED:
            said.append(say(language, "window.preview.more", count=len(lines) - LISTED))
        return _said(say(language, "window.preview.title"), "\n".join(said) or say(language, "window.preview.none"))

    async def _check(self, request: Request, token: str, typed: Mapping[str, str]) -> Reply:
        language = spoken(request.locale)
        await self._keep(request, token, typed)
        named = typed.get(ID_FIELD, "")
        live = await self._kept.windows.get(request.organisation, named) if named else None
        now = self._clock.now()
        base = live or _fresh(request, now)
        checked = check({n: t for n, t in typed.items() if n != ID_FIELD}, base, now, roles_of(self._library()))
        if checked.window is None:
            return Reply(troubled(checked, token, language), private=True)
        window = Window(**{**vars(checked.window), "author": request.person})
        if live is None:
            window = Window(**{**vars(window), "id": await self._free_id(window)})
        found = await self._office.submit(window)
        await self._drafts.drop(_key(request, token))
        return Reply(drawn(found, checked, self.title_of, language), private=True)

    async def _free_id(self, window: Window) -> str:
        """The id that a file would give it, unless another window has it."""
        id_ = derived_id(window)
        taken = await self._kept.windows.get(window.organisation, id_)
        return id_ if taken is None else f"{id_[:33]}-{secrets.token_hex(3)}"

    async def _window(self, request: Request) -> Window:
        """The window that was named by its id or title."""
        name = request.arguments.get("window", "").strip()
        window = await self._kept.windows.get(request.organisation, name)
        if window is None:
            every = await self._kept.windows.all(request.organisation)
            titled = [w for w in every if w.title.casefold() == name.casefold() and w.status != "withdrawn"]
            window = titled[-1] if titled else None
        if window is None:
            raise Refusal("unknown")
        return window

    def title_of(self, role: str, language: str) -> str:
        """What a role is called."""
        subject = self._library().subjects.get(role)
        return role if subject is None else self._library().local(subject.title, language)

    async def _typed(self, request: Request, token: str) -> Mapping[str, str]:
        typed = await self._drafts.get(_key(request, token))
        if typed is None:
            raise Refusal("form_gone")
        return typed

    async def _keep(self, request: Request, token: str, typed: Mapping[str, str]) -> None:
        await self._drafts.put(_key(request, token), typed, self._clock.now())


def _fresh(request: Request, now: datetime) -> Window:
    return Window("", request.organisation, "", now, now, author=request.person, changed=now)


def _key(request: Request, token: str) -> str:
    return f"window {request.organisation} {request.person} {token}"


def _line(line: Line, titles: Mapping[str, str], language: str) -> str:
    """A line of the calendar for people; who subscribed is not told."""
    at = line.at.astimezone(ZoneInfo(TOKYO.key))
    where = f"[#](channel:{line.target.id})" if line.target.kind == "place" else say(language, "window.fault.person")
    kind = line.milestone.partition("@")[0].partition("-")[0]
    what = say(language, f"window.milestone.{kind}")
    done = say(language, f"window.verb.{line.verb}")
    title = literal(titles.get(line.window, line.window))
    return f"{at:%Y-%m-%d %H:%M} · {where} · {done} · {title} · {what}"


def _said(title: str, text: str) -> Reply:
    return Reply(Card(title, (Text(text),)), private=True)


def _told(handler: Callable[[Request], Awaitable[Reply]]) -> Callable[[Request], Awaitable[Reply]]:
    async def tell(request: Request) -> Reply:
        try:
            return await handler(request)
        except Refusal as refusal:
            return Reply(Card(blocks=(Text(say(spoken(request.locale), f"window.refused.{refusal}")),)), private=True)

    return tell
