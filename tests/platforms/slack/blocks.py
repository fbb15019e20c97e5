"""Reading blocks: what a person sees of them, and what can be pressed, chosen or filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .wire import Json

STATIC, EXTERNAL = ("static_select", "multi_static_select"), ("external_select", "multi_external_select")
USERS, CONVERSATIONS = ("users_select", "multi_users_select"), ("conversations_select", "multi_conversations_select")
CHANNELS = ("channels_select", "multi_channels_select")
LISTS = ("overflow", "radio_buttons", "checkboxes")
PICKERS = ("datepicker", "timepicker", "datetimepicker")
TYPED = ("plain_text_input", "number_input", "email_text_input", "url_text_input", "rich_text_input", "file_input")
SELECTS = (*STATIC, *EXTERNAL, *USERS, *CONVERSATIONS, *CHANNELS, *LISTS, *PICKERS)
MANY = ("checkboxes", *(one for one in SELECTS if one.startswith("multi_")))


@dataclass(frozen=True)
class Button:
    label: str
    action_id: str
    block_id: str
    value: str
    url: str
    style: str


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    description: str


@dataclass(frozen=True)
class Select:
    action_id: str
    block_id: str
    type: str
    placeholder: str
    options: tuple[Option, ...]


def words_of(text: Json | str | None) -> str:
    """The text of a text object."""
    return text if isinstance(text, str) else (text or {}).get("text") or ""


def elements(blocks: Sequence[Json]) -> Iterator[tuple[Json, Json]]:
    """Every block element with the block that it stands in."""
    for block in blocks:
        for key in ("accessory", "element"):
            if block.get(key):
                yield block, block[key]
        if block["type"] in ("actions", "context_actions"):
            yield from ((block, one) for one in block.get("elements") or ())
        if block["type"] == "container":
            yield from elements(block.get("child_blocks") or ())


def options(element: Json) -> tuple[Option, ...]:
    """All that are offered, those in groups too."""
    return tuple(
        Option(one.get("value") or "", words_of(one["text"]), words_of(one.get("description")))
        for one in wire_options(element)
    )


def wire_options(element: Json) -> list[Json]:
    found: list[Json] = list(element.get("options") or ())
    for group in element.get("option_groups") or ():
        found += group["options"]
    return found


def buttons(blocks: Sequence[Json]) -> list[Button]:
    return [
        Button(
            words_of(one["text"]),
            one.get("action_id") or "",
            block.get("block_id") or "",
            one.get("value") or "",
            one.get("url") or "",
            one.get("style") or "",
        )
        for block, one in elements(blocks)
        if one["type"] == "button"
    ]


def selects(blocks: Sequence[Json]) -> list[Select]:
    return [
        Select(
            one.get("action_id") or "",
            block.get("block_id") or "",
            one["type"],
            words_of(one.get("placeholder")),
            options(one),
        )
        for block, one in elements(blocks)
        if one["type"] in SELECTS
    ]


def pictures(blocks: Sequence[Json]) -> Iterator[str]:
    """The files that images show, each by its id."""
    for block in blocks:
        inside = (block, block.get("accessory") or {}, *(block.get("elements") or ()))
        for one in inside:
            if isinstance(one, dict) and one.get("type") == "image" and one.get("slack_file"):
                yield one["slack_file"].get("id") or one["slack_file"].get("url") or ""
        yield from pictures(block.get("child_blocks") or ())


def words(blocks: Sequence[Json]) -> Iterator[str]:
    """Everything in blocks that a person reads, in order."""
    for block in blocks:
        yield words_of(block.get("label"))
        yield words_of(block.get("title"))
        yield words_of(block.get("text"))
        yield from (words_of(one) for one in block.get("fields") or ())
        for key in ("accessory", "element"):
            if block.get(key):
                yield from _of_element(block[key])
        yield words_of(block.get("hint"))
        yield block.get("alt_text") or ""
        if block["type"] == "rich_text":
            yield "".join(_rich(block.get("elements") or ()))
        elif block["type"] == "table":
            yield from (" | ".join("".join(_rich([cell])) for cell in row) for row in block.get("rows") or ())
        else:
            for one in block.get("elements") or ():
                yield from _of_element(one)
        yield from words(block.get("child_blocks") or ())


def _of_element(element: Json) -> Iterator[str]:
    for key in ("text", "placeholder", "alt_text"):
        yield words_of(element.get(key))
    for option in options(element):
        yield " — ".join(filter(None, (option.label, option.description)))


def _rich(parts: Sequence[Json]) -> Iterator[str]:
    """Rich text, flattened."""
    for part in parts:
        kind = part["type"]
        if kind in ("text", "raw_text", "link"):
            yield part.get("text") or part.get("url") or ""
        elif kind == "emoji":
            yield f":{part['name']}:"
        elif kind == "user":
            yield f"<@{part['user_id']}>"
        elif kind == "channel":
            yield f"<#{part['channel_id']}>"
        elif kind == "broadcast":
            yield f"<!{part['range']}>"
        yield from _rich(part.get("elements") or ())
        if kind.startswith("rich_text_"):
            yield "\n"


def named(blocks: Sequence[Json], prefix: str = "b") -> list[Json]:
    """A copy in which every block, and every element that can be used, has an id, as the server sees to."""
    taken = {one["block_id"] for one in blocks if one.get("block_id")}
    done: list[Json] = []
    for number, block in enumerate(blocks):
        if not block.get("block_id"):
            name = f"{prefix}{number}"
            while name in taken:
                name += "x"
            taken.add(name)
            block = block | {"block_id": name}
        done.append(_elements_named(block))
    return done


def _elements_named(block: Json) -> Json:
    changed: dict[str, Any] = {}
    for key in ("accessory", "element"):
        if block.get(key):
            changed[key] = _with_action_id(block[key], 0)
    if block["type"] in ("actions", "context_actions"):
        changed["elements"] = [_with_action_id(one, number) for number, one in enumerate(block["elements"])]
    return block | changed if changed else block


def _with_action_id(element: Json, number: int) -> Json:
    usable = element["type"] in SELECTS or element["type"] in TYPED or element["type"] == "button"
    return element if element.get("action_id") or not usable else element | {"action_id": f"a{number}"}
