"""HTTP mode: what is forged, old, replayed, cut off or too large is refused, and nothing of it raises."""

from __future__ import annotations

import asyncio
import io
import random
import time
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import aiohttp
import pytest
from structlog.testing import capture_logs

from adapters.slack.app import INSTALL, PATH, REDIRECT
from adapters.slack.installing import STATE_SECONDS, Installations, States
from adapters.slack.web import LARGEST
from bot.ports import Shelf
from tests.fakes import FakeClock, MemoryStore
from tests.platforms.slack.api import Api
from tests.platforms.slack.call import Method, methods
from tests.platforms.slack.posting import FORM, JSON, signature

from .stage import Stage, playing, text

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.platforms.slack.call import Call


@pytest.fixture
async def web() -> AsyncIterator[Stage]:
    async with playing("http") as found:
        yield found


def command(stage: Stage, question: str) -> bytes:
    fields = {
        "command": "/ask",
        "text": question,
        "team_id": stage.team.id,
        "user_id": stage.alice.id,
        "channel_id": stage.channel.id,
        "trigger_id": f"{question}.1",
    }
    return urlencode(fields).encode()


async def test_slack_is_shown_that_the_address_is_ours(web: Stage) -> None:
    assert await web.slack.verify()
    assert await web.slack.probe() == 200


async def test_what_is_not_from_slack_now_is_refused(web: Stage) -> None:
    body = command(web, "forged")
    assert await web.slack.post(body, signed="v0=" + "0" * 64) == 401
    assert await web.slack.post(body, signed="nonsense") == 401
    assert await web.slack.post(body, age=301) == 401
    assert await web.slack.post(body, age=-301) == 401
    await web.drained()
    assert web.requests == []


async def test_what_was_sent_before_is_refused_and_a_retry_of_slacks_is_no_second_answer(web: Stage) -> None:
    body, at = command(web, "once"), int(time.time())
    headers = {
        "Content-Type": FORM,
        "X-Slack-Request-Timestamp": str(at),
        "X-Slack-Signature": signature(web.slack.signing_secret, at, body),
    }
    url = f"http://127.0.0.1:{web.adapter.port}{PATH}"
    async with aiohttp.ClientSession() as session:
        statuses = []
        for more in ({}, {}, {"X-Slack-Retry-Num": "1"}):
            async with session.post(url, data=body, headers=headers | more) as response:
                statuses.append(response.status)
    await web.drained()
    assert statuses == [200, 401, 200]
    assert [request.arguments["question"] for request in web.requests] == ["once"]


async def test_a_thousand_bad_requests(web: Stage) -> None:
    """Altered, unsigned, old, oversized, cut off, and what is no request at all: 4xx each, and no exception."""
    chance, statuses = random.Random(4), Counter[int]()
    url = f"http://127.0.0.1:{web.adapter.port}{PATH}"
    good = command(web, "good")
    with capture_logs() as logs:
        async with aiohttp.ClientSession() as session:
            for number in range(1_000):
                body, at = bytearray(good), int(time.time())
                signed = signature(web.slack.signing_secret, at, bytes(body))
                match number % 5:
                    case 0:
                        body[chance.randrange(len(body))] ^= 1 << chance.randrange(7)
                    case 1:
                        signed = signed[: chance.randrange(len(signed))]
                    case 2:
                        at -= chance.randrange(301, 100_000)
                        signed = signature(web.slack.signing_secret, at, bytes(body))
                    case 3:
                        body = body[: chance.randrange(len(body))]
                    case 4:
                        body = bytearray(chance.randbytes(chance.randrange(400)))
                if number % 100 == 99:
                    body = bytearray(LARGEST + 1)
                kind = chance.choice([FORM, JSON, "text/plain", "multipart/form-data; boundary=x", "x"])
                headers = {"Content-Type": kind, "X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": signed}
                async with session.post(url, data=io.BytesIO(body), headers=headers) as response:
                    statuses[response.status] += 1
    assert sum(statuses.values()) == 1_000
    assert all(400 <= status < 500 for status in statuses), statuses
    assert not [log for log in logs if log["log_level"] in ("error", "critical")]
    assert web.requests == []
    assert "You asked: N2" in text(await (await web.ask("N2")).reply())


async def test_a_connection_that_is_cut_in_the_middle(web: Stage) -> None:
    for _ in range(20):
        _, writer = await asyncio.open_connection("127.0.0.1", web.adapter.port)
        writer.write(f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Length: 400\r\n\r\ntrunc".encode())
        await writer.drain()
        writer.close()
        await writer.wait_closed()
    assert "You asked: N2" in text(await (await web.ask("N2")).reply())


async def test_a_state_is_of_one_use_and_for_ten_minutes() -> None:
    clock, kept = FakeClock(), MemoryStore()
    states = States(Shelf(kept.handled, kept.drafts, kept.marks), clock.now)
    state = await states.async_issue()
    assert await states.async_consume(state)
    assert not await states.async_consume(state)
    assert not await states.async_consume("made up")
    late = await states.async_issue()
    clock.pass_time(timedelta(seconds=STATE_SECONDS + 1))
    assert not await states.async_consume(late)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # slack-sdk names the client to aiohttp in its older way
async def test_a_second_workspace_installs_the_app_and_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"client_id": "1.2", "client_secret": "secret"}
    async with playing("http", options) as stage:
        other = stage.slack.add_team("Other")
        channel, carol = other.add_channel("general"), other.add_member("carol")

        def access(call: Call) -> dict[str, object]:
            assert call.args["code"] == "good"
            return {
                "access_token": other.bot_token,
                "token_type": "bot",
                "scope": "chat:write",
                "bot_user_id": other.bot.id,
                "app_id": stage.slack.app_id,
                "team": {"id": other.id, "name": other.name},
                "authed_user": {"id": carol.id},
            }

        method = Method("oauth.v2.access", access, (), json=False, app=False, checks="")
        monkeypatch.setitem(methods.table, method.name, method)
        authorized = Api._authorize
        monkeypatch.setattr(
            Api, "_authorize", lambda api, m, call, request: m is method or authorized(api, m, call, request)
        )
        url = f"http://127.0.0.1:{stage.adapter.port}"
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            async with browser.get(url + INSTALL) as page:
                assert "oauth/v2/authorize" in await page.text()
                cookie = page.headers["Set-Cookie"]
            state = cookie.partition("=")[2].partition(";")[0]
            headers = {"Cookie": f"slack-app-oauth-state={state}"}
            async with browser.get(url + REDIRECT, params={"code": "good", "state": "forged"}, headers=headers) as page:
                assert page.status == 400
            async with browser.get(url + REDIRECT, params={"code": "good", "state": state}, headers=headers) as page:
                assert page.status == 200, await page.text()
        asked = await stage.ask("N2", carol, channel)
        assert "You asked: N2" in text(await asked.reply())
        assert stage.requests[-1].server == f"slack:{other.id}"
        shelf = Shelf(stage.kept.handled, stage.kept.drafts, stage.kept.marks)
        assert await Installations(shelf).teams() == [other.id]
        await stage.stop()
        await stage.start()
        assert "You asked: N1" in text(await (await stage.ask("N1", carol, channel)).reply())
        stage.slack.event(other, {"type": "app_uninstalled"})
        await stage.slack.settled()
        await stage.drained()
        assert await Installations(shelf).token(other.id) == ""
        assert (await stage.kept.servers.get(f"slack:{other.id}")).left_at is not None
        assert "You asked: here" in text(await (await stage.ask("here")).reply())
