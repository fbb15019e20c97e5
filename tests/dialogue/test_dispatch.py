"""Who may, once only, in time, and never an exception toward a person; nothing a person wrote stands in a log."""

from __future__ import annotations

import asyncio
import io
from typing import TYPE_CHECKING

import pytest
import structlog
from structlog.testing import capture_logs

from bot import dispatch
from bot.commands import CATALOGUE, catalogue, may
from bot.dispatch import Dispatch
from bot.logs import set_up_logs
from bot.ports import Request
from bot.texts import say
from bot.ui import Card, Reply, Text, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.dispatch import Handler
    from bot.ports import Role
    from tests.dialogue.talk import Chat

SECRET = "my boss Yamada reads my diary"


def no_suggestions(*_: object) -> list[tuple[str, str]]:
    return []


def core(ask: Handler, deadline: float = dispatch.DEADLINE) -> Dispatch:
    return Dispatch({"ask": ask}, no_suggestions, deadline)


def question(key: str = "", **changes: str) -> Request:
    return Request("ask", {"question": SECRET}, key=key, **changes)  # type: ignore[arg-type]


async def echo(request: Request) -> Reply:
    return Reply(Card("", (Text(request.arguments["question"]),)))


async def broken(request: Request) -> Reply:
    raise KeyError(request.arguments["question"])


