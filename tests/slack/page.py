"""Outgoing messages, forms and homes as they look in Slack, on one HTML page that needs nothing from anywhere."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Json = dict[str, Any]
STYLES = Path(__file__).with_name("page.css")
_TOKEN = re.compile(
    r"<(?P<url>https?://[^<>|]+)\|(?P<label>[^<>]*)>"
    r"|<!date\^\d+\^[^|<>]*\|(?P<date>[^<>]*)>"
    r"|<[#@!](?:subteam\^)?(?P<id>[^<>|]+)(?:\|[^<>]*)?>"
    r"|(?<![\w*_~`])(?P<fence>[*_~`])(?P<inside>\S(?:[^*_~`\n]*\S)?)(?P=fence)(?![\w*_~`])"
)
_FENCES = {"*": "bold", "_": "italic", "~": "strike", "`": "code"}
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True)
class Shown:
    """One thing to look at: a message that all or one see, or a view. `form`: its title and its buttons."""

    heading: str
    blocks: Sequence[Json]
    private: bool = False
    home: bool = False
    form: tuple[str, str, str] | None = None  # title, submit, close
    pictures: Mapping[str, bytes] = field(default_factory=dict)  # by the ids of their files


def page(shown: Iterable[Shown], names: Mapping[str, str] | None = None) -> str:
    """Everything on a page of a chat; `names` of channels, groups and people by their ids."""
    sections = "".join(
        f"<section><h1>{escape(one.heading)}</h1>{_Drawer(one, names or {}).whole()}</section>" for one in shown
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Shinro in Slack</title><style>{STYLES.read_text('utf-8')}</style><main>{sections}</main></html>"
    )


class _Drawer:
    def __init__(self, shown: Shown, names: Mapping[str, str]) -> None:
        self.shown = shown
        self.names = names

    def whole(self) -> str:
        blocks = "".join(map(self._block, self.shown.blocks))
        if self.shown.form is not None:
            title, submit, close = map(escape, self.shown.form)
            end = f'<span class="button">{close}</span><span class="button primary">{submit}</span>'
            inside = f'<div class="inside">{blocks}</div><div class="end">{end}</div>'
            return f'<div class="form"><h2>{title}</h2>{inside}</div>'
        if self.shown.home:
            return f'<div class="home"><div class="tabs"><b>Home</b> Messages About</div>{blocks}</div>'
        private = '<div class="private">Only visible to you</div>' if self.shown.private else ""
        name = '<div class="name">Shinro <b>APP</b> <i>9:41 AM</i></div>'
        return f'{private}<div class="message"><div class="face">進</div><div class="body">{name}{blocks}</div></div>'

    def _block(self, block: Json) -> str:
        match block["type"]:
            case "header":
                return f'<div class="header">{self._text(block["text"])}</div>'
            case "divider":
                return "<hr>"
            case "context":
                return f'<div class="context">{"".join(map(self._text, block["elements"]))}</div>'
            case "section":
                fields = "".join(f"<div>{self._text(one)}</div>" for one in block.get("fields", ()))
                text = f"<div>{self._text(block['text'])}</div>" if block.get("text") else ""
                return text + (f'<div class="fields">{fields}</div>' if fields else "")
            case "rich_text":
                return f'<div class="rich">{"".join(map(self._rich, block["elements"]))}</div>'
            case "actions":
                return f'<div class="row">{"".join(map(self._element, block["elements"]))}</div>'
            case "image":
                return self._picture(block)
            case "table":
                return self._table(block)
            case "input":
                optional = " <small>(optional)</small>" if block.get("optional") else ""
                label = f"<label>{self._text(block['label'])}{optional}</label>"
                return f'<div class="field">{label}{self._element(block["element"])}</div>'
            case kind:
                return f"<div>[{kind}]</div>"

    def _rich(self, part: Json) -> str:
        if part["type"] == "rich_text_list":
            tag = "ul" if part["style"] == "bullet" else "ol"
            items = "".join(f"<li>{self._runs(item)}</li>" for item in part["elements"])
            return f'<{tag} style="--depth:{part.get("indent", 0)}">{items}</{tag}>'
        return f'<div class="{part["type"].removeprefix("rich_text_")}">{self._runs(part)}</div>'

    def _runs(self, part: Json) -> str:
        return "".join(map(self._run, part["elements"]))

    def _run(self, run: Json) -> str:
        named = next((run[key] for key in ("channel_id", "user_id", "usergroup_id") if key in run), None)
        if named is not None:
            return self._named(named)
        styles = [name for name, on in run.get("style", {}).items() if on]
        names = " ".join([*(["link"] if run["type"] == "link" else []), *styles])
        return f'<span class="{names}">{escape(run["text"])}</span>' if names else escape(run["text"])

    def _named(self, id_: str) -> str:
        sign = "#" if id_.startswith("C") else "@"
        return f'<span class="mention">{sign}{escape(self.names.get(id_, id_).removeprefix("@"))}</span>'

    def _table(self, block: Json) -> str:
        rows = [[self._cell(cell) for cell in row] for row in block["rows"]]
        head = "".join(f"<th>{cell}</th>" for cell in rows[0])
        body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows[1:])
        return f"<table><tr>{head}</tr>{body}</table>"

    def _cell(self, cell: Json) -> str:
        return escape(cell["text"]) if cell["type"] == "raw_text" else "".join(map(self._rich, cell["elements"]))

    def _element(self, element: Json) -> str:
        match element["type"]:
            case "button":
                return f'<span class="button {element.get("style", "")}">{self._text(element["text"])}</span>'
            case "plain_text_input":
                return _typed(element.get("initial_value"), self._placeholder(element), long=element.get("multiline"))
            case "datetimepicker":
                return _typed(None, "A date and a time", long=False)
            case _:
                shut = self._chosen(element) or escape(self._placeholder(element))
                return f'<span class="select">{shut} <i>⌄</i></span>'

    def _chosen(self, select: Json) -> str:
        options = [*select.get("initial_options", ()), *([one] if (one := select.get("initial_option")) else ())]
        ids = [*select.get("initial_conversations", ()), *select.get("initial_users", ())]
        return " ".join([*(self._text(option["text"]) for option in options), *map(self._named, ids)])

    def _placeholder(self, element: Json) -> str:
        return str((element.get("placeholder") or {}).get("text", ""))

    def _picture(self, block: Json) -> str:
        alternative = escape(block["alt_text"])
        png = self.shown.pictures.get(block.get("slack_file", {}).get("id", ""))
        if png is None:
            return f'<div class="picture">🖼 {alternative}</div>'
        return f'<img alt="{alternative}" src="data:image/png;base64,{base64.b64encode(png).decode()}">'

    def _text(self, text: Json) -> str:
        if text["type"] != "mrkdwn":
            return escape(text["text"])
        parts, at = [], 0
        for found in _TOKEN.finditer(text["text"]):
            parts += [_plain(text["text"][at : found.start()]), self._token(found)]
            at = found.end()
        return "".join([*parts, _plain(text["text"][at:])]).replace("\n", "<br>")

    def _token(self, found: re.Match[str]) -> str:
        if found["url"]:
            return f'<span class="link">{_plain(found["label"])}</span>'
        if found["date"]:
            return _plain(found["date"])
        if found["id"]:
            return self._named(found["id"])
        return f'<span class="{_FENCES[found["fence"]]}">{_plain(found["inside"])}</span>'


def _plain(text: str) -> str:
    for entity, character in _ENTITIES:
        text = text.replace(entity, character)
    return escape(text)


def _typed(value: str | None, placeholder: str, *, long: bool | None) -> str:
    names = ["input", *(["long"] if long else []), *([] if value else ["empty"])]
    return f'<div class="{" ".join(names)}">{escape(value or placeholder)}</div>'
