"""The roles that a window can be for: the library's, by every name they have."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.library.library import Library

KINDS = ("role", "programme")


def roles_of(library: Library) -> dict[str, str]:
    """Ids of roles and programmes by id, title and alias, in lower case. A name that two have is nobody's."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for subject in library.subjects.values():
        if subject.kind in KINDS:
            names = [subject.id, *subject.title.values(), *(name for some in subject.aliases.values() for name in some)]
            for name in {name.casefold() for name in names}:
                if found.setdefault(name, subject.id) != subject.id:
                    shared.add(name)
    ids = set(found.values())
    return {name: id_ for name, id_ in found.items() if name not in shared or name in ids}
