"""What can be known of a person: the facts that requirements are held against, each with the answers it may have."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bot.texts import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.library.quiz_schema import Facts

Value: TypeAlias = "str | int | bool | list[str]"
Known: TypeAlias = "Mapping[str, Value]"

LEVELS = ("N5", "N4", "N3", "N2", "N1")  # lowest first
MOST_YEARS = 3  # “three or more”: no source asks for more
_YEARS: tuple[tuple[str, Value], ...] = tuple((str(years), years) for years in range(MOST_YEARS + 1))
_YES: tuple[tuple[str, Value], ...] = (("yes", True), ("no", False))

# Each fact with its answers, by the name that a button carries; in the order in which they are asked.
ANSWERS: dict[str, tuple[tuple[str, Value], ...]] = {
    "japanese": (*((level.lower(), level) for level in reversed(LEVELS)), ("none", "none")),
    "certificate": _YES,
    "teaching_years": _YEARS,
    "other_years": _YEARS,
    "interac_years": _YEARS,
    "alt_years": _YEARS,
    "stay": (("japan", "japan"), ("local", "local"), ("home", "home")),
    "tokyo": _YES,
    "visa_support": _YES,
    "technical": _YES,
}


def stated(facts: Facts) -> dict[str, Value]:
    """The facts that a choice states."""
    found = {name: value for name, value in facts.model_dump(exclude_none=True).items() if name != "credentials"}
    if facts.credentials is not None:
        found["credentials"] = list(facts.credentials)
    return found


def together(*known: Known) -> dict[str, Value]:
    """Several sets of facts as one; of two values the later counts. A certificate is of the level it was told with."""
    found: dict[str, Value] = {}
    for facts in known:
        if "japanese" in facts and facts["japanese"] != found.get("japanese"):
            found.pop("certificate", None)
        held = found.get("credentials")
        found |= facts
        new = facts.get("credentials")
        if isinstance(held, list) and isinstance(new, list):
            found["credentials"] = list(dict.fromkeys((*held, *new)))
    return found


def name_of(fact: str, value: Value) -> str | None:
    """The name of an answer, as buttons carry it."""
    return next((name for name, meant in ANSWERS.get(fact, ()) if meant == value and type(meant) is type(value)), None)


def told(fact: str, value: Value, language: str) -> str:
    """A fact's value in words."""
    if fact.endswith("_years") and isinstance(value, int):
        return say(language, "fact.years.more" if value >= MOST_YEARS else "fact.years", years=value)
    name = name_of(fact, value)
    if name is None:
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    if fact == "japanese" and name != "none":
        return str(value)
    return say(language, f"fact.{'stay' if fact == 'stay' else 'answer'}.{name}")


def label(fact: str, language: str) -> str:
    """What a fact is called."""
    return say(language, f"fact.{fact}")
