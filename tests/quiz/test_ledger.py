"""Met, missing, unknown: what each list of the sources asks, kept apart as they keep it, and nothing beyond it."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.loader import load
from bot.library.schema import Requirement
from bot.people.facts import ANSWERS, LEVELS, together
from bot.quiz.ledger import all_lines, ledger, lines, requirements_of

if TYPE_CHECKING:
    from bot.library.library import Library
    from bot.people.facts import Known

SHIPPED = Path(__file__).parents[2] / "knowledge"
N3 = {"context": "interac", "japanese": "N3", "source": "a#b"}


@pytest.fixture(scope="module")
def shipped() -> Library:
    return load(SHIPPED)


def verdicts(requirement: dict[str, Any], known: Known) -> list[tuple[str, str, str]]:
    made = Requirement.model_validate({"context": "any", "source": "a#b", **requirement})
    return [(line.kind, line.verdict, line.note) for line in lines(made, known)]


@pytest.mark.parametrize(
    ("asked", "level", "certificate", "expected"),
    [
        ({"or_equivalent": True}, "N3", True, ("met", "")),
        ({"or_equivalent": True}, "N3", False, ("met", "equivalent")),
        ({"or_equivalent": True}, "N1", None, ("met", "equivalent")),
        ({}, "N3", True, ("met", "")),
        ({}, "N2", True, ("met", "")),
        ({}, "N3", False, ("unknown", "no_equivalent")),
        ({}, "N3", None, ("unknown", "no_equivalent")),
        ({"certificate": True}, "N3", True, ("met", "")),
        ({"certificate": True}, "N3", False, ("missing", "")),
        ({"certificate": True}, "N3", None, ("unknown", "")),
        ({"or_equivalent": True}, "N4", True, ("missing", "")),
        ({"or_equivalent": True}, "none", None, ("missing", "")),
        ({}, None, None, ("unknown", "")),
        ({}, None, True, ("unknown", "")),
    ],
)
def test_a_level_with_and_without_its_certificate(
    asked: dict[str, Any], level: str | None, certificate: bool | None, expected: tuple[str, str]
) -> None:
    known: dict[str, Any] = {"japanese": level, "certificate": certificate}
    found = verdicts({**N3, **asked}, {name: value for name, value in known.items() if value is not None})
    assert found == [("japanese", *expected)]


@pytest.mark.parametrize(
    ("known", "total", "here"),
    [
        ({"teaching_years": 2, "interac_years": 1}, "met", "met"),
        ({"teaching_years": 2, "interac_years": 0}, "met", "missing"),
        ({"teaching_years": 1, "interac_years": 1}, "missing", "met"),
        ({"interac_years": 2}, "met", "met"),
        ({"interac_years": 1}, "unknown", "met"),
        ({"teaching_years": 1, "interac_years": 1, "other_years": 1}, "unknown", "met"),
        ({"teaching_years": 0, "other_years": 1}, "missing", "unknown"),
        ({"teaching_years": 0, "interac_years": 1, "other_years": 1}, "unknown", "met"),
        ({"other_years": 3}, "unknown", "unknown"),
        ({}, "unknown", "unknown"),
    ],
)
def test_the_spp_asks_for_two_years_and_for_one_of_them_at_interac(
    shipped: Library, known: Known, total: str, here: str
) -> None:
    own = ledger(shipped, "spp", known)[0]
    assert own.subject == "spp"
    found = {line.kind: line.verdict for line in own.lines if line.kind.endswith("_years")}
    assert found == {"teaching_years": total, "interac_years": here}


@pytest.mark.parametrize(
    ("known", "total", "as_alt"),
    [
        ({"teaching_years": 2, "alt_years": 1}, "met", "met"),
        ({"teaching_years": 2, "alt_years": 0}, "met", "missing"),
        ({"teaching_years": 2, "interac_years": 1}, "met", "met"),
        ({"teaching_years": 1, "alt_years": 1}, "missing", "met"),
        ({"teaching_years": 2}, "met", "unknown"),
    ],
)
def test_a_promotion_asks_for_one_year_and_one_as_an_alt_and_leaves_the_record_to_people(
    shipped: Library, known: Known, total: str, as_alt: str
) -> None:
    (section,) = [section for section in ledger(shipped, "ht", known) if section.subject == "promotion"]
    found = {line.kind: line.verdict for line in section.lines if line.kind.endswith("_years")}
    assert found == {"teaching_years": total, "alt_years": as_alt}
    judged = [line for line in section.lines if line.kind == "judged"]
    assert judged
    assert {line.verdict for line in judged} == {"unknown"}


def test_n3_or_equivalent_stays_apart_from_n3_without_it(shipped: Library) -> None:
    """Interac's page accepts an equivalent in two lists, and names none in the third."""
    known: Known = {"japanese": "N3", "certificate": False}
    found = {
        line.requirement.source: (line.verdict, line.note)
        for line in all_lines(ledger(shipped, "spp", known))
        if line.kind == "japanese"
    }
    assert found["interac#spp_jp"] == ("met", "equivalent")
    assert found["interac#both_jp"] == ("met", "equivalent")
    assert found["interac#req_jp"] == ("unknown", "no_equivalent")