async def for_ever(request: Request) -> Reply:
    await asyncio.Event().wait()
    raise AssertionError("never")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Everything that would stand in the log, as JSON."""
    stream = io.StringIO()
    set_up_logs("json", "DEBUG", stream)
    yield stream
    structlog.reset_defaults()


async def test_a_failure_is_a_sentence_with_the_number_that_stands_in_the_log() -> None:
    with capture_logs() as logs:
        reply = await core(broken).handle(question())
    (log,) = logs
    assert plain(reply) == say("en", "error.unexpected", id=log["id"])
    assert reply.private
    assert (log["log_level"], log["command"], log["error"]) == ("error", "ask", "KeyError")
    assert log["at"][-1].startswith("test_dispatch.py:")
    assert SECRET not in repr(logs)


async def test_what_hangs_is_told_to_take_too_long() -> None:
    with capture_logs() as logs:
        reply = await core(for_ever, deadline=0.01).handle(question())
    (log,) = logs
    assert plain(reply) == say("en", "error.deadline", id=log["id"])
    assert SECRET not in repr(logs)


@pytest.mark.parametrize("handler", [broken, for_ever, echo])
async def test_no_log_line_holds_what_a_person_wrote(logged: io.StringIO, handler: Handler) -> None:
    await core(handler, deadline=0.01).handle(question())
    assert SECRET not in logged.getvalue()
    assert "Yamada" not in logged.getvalue()
    assert bool(logged.getvalue()) == (handler is not echo)


async def test_nothing_of_a_whole_conversation_is_logged(logged: io.StringIO, chat: Chat) -> None:
    for line in (SECRET, "what does sales pay", "i want to die", "/path Yamada", "/compare Yamada with sales"):
        await chat.say(line)
    assert logged.getvalue() == ""


async def test_the_sentences_are_in_the_persons_language() -> None:
    with capture_logs() as logs:
        for locale in ("ja", "ja-JP", "JA_jp"):
            assert plain(await core(broken).handle(question(locale=locale))) == say(
                "ja", "error.unexpected", id=logs[-1]["id"]
            )
        assert "on my side" in plain(await core(broken).handle(question(locale="fr")))


@pytest.mark.parametrize("name", ["nonsense", "", "ask ", "ASK", "**bold**", "@everyone", "x" * 10_000])
async def test_an_unknown_command_is_said_to_be_unknown(name: str) -> None:
    reply = await core(echo).handle(Request(name))
    assert plain(reply) == say("en", "error.unknown_command", name=name[:60])
    assert reply.private
    assert isinstance(reply.body, Card)
    assert "@e" not in repr(reply.body.blocks)


async def test_a_command_of_the_catalogue_that_nothing_handles_is_unknown_too() -> None:
    assert "I know no command" in plain(await core(echo).handle(Request("ladder")))


@pytest.mark.parametrize(("role", "allowed"), [("member", False), ("moderator", True), ("admin", True)])
async def test_why_is_for_moderators(chat: Chat, role: Role, allowed: bool) -> None:
    asking = chat.elsewhere(role=role)
    read = await asking.say("/kb why what does sales pay")
    assert asking.heard.private
    assert (read == say("en", "error.forbidden.moderator")) is not allowed
    assert ("Why this answer?" in read) is allowed


async def test_why_of_nothing_asks_for_a_question(chat: Chat) -> None:
    reply = await chat.elsewhere(role="moderator").send("kb why", question=" ")
    assert plain(reply) == say("en", "why.nothing")


async def test_help_lists_what_the_person_may_do(chat: Chat) -> None:
    assert "/kb why" not in await chat.say("/help")
    assert "/kb why question" in await chat.elsewhere(role="moderator").say("/help")
    for role in ("member", "moderator", "admin"):
        listed = [help_.name for help_ in catalogue("en", role)]
        assert listed == [c.name for c in CATALOGUE if c.typed and may(role, c)]
    assert [help_.name for help_ in chat.core.catalogue("ja")] == [c.name for c in CATALOGUE if c.typed]


class Counted:
    """A handler that says how often it was called, and waits until it may answer."""

    def __init__(self) -> None:
        self.calls = 0
        self.may_answer = asyncio.Event()

    async def __call__(self, request: Request) -> Reply:
        self.calls += 1
        mine = self.calls
        await self.may_answer.wait()
        return Reply(Card(f"answer {mine}"))


async def test_the_same_doing_twice_is_handled_once() -> None:
    handler = Counted()
    handler.may_answer.set()
    served = core(handler)
    first, second = await served.handle(question("k1")), await served.handle(question("k1"))
    assert (first, handler.calls) == (second, 1)
    assert await served.handle(question("k2")) != first
    assert await served.handle(question("k1", organisation="others")) != first
    without = [await served.handle(question()) for _ in range(2)]
    assert without[0] != without[1]
    assert handler.calls == 5


async def test_the_same_doing_delivered_again_while_it_is_under_way() -> None:
    handler = Counted()
    served = core(handler)
    deliveries = [asyncio.ensure_future(served.handle(question("k1"))) for _ in range(3)]
    await turns()
    assert handler.calls == 1
    handler.may_answer.set()
    assert await asyncio.gather(*deliveries) == [Reply(Card("answer 1"))] * 3


async def test_a_first_delivery_that_was_called_off_leaves_the_second_an_answer() -> None:
    handler = Counted()
    served = core(handler)
    first, second = (asyncio.ensure_future(served.handle(question("k1"))) for _ in range(2))
    await turns()
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    await turns()
    assert handler.calls == 2
    handler.may_answer.set()
    assert await second == Reply(Card("answer 2"))
    assert await served.handle(question("k1")) == Reply(Card("answer 2"))


async def test_a_second_delivery_that_is_called_off_does_not_end_the_first() -> None:
    handler = Counted()
    served = core(handler)
    first, second = (asyncio.ensure_future(served.handle(question("k1"))) for _ in range(2))
    await turns()
    second.cancel()
    await asyncio.gather(second, return_exceptions=True)
    assert second.cancelled()
    handler.may_answer.set()
    assert await first == Reply(Card("answer 1"))


async def test_keys_are_remembered_up_to_a_limit() -> None:
    handler = Counted()
    handler.may_answer.set()
    served = core(handler)
    first = await served.handle(question("k"))
    for number in range(dispatch.REMEMBERED - 1):
        await served.handle(question(str(number)))
    assert await served.handle(question("k")) == first
    await served.handle(question("one more"))
    assert await served.handle(question("k")) != first


async def test_a_failure_delivered_twice_is_one_failure() -> None:
    served = core(broken)
    with capture_logs() as logs:
        assert await served.handle(question("k")) == await served.handle(question("k"))
    assert len(logs) == 1


async def test_completions_come_from_the_library_in_use(chat: Chat) -> None:
    assert chat.core.suggest("path", "name", "sal", "en") == [("Sales", "Sales")]
    assert chat.core.suggest("compare", "second", "営業", "ja") == [("営業", "営業")]
    assert len(chat.core.suggest("ask", "question", "", "en", 7)) == 7
    assert chat.core.suggest("kb why", "question", "what does sales", "en")
    assert chat.core.suggest("ladder", "nothing", "x", "en") == []


async def turns() -> None:
    """Let everything that is ready go on."""
    for _ in range(10):
        await asyncio.sleep(0)
