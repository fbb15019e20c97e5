"""The last three questions of a person in a place are remembered for fifteen minutes, and no longer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.answering import memory
from bot.answering.memory import Memory
from bot.ports import Request
from tests.fakes import FakeClock


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def remembered(clock: FakeClock) -> Memory:
    return Memory(clock)


def by(person: str = "tess", place: str = "general", organisation: str = "alts", server: str = "slack:T1") -> Request:
    return Request("ask", {}, organisation, place, person, server=server)


def test_the_last_three_oldest_first(remembered: Memory) -> None:
    for question in ("one", "two", "three", "four"):
        remembered.remember(by(), question)
    assert remembered.earlier(by()) == ("two", "three", "four")
    assert remembered.last(by()) == "four"


def test_fifteen_minutes_and_not_a_second_more(remembered: Memory, clock: FakeClock) -> None:
    remembered.remember(by(), "one")
    clock.pass_time(timedelta(minutes=15))
    assert remembered.earlier(by()) == ("one",)
    clock.pass_time(timedelta(seconds=1))
    assert remembered.earlier(by()) == ()
    assert remembered.last(by()) == ""
    remembered.remember(by(), "two")
    assert remembered.earlier(by()) == ("two",)


def test_each_question_starts_the_quarter_of_an_hour_anew(remembered: Memory, clock: FakeClock) -> None:
    remembered.remember(by(), "one")
    clock.pass_time(timedelta(minutes=14))
    remembered.remember(by(), "two")
    clock.pass_time(timedelta(minutes=14))
    assert remembered.earlier(by()) == ("one", "two")


def test_people_places_servers_and_organisations_are_apart(remembered: Memory) -> None:
    remembered.remember(by(), "mine")
    for other in (by(person="kim"), by(place="random"), by(organisation="others"), by(server="slack:T2")):
        assert remembered.earlier(other) == ()


def test_whoever_was_silent_longest_is_forgotten_first(remembered: Memory) -> None:
    remembered.remember(by("first"), "one")
    remembered.remember(by("second"), "two")
    remembered.remember(by("first"), "again")
    for number in range(memory.PEOPLE - 1):
        remembered.remember(by(f"person {number}"), "hi")
    assert remembered.earlier(by("second")) == ()
    assert remembered.earlier(by("first")) == ("one", "again")


def test_a_thread_has_its_own_talk_and_begins_with_that_of_the_person_around_it(remembered: Memory) -> None:
    def thread(stamp: str, person: str = "alice") -> Request:
        return replace(by(person, f"general:{stamp}"), shared=True, within="general")

    remembered.remember(by("alice"), "before")
    assert remembered.earlier(thread("1")) == ("before",)
    remembered.remember(thread("1"), "in it")
    assert remembered.earlier(thread("1", "bob")) == ("before", "in it")
    assert remembered.earlier(thread("2", "bob")) == ()
    remembered.remember(thread("1", "bob"), "by bob")
    assert remembered.earlier(thread("2")) == ("before", "in it")
    assert remembered.earlier(thread("1"))[-1] == "by bob"