def test_jet_is_never_counted_and_never_refused(shipped: Library) -> None:
    """Whether it counts is not stated: with enough other years the total is unknown, never met."""
    for here, others in product(range(3), range(4)):
        known: Known = {"teaching_years": here, "interac_years": here, "other_years": others}
        total = next(line for line in all_lines(ledger(shipped, "spp", known)) if line.kind == "teaching_years")
        assert total.verdict == ("met" if here >= 2 else "unknown" if here + others >= 2 else "missing")


@pytest.mark.parametrize(
    ("requirement", "known", "verdict"),
    [
        ({"technical": True}, {}, "unknown"),
        ({"technical": True}, {"technical": True}, "met"),
        ({"technical": True}, {"technical": False}, "missing"),
        ({"own_visa": True}, {}, "unknown"),
        ({"own_visa": True}, {"visa_support": True}, "missing"),
        ({"own_visa": True}, {"visa_support": False}, "met"),
        ({"where": "tokyo"}, {}, "unknown"),
        ({"where": "tokyo"}, {"tokyo": True}, "met"),
        ({"where": "tokyo"}, {"tokyo": False}, "missing"),
        ({"where": "tokyo"}, {"tokyo": True, "stay": "home"}, "missing"),
        ({"where": "anywhere"}, {"stay": "japan"}, "met"),
        ({"where": "anywhere"}, {"stay": "local"}, "missing"),
        ({"where": "local"}, {"stay": "japan"}, "met"),
        ({"where": "local"}, {"stay": "local"}, "met"),
        ({"where": "local"}, {"stay": "home"}, "missing"),
        ({"where": "home"}, {"stay": "home"}, "met"),
        ({"where": "home"}, {"stay": "japan"}, "missing"),
        ({"where": "home"}, {"tokyo": True}, "unknown"),
        ({"credential": "licence"}, {}, "unknown"),
        ({"credential": "licence"}, {"credentials": []}, "missing"),
        ({"credential": "licence"}, {"credentials": ["other", "licence"]}, "met"),
        ({"judged": True}, {"japanese": "N1", "technical": True}, "unknown"),
    ],
)
def test_every_other_condition(requirement: dict[str, Any], known: Known, verdict: str) -> None:
    assert [found for _, found, _ in verdicts(requirement, known)] == [verdict]


def test_what_two_lists_state_alike_stands_once(shipped: Library) -> None:
    for subject in shipped.subjects:
        listed = [requirement for _, own in requirements_of(shipped, subject) for requirement in own]
        assert len(listed) == len({requirement.model_dump_json() for requirement in listed})


_ANY_FACTS = st.fixed_dictionaries(
    {}, optional={fact: st.sampled_from([value for _, value in answers]) for fact, answers in ANSWERS.items()}
)


@given(known=_ANY_FACTS, level=st.sampled_from(LEVELS), better=st.sampled_from(LEVELS))
def test_more_japanese_never_makes_a_line_worse(known: dict[str, Any], level: str, better: str) -> None:
    rank = {"missing": 0, "unknown": 1, "met": 2}
    low, high = sorted((level, better), key=LEVELS.index)
    for extra in ({}, {"or_equivalent": True}, {"certificate": True}):
        found = [verdicts({**N3, **extra}, {**known, "japanese": held})[0][1] for held in (low, high)]
        assert rank[found[0]] <= rank[found[1]]


@given(known=_ANY_FACTS)
def test_nothing_known_is_never_more_than_something_known(known: dict[str, Any], shipped: Library) -> None:
    """A line that is met or missing stays so when facts that it does not read are added."""
    for subject in ("spp", "ht", "recruiting", "it", "home"):
        for line in all_lines(ledger(shipped, subject, known)):
            read = {fact: value for fact, value in known.items() if fact in (*line.reads, "interac_years", "stay")}
            alone = [other for other in lines(line.requirement, read) if other.kind == line.kind]
            assert alone[0].verdict == line.verdict


def test_a_certificate_is_of_the_level_it_was_told_with() -> None:
    assert together({"japanese": "N3", "certificate": True}, {"japanese": "N2"}) == {"japanese": "N2"}
    assert together({"japanese": "N3", "certificate": True}, {"japanese": "N3"}) == {
        "japanese": "N3",
        "certificate": True,
    }
    assert together({"credentials": ["a"]}, {"credentials": ["b", "a"]}) == {"credentials": ["a", "b"]}
