"""Discord's rules for the components of a message, with figures of their own: what breaks them, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

ROW, BUTTON, TEXT, GALLERY, RULE, CONTAINER = 1, 2, 10, 12, 14, 17
SELECTS = {3: "string", 5: "user", 6: "role", 7: "mentionable", 8: "channel"}
TOP = (ROW, 9, TEXT, GALLERY, 13, RULE, CONTAINER)

Component = dict[str, Any]


def walk(components: Sequence[Component]) -> Iterator[Component]:
    for component in components:
        yield component
        yield from walk(component.get("components", ()))


def texts(components: Sequence[Component]) -> list[str]:
    return [c["content"] for c in walk(components) if c["type"] == TEXT]


def broken(components: Sequence[Component]) -> list[str]:
    """Each rule that these components break; empty when Discord takes them."""
    return list(_broken(components))


def _broken(components: Sequence[Component]) -> Iterator[str]:
    everything = list(walk(components))
    if not 1 <= len(everything) <= 40:
        yield f"{len(everything)} components"
    if sum(map(len, texts(components))) > 4000:
        yield f"{sum(map(len, texts(components)))} characters"
    ids = [c["custom_id"] for c in everything if "custom_id" in c]
    yield from (f"twice: {custom_id}" for custom_id in set(ids) if ids.count(custom_id) > 1)
    yield from (f"custom id {custom_id!r}" for custom_id in ids if not 1 <= len(custom_id) <= 100)
    yield from (f"type {c['type']} at the top" for c in components if c["type"] not in TOP)
    for component in everything:
        yield from _one(component)


def _one(component: Component) -> Iterator[str]:
    match component["type"]:
        case 17:
            if not component["components"]:
                yield "an empty container"
            yield from (
                f"type {c['type']} in a container" for c in component["components"] if c["type"] not in TOP[:-1]
            )
        case 1:
            yield from _row(component["components"])
        case 2:
            if not component["label"].strip() or len(component["label"]) > 80:
                yield f"label {component['label']!r}"
        case 10:
            if not component["content"].strip(" \n\u200b"):
                yield "an empty text"
        case 12:
            yield from _gallery(component["items"])
        case 3 | 6 | 8:
            yield from _select(component)
        case 14:
            pass
        case kind:
            yield f"type {kind}"


def _row(parts: Sequence[Component]) -> Iterator[str]:
    kinds = {part["type"] for part in parts}
    if not (kinds == {BUTTON} and 1 <= len(parts) <= 5) and not (len(parts) == 1 and kinds <= set(SELECTS)):
        yield f"a row of {[part['type'] for part in parts]}"


def _gallery(items: Sequence[Component]) -> Iterator[str]:
    if not 1 <= len(items) <= 10:
        yield f"{len(items)} pictures in a gallery"
    yield from ("a description" for item in items if not 1 <= len(item.get("description", "-")) <= 1024)


def _select(select: Component) -> Iterator[str]:
    if not len(select.get("placeholder", "-")) <= 150:
        yield "a placeholder"
    if not 0 <= select.get("min_values", 1) <= select.get("max_values", 1) <= 25:
        yield "how many may be chosen"
    if len(select.get("default_values", ())) > select.get("max_values", 1):
        yield "more chosen than may be"
    if select["type"] != 3:
        return
    if not 1 <= len(select["options"]) <= 25:
        yield f"{len(select['options'])} options"
    values = [option["value"] for option in select["options"]]
    if len(set(values)) < len(values):
        yield "two options with one value"
    for option in select["options"]:
        if not all(
            1 <= len(option.get(name, "-")) <= 100 and option.get(name, "-").strip()
            for name in ("label", "value", "description")
        ):
            yield f"option {option}"
