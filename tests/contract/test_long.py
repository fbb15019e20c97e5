"""A reply longer than any platform takes at once: all of it can be read, in its order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from bot.ui import Action, Card, Fields, Reply, Text
from tests.contract.cores import scripted

if TYPE_CHECKING:
    from bot.ports import Request
    from tests.contract.conftest import Begin

SENTENCES = 400
FIELDS = 60


def numbered(kind: str, read: list[str]) -> list[int]:
    return [int(number) for number in re.findall(rf"{kind}(\d+)\b", "\n".join(read))]


@pytest.mark.parametrize("again", [None, Action("ladder")], ids=["once", "again"])
@pytest.mark.parametrize("private", [False, True], ids=["public", "private"])
async def test_nothing_is_lost_and_all_stays_in_order(begin: Begin, again: Action | None, private: bool) -> None:
    async def long(request: Request) -> Reply:
        sentences = [
            f"This is sentence s{number} of many, with **bold** and [a link](https://example.org/{number})."
            for number in range(SENTENCES)
        ]
        paragraphs = ["\n".join(sentences[at : at + 20]) for at in range(0, SENTENCES, 20)]
        fields = Fields(tuple((f"Field f{number}", f"its value, {'long ' * 20}") for number in range(FIELDS)))
        return Reply(Card("Long", (*map(Text, paragraphs), fields), "The end e0"), private=private, again=again)

    person = await begin(scripted(ladder=long, ask=long))
    await person.command("ladder")
    read = await person.pages()
    assert numbered("s", read) == list(range(SENTENCES))
    assert numbered("f", read) == list(range(FIELDS))
    assert numbered("e", read)[-1] == 0


@pytest.mark.parametrize("again", [None, Action("ask", ("tell me",))], ids=["once", "again"])
async def test_so_it_is_with_a_message(begin: Begin, again: Action | None) -> None:
    async def long(request: Request) -> Reply:
        return Reply(Card("Long", (Text("\n".join(f"Line s{n} {'word ' * 12}" for n in range(200))),)), again=again)

    person = await begin(scripted(ask=long))
    await person.tell("tell me")
    assert numbered("s", await person.pages()) == list(range(200))
