"""What staff's window commands do: window new, edit, withdraw, preview, and the buttons of their cards."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.texts import say, spoken
from bot.ui import Action, Button, Buttons, Card, Reply, Select, Text, literal
from bot.windows import words
from bot.windows.files import derived_id
from bot.windows.forms import drawn, troubled, window_form
from bot.windows.grammar import TOKYO
from bot.windows.office import Refusal
from bot.windows.refusals import told
from bot.windows.roles import roles_of
from bot.windows.typed import check, typed_of
from bot.windows.window import EDITABLE, Window, changes, standing

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from datetime import datetime

    from bot.library.library import Library
    from bot.ports import Clock, Drafts, Request
    from bot.ui import Block
    from bot.windows.calendar import Line
    from bot.windows.office import Office, Submitted
    from bot.windows.ports import WindowsKept
    from bot.windows.typed import Checked

    TellStaff = Callable[[str, Callable[[str], Card], str], Awaitable[int]]  # how many places were told

AHEAD = timedelta(days=366)  # that a preview of everything looks
LISTED = 40  # lines of a preview
APPROVED, OFFERED = 5, 25  # buttons that approve; windows in a select
ID_FIELD = "_id"  # beside what was typed in a draft: the window that is changed


async def nobody(_organisation: str, _card: Callable[[str], Card], _name: str) -> int:
    """Where no platform can be reached, nobody is asked."""
    return 0


class WindowHandlers:
    """The commands of staff. What is typed is kept for a day, and nothing is seen by others before it is approved."""

    def __init__(
        self,
        office: Office,
        kept: WindowsKept,
        drafts: Drafts,
        library: Callable[[], Library],
        clock: Clock,
        tell_staff: TellStaff = nobody,
    ) -> None:
        self._office, self._kept, self._drafts = office, kept, drafts
        self._library, self._clock, self._tell_staff = library, clock, tell_staff

    def handlers(self) -> dict[str, Callable[[Request], Awaitable[Reply]]]:
        """Each command with what it does; what cannot be done is said."""
        own = {
            "window new": self.new,
            "window edit": self.edit,
            "window withdraw": self.withdraw,
            "window withdrawn": self.withdrawn,
            "window preview": self.preview,
            "window save": self.save,
            "window again": self.again,
            "window pick": self.pick,
            "window approve": self.approve,
        }
        return {name: told(handler) for name, handler in own.items()}

    async def new(self, request: Request) -> Reply:
        return Reply(window_form({}, secrets.token_hex(8), spoken(request.locale)), private=True)

    async def edit(self, request: Request) -> Reply:
        if not request.arguments.get("window", "").strip():
            return await self._which(request)
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
            lines.append(
                say(
                    language,
                    "window.lacks",
                    place=f"[#](channel:{place.id})",
                    rights=" ".join(words.right(name, language) for name in missing),
                )
            )
        planned = await self._office.plan(window)
        if not any(plan.target.kind == "place" for plan in planned):
            lines.append(say(language, "window.no_places"))
        return Reply(Card(window.title, (Text("\n".join(lines)),)), private=True)

    async def withdraw(self, request: Request) -> Reply:
        if not request.arguments.get("window", "").strip():
            return await self._which(request)
        language, window = spoken(request.locale), await self._window(request)
        button = Button(say(language, "window.withdraw.yes"), Action("window withdrawn", (window.id,)))
        said = Text(say(language, "window.withdraw.ask", title=literal(window.title)))
        return Reply(Card(window.title, (said, Buttons((button,)))), private=True)

    async def withdrawn(self, request: Request) -> Reply:
        language, window = spoken(request.locale), await self._window(request)
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
        titles = {window.id: window.title for window in chosen}
        lines = Counter(_line(line, titles, language) for line in await self._office.preview(chosen, now + AHEAD))
        said = [f"- {line}" + (f" ×{count}" if count > 1 else "") for line, count in lines.items()]
        if len(said) > LISTED:
            said[LISTED:] = [say(language, "window.preview.more", count=len(said) - LISTED)]
        blocks: list[Block] = [Text("\n".join(said) or say(language, "window.preview.none"))]
        waiting = [w for w in chosen if await self._office.waiting(request.organisation, w.id)]
        if waiting:
            blocks.append(Buttons(tuple(_approve(window, language) for window in waiting[:APPROVED])))
        return Reply(Card(say(language, "window.preview.title"), tuple(blocks)), private=True)

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
        card = drawn(found, checked, self.title_of, language)
        if found.live is None or changes(found.live, found.window):
            asked = Text(await self._ask(found, checked, language))
            card = replace(card, blocks=(asked, *card.blocks))
        return Reply(card, private=True)

    async def _ask(self, found: Submitted, checked: Checked, language: str) -> str:
        """Ask a second person for approval, in the staff places; what to say of that."""
        organisation = found.window.organisation
        if (await self._kept.windows.manner(organisation)).self_approval:
            return say(language, "window.ask_self")
        told = await self._tell_staff(
            organisation,
            lambda spoken_there: drawn(found, checked, self.title_of, spoken_there),
            f"{found.window.id} {found.window.revision} {self._clock.now().isoformat()}",
        )
        return say(language, "window.asked" if told else "window.not_asked")

    async def _free_id(self, window: Window) -> str:
        """The id that a file would give it, unless another window has it."""
        id_ = derived_id(window)
        taken = await self._kept.windows.get(window.organisation, id_)
        return id_ if taken is None else f"{id_[:33]}-{secrets.token_hex(3)}"

    async def _which(self, request: Request) -> Reply:
        """The windows that can still be changed, to choose one."""
        language, now = spoken(request.locale), self._clock.now()
        every = await self._kept.windows.all(request.organisation, after=now)
        open_ones = [window for window in every if standing(window, now) in EDITABLE]
        if not open_ones:
            return _said("", say(language, "window.which.none"))
        options = tuple(Button(w.title, Action(request.command, (w.id,))) for w in open_ones[:OFFERED])
        return Reply(Card("", (Select(say(language, "window.which"), options),)), private=True)

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


def _approve(window: Window, language: str) -> Button:
    return Button(say(language, "window.approve.named", title=window.title), Action("window approve", (window.id,)))


def _said(title: str, text: str) -> Reply:
    return Reply(Card(title, (Text(text),)), private=True)
