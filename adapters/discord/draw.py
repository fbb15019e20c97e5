"""Cards of the small vocabulary as Discord messages. Every limit of Discord's is kept here and in what this calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone

from adapters.discord import limits
from adapters.discord.markdown import blank, markdown, one_line, plain
from adapters.discord.pages import Component, Image, Page, Piece, Row, Rule, Writing, pages
from bot.lettering import shorten
from bot.ui import (
    Action,
    Block,
    Button,
    Buttons,
    Card,
    Columns,
    Divider,
    Fields,
    Moment,
    Picker,
    Picture,
    Progress,
    Select,
    Text,
)

SELECT = "shinro:select:"  # what was chosen stands in the values, so the id only has to be one of its own
PICK = "shinro:pick:"  # before the action that the chosen ids are added to
CHOICE = "!"  # before the action of a button that is one of a choice: its reply takes the card's place
SHOWN = 5  # of a choice, up to which all stand there as buttons
JST = timezone(timedelta(hours=9), "JST")
NAMELESS = "…"  # on a button whose label is empty: Discord refuses one without
BAR = 12  # characters, so that it stays on one line of a phone
CELL = 60  # characters of a cell that still stand on one line with its heading
_BUTTON, _STRING_SELECT, _ROLE_SELECT, _CHANNEL_SELECT = 2, 3, 6, 8
_SECONDARY = 2
_POSTABLE = (0, 5, 10, 11, 12)  # text, announcements and their threads


def draw(card: Card, controls: Sequence[Button] = ()) -> list[Page]:
    """A card as one message, or as several where Discord allows no more in one; `controls` end each of them."""
    return pages(card.title, _pieces(card), list(_rows(controls[: limits.OPTIONS])))


def picked(custom_id: str) -> Action:
    """The action of a chooser of channels or roles; ValueError for an id that is none."""
    return Action.read(custom_id.removeprefix(PICK))


def _pieces(card: Card) -> Iterator[Piece]:
    selects = pictures = 0
    for block in card.blocks:
        match block:
            case Divider():
                yield Rule()
            case Picture(png, alternative) if png:
                pictures += 1
                yield Image(f"picture-{pictures}.png", png, alternative)
            case Buttons(buttons):
                yield from _rows(buttons)
            case Select(prompt, options):
                yield Writing(plain(prompt))
                if _all_shown(options):
                    yield from (Row((_button(option, CHOICE),)) for option in options)
                    continue
                rows = _selects(options, selects)
                selects += len(rows)
                yield from rows
            case Picker():
                yield Writing(plain(block.prompt))
                yield Row((_picker(block),))
            case _:
                yield Writing(_written(block))
    for line in card.footer.splitlines():
        yield Writing(plain(line), lead="-# ")


def _written(block: Block) -> str:
    match block:
        case Text(source):
            return markdown(source).strip()
        case Fields(pairs):
            return "\n".join(line for name, value in pairs if (line := _field(name, value)))
        case Columns(headings, rows):
            return "\n\n".join(_compared(headings, name, cells) for name, cells in rows)
        case Progress(done, total):
            return bar(done, total)
        case Moment(at):
            return moment(at)
        case Picture(_, alternative):
            return "" if blank(alternative) else f"*{plain(alternative)}*"
        case _:
            return ""


def _field(name: str, value: str) -> str:
    shown = markdown(value).strip()
    if blank(name):
        return "" if blank(shown) else shown
    if blank(shown):
        return _bold(name)
    return f"{_bold(name)}\n{shown}" if "\n" in shown else f"{_bold(name, ':')} {shown}"


def _bold(name: str, colon: str = "") -> str:
    name = one_line(name)
    return f"**{plain(name)}{'' if name.endswith((':', '：', '?', '？')) else colon}**"


def _compared(headings: Sequence[str], name: str, cells: Sequence[str]) -> str:
    """One row of a comparison. Discord has no tables, and a phone no room for one: a line or a paragraph a column."""
    shown = [markdown(cell).strip() or "–" for cell in cells]
    names = [plain(heading) for heading in headings]
    if all(len(cell) <= CELL and "\n" not in cell for cell in shown):
        lines = [f"- {heading}: {cell}" if heading else f"- {cell}" for heading, cell in zip(names, shown, strict=True)]
    else:
        lines = [f"__{heading}__\n{cell}" if heading else cell for heading, cell in zip(names, shown, strict=True)]
    return "\n".join(lines if blank(name) else [_bold(name), *lines])


def bar(done: int, total: int) -> str:
    """How far something is, as a bar and in numbers."""
    filled = BAR * min(max(done, 0), max(total, 0)) // total if total > 0 else 0
    return f"{'▰' * filled}{'▱' * (BAR - filled)} {done}/{total}"


def moment(at: datetime) -> str:
    """An instant in the reader's own time, in Japan's, and how far away it is."""
    try:
        japan, unix = at.astimezone(JST), int(at.timestamp())
    except (OverflowError, ValueError, OSError):
        return at.isoformat(" ", "minutes")
    return f"<t:{unix}:f> ({japan:%Y-%m-%d %H:%M} JST), <t:{unix}:R>"


def _rows(buttons: Sequence[Button]) -> Iterator[Row]:
    """Rows of about the same length: six buttons as three and three."""
    if not buttons:
        return
    rows = -(-len(buttons) // limits.BUTTONS_IN_A_ROW)
    size = -(-len(buttons) // rows)
    for at in range(0, len(buttons), size):
        yield Row(tuple(_button(button) for button in buttons[at : at + size]))


def _button(button: Button, mark: str = "") -> Component:
    label, wire = _label(button.label, limits.BUTTON_LABEL), button.action.wire()
    custom_id = mark + wire if len(mark + wire) <= limits.CUSTOM_ID else wire
    return {"type": _BUTTON, "style": _SECONDARY, "label": label, "custom_id": custom_id}


def _all_shown(options: Sequence[Button]) -> bool:
    """Whether all that can be chosen can stand there as buttons, one under the other, to be seen at once."""
    labels = [one_line(option.label) for option in options]
    return len(labels) <= SHOWN and all(len(label) <= limits.BUTTON_LABEL for label in labels)


def _label(text: str, limit: int) -> str:
    text = one_line(text)
    return NAMELESS if blank(text) else shorten(text, limit)


def _selects(options: Sequence[Button], used: int) -> list[Row]:
    """One select, or as many as the options need."""
    shown = list({option.action.wire(): _option(option) for option in reversed(options)}.values())[::-1]
    rows = []
    for number, at in enumerate(range(0, len(shown), limits.OPTIONS), used):
        select: Component = {
            "type": _STRING_SELECT,
            "custom_id": f"{SELECT}{number}",
            "options": shown[at : at + limits.OPTIONS],
        }
        rows.append(Row((select,)))
    return rows


def _option(option: Button) -> Component:
    """A label that is too long goes on in the small line under it."""
    label = _label(option.label, limits.OPTION_LABEL)
    shown: Component = {"label": label, "value": option.action.wire()}
    rest = one_line(option.label)[len(label) - 1 :].strip()
    if label.endswith("…") and len(rest) > 1:
        shown["description"] = shorten(f"…{rest}", limits.OPTION_DESCRIPTION)
    return shown


def _picker(picker: Picker) -> Component:
    most = min(max(picker.most, 1), limits.CHOSEN)
    wire = picker.action.wire()
    chosen = [key for key in dict.fromkeys(picker.chosen) if key.isascii() and key.isdigit()][:most]
    component: Component = {
        "type": _ROLE_SELECT if picker.kind == "role" else _CHANNEL_SELECT,
        "custom_id": PICK + wire if len(PICK + wire) <= limits.CUSTOM_ID else wire,
        "min_values": 0,
        "max_values": most,
    }
    if picker.kind == "channel":
        component["channel_types"] = list(_POSTABLE)
    if chosen:
        component["default_values"] = [{"id": key, "type": picker.kind} for key in chosen]
    return component
