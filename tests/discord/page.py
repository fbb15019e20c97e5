"""Outgoing messages as they look in Discord, on one HTML page that needs nothing from anywhere.

`python -m tests.discord.page OUT.html` draws a choice of cards of the shipped pack.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from html import escape
from pathlib import Path
from typing import Any

from .reader import Line, Run, lines

Component = Mapping[str, Any]
JST = timezone(timedelta(hours=9))
STYLES = Path(__file__).with_name("page.css")


def page(
    messages: Iterable[tuple[str, Sequence[Component] | Component]],
    pictures: Mapping[str, bytes] | None = None,
    names: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> str:
    """Messages, each with a heading, and modals (`{"title": …, "components": […]}`) as a page of a chat.

    `pictures` by their file names; `names` of channels, roles and people by their ids.
    """
    drawer = _Drawer(pictures or {}, names or {}, now or datetime.now(UTC))
    sections = "".join(
        f"<section><h1>{escape(heading)}</h1>{drawer.message(body)}</section>" for heading, body in messages
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Shinro in Discord</title><style>{STYLES.read_text('utf-8')}</style><main>{sections}</main></html>"
    )


class _Drawer:
    def __init__(self, pictures: Mapping[str, bytes], names: Mapping[str, str], now: datetime) -> None:
        self.pictures = pictures
        self.names = names
        self.now = now

    def message(self, body: Sequence[Component] | Component) -> str:
        if isinstance(body, Mapping):
            inside = self._all(body["components"])
            return f'<div class="modal"><h2>{escape(body["title"])}</h2>{inside}</div>'
        name = '<div class="name">Shinro <b>APP</b></div>'
        return f'<div class="message"><div class="face">進</div><div class="body">{name}{self._all(body)}</div></div>'

    def _all(self, components: Iterable[Component]) -> str:
        return "".join(map(self._one, components))

    def _one(self, component: Component) -> str:
        match component["type"]:
            case 1:
                return f'<div class="row">{self._all(component["components"])}</div>'
            case 2:
                return f'<span class="button">{escape(component["label"])}</span>'
            case 3 | 6 | 8:
                return self._select(component)
            case 4:
                return _input(component)
            case 10:
                return f"<div>{''.join(map(self._line, lines(component['content'])))}</div>"
            case 12:
                return "".join(map(self._picture, component["items"]))
            case 14:
                return "<hr>"
            case 17:
                accent = f"--accent:#{component.get('accent_color', 0x44454C):06x}"
                return f'<div class="container" style="{accent}">{self._all(component["components"])}</div>'
            case 18:
                return self._field(component)
            case 21:
                shown = ((o["label"], " chosen" if o.get("default") else "") for o in component["options"])
                return "".join(f'<div class="radio{chosen}">{escape(label)}</div>' for label, chosen in shown)
            case kind:
                return f"<div>[{kind}]</div>"

    def _select(self, select: Component) -> str:
        sign = "#" if select["type"] == 8 else "@"
        chosen = [sign + self.names.get(value["id"], value["id"]) for value in select.get("default_values", ())]
        chosen += [option["label"] for option in select.get("options", ()) if option.get("default")]
        shut = "".join(f'<span class="mention">{escape(name)}</span>' for name in chosen)
        shut = shut or escape(select.get("placeholder", "Make a selection"))
        options = "".join(
            f'<div class="option">{escape(o["label"])}<small>{escape(o.get("description", ""))}</small></div>'
            for o in select.get("options", ())[:6]
        )
        return f'<div class="select"><div class="shut"><span>{shut}</span><span>⌄</span></div>{options}</div>'

    def _field(self, label: Component) -> str:
        star = " <em>*</em>" if label["component"].get("required", True) else ""
        note = f"<small>{escape(label['description'])}</small>" if label.get("description") else ""
        inside = self._one(label["component"])
        return f'<div class="field"><label>{escape(label["label"])}{star}</label>{note}{inside}</div>'

    def _picture(self, item: Component) -> str:
        alternative = escape(item.get("description", ""))
        png = self.pictures.get(item["media"]["url"].removeprefix("attachment://"))
        if png is None:
            return f'<div class="picture">🖼 {alternative}</div>'
        return f'<img alt="{alternative}" src="data:image/png;base64,{base64.b64encode(png).decode()}">'

    def _line(self, line: Line) -> str:
        runs = "".join(map(self._run, line.runs))
        quoted = " quoted" if line.quoted else ""
        if line.kind in ("bullet", "number"):
            sign = "•" if line.kind == "bullet" else escape(line.marker)
            style = f"--depth:{line.indent}"
            return f'<div class="line item{quoted}" style="{style}"><i>{sign}</i><span>{runs}</span></div>'
        inset = f' style="--depth:{line.indent}"' if line.indent else ""
        return f'<div class="line {line.kind}{quoted}{" inset" if line.indent else ""}"{inset}>{runs}</div>'

    def _run(self, run: Run) -> str:
        text = run.text
        if run.kind == "time":
            text = self._time(run.target)
        elif run.kind == "mention":
            key = text.strip("<#@&!>")
            text = text.strip("<>").replace("&", "").replace(key, self.names.get(key, key))
        names = " ".join([run.kind, *sorted(run.styles)])
        return f'<span class="{names}">{escape(text)}</span>' if names != "text" else escape(text)

    def _time(self, target: str) -> str:
        unix, _, style = target.partition(":")
        at = datetime.fromtimestamp(int(unix), JST)
        if style != "R":
            return f"{at:%-d %B %Y %H:%M}"
        hours = (at - self.now) / timedelta(hours=1)
        number, unit = (hours / 24, "day") if abs(hours) >= 24 else (hours, "hour")
        count = f"{abs(round(number))} {unit}{'' if abs(round(number)) == 1 else 's'}"
        return f"in {count}" if hours > 0 else f"{count} ago"


def _input(field: Component) -> str:
    text = field.get("value") or field.get("placeholder") or ""
    names = ["input", *(["long"] if field["style"] == 2 else []), *([] if field.get("value") else ["empty"])]
    return f'<div class="{" ".join(names)}">{escape(text)}</div>'


if __name__ == "__main__":
    from .samples import NAMES, NOW, samples

    Path(sys.argv[1]).write_text(page(samples(), names=NAMES, now=NOW), "utf-8")
