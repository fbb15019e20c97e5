"""The gateway: sessions that survive their connection, and events in order."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from .compression import packer
from .sessions import Link, Session
from .wire import Json, dumps, loads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .world import World

GUILDS, MEMBERS, PRESENCES, CONTENT = 1 << 0, 1 << 1, 1 << 8, 1 << 15
PRIVILEGED = {"members": MEMBERS, "presences": PRESENCES, "message_content": CONTENT}
KNOWN_INTENTS = (1 << 26) - 1
GUILD_MESSAGES, DIRECT_MESSAGES, EVENTS = 1 << 9, 1 << 12, 1 << 16
INTENT_OF = {
    "GUILD_MEMBER_ADD": MEMBERS,
    "GUILD_MEMBER_UPDATE": MEMBERS,
    "GUILD_MEMBER_REMOVE": MEMBERS,
    "GUILD_SCHEDULED_EVENT_CREATE": EVENTS,
    "GUILD_SCHEDULED_EVENT_UPDATE": EVENTS,
    "GUILD_SCHEDULED_EVENT_DELETE": EVENTS,
}
LOST = 1006


class Gateway:
    def __init__(self, world: World, shards: int, compression: str | None, heartbeat: float) -> None:
        self._world = world
        self._only = compression
        self.compression = "none"  # of the newest connection
        self._heartbeat_ms = int(heartbeat * 1000)
        self._links: set[Link] = set()
        self.shards = shards
        self.sessions: dict[str, Session] = {}
        self.allowed_intents = 0
        self.identified = 0
        self.resumed = 0
        self.closes: list[int] = []  # codes with which clients left; 1006 for none

    @property
    def url(self) -> str:
        return self._world.origin.replace("http", "ws", 1) + "/gateway/"

    @property
    def ready(self) -> bool:
        """Whether every shard of somebody is connected."""
        connected = self.connected()
        return any(len({one.shard for one in connected if one.shards == n.shards}) == n.shards for n in connected)

    def connected(self) -> list[Session]:
        return [one for one in self.sessions.values() if one.link is not None]

    def dispatch(self, event: str, data: Json, *, guild_id: int | None = None, bare: Json | None = None) -> None:
        """Tells every session that hears of this guild; `bare` is for those without the message content intent."""
        needed = INTENT_OF.get(event, 0)
        if event.startswith("MESSAGE_"):
            needed = GUILD_MESSAGES if guild_id is not None else DIRECT_MESSAGES
        full = hidden = None
        for session in self.sessions.values():
            if not session.wants(guild_id) or session.intents & needed != needed:
                continue
            if bare is not None and not session.intents & CONTENT:
                hidden = hidden or dumps(bare)
                session.dispatch(event, hidden)
            else:
                full = full or dumps(data)
                session.dispatch(event, full)

    async def serve(self, request: web.BaseRequest) -> web.StreamResponse:
        socket = web.WebSocketResponse(compress=False, max_msg_size=0, timeout=1.0)
        await socket.prepare(request)
        asked = request.query.get("compress", "none")
        transport = request.transport
        self.compression, pack = packer(asked, self._only)
        link = Link(socket, pack, transport.abort if transport else lambda: None)
        self._links.add(link)
        session: Session | None = None
        link.send(dumps({"op": 10, "s": None, "t": None, "d": {"heartbeat_interval": self._heartbeat_ms}}))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT and not link.dead:
                    session = self._receive(link, session, loads(message.data))
        finally:
            await link.stop()
            self._links.discard(link)
            self._left(link, session, socket.close_code or LOST)
        return socket

    def _receive(self, link: Link, session: Session | None, payload: Json) -> Session | None:
        match payload["op"]:
            case 1:
                link.send('{"op":11,"s":null,"t":null,"d":null}')
            case 2:
                return self._identify(link, payload["d"])
            case 6:
                return self._resume(link, payload["d"])
            case 8 if session is not None:
                self._chunk(session, payload["d"])
        return session

    def _identify(self, link: Link, data: Json) -> Session | None:
        shard, shards = data.get("shard", (0, 1))
        refused = next(self._refusals(data, shard, shards), None)
        if refused is not None:
            link.close(refused)
            return None
        for old in [one for one in self.sessions.values() if (one.shard, one.shards) == (shard, shards)]:
            if old.link is None:
                del self.sessions[old.id]
        session = Session(shard, shards, data["intents"], link)
        self.sessions[session.id] = session
        self.identified += 1
        guilds = [one for one in self._world.guilds.values() if one.has_bot and session.wants(one.id)]
        ready = {
            "v": 10,
            "user": self._world.bot.wire | {"verified": True, "mfa_enabled": True, "flags": 0, "email": None},
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self.url,
            "shard": [shard, shards],
            "application": {"id": str(self._world.application_id), "flags": 0},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "user_settings": {},
        }
        session.dispatch("READY", dumps(ready))
        for guild in guilds:
            session.dispatch("GUILD_CREATE", dumps(guild.created()))
        self._world.tell()
        return session

    def _refusals(self, data: Json, shard: int, shards: int) -> Iterator[int]:
        """Close codes, the first of which counts."""
        if data.get("token") != self._world.token:
            yield 4004
        if not 0 <= shard < shards:
            yield 4010
        if not 0 <= data.get("intents", -1) <= KNOWN_INTENTS:
            yield 4013
        elif data["intents"] & (MEMBERS | PRESENCES | CONTENT) & ~self.allowed_intents:
            yield 4014

    def _resume(self, link: Link, data: Json) -> Session | None:
        if data.get("token") != self._world.token:
            link.close(4004)
            return None
        session = self.sessions.get(data.get("session_id", ""))
        missed = session.missed(data["seq"] or 0) if session is not None else None
        if session is None or missed is None:
            self.invalidate(link)
            return None
        if session.link is not None:
            session.link.close(4000)
        session.link = link
        for text in missed:
            link.send(text)
        session.dispatch("RESUMED", '{"_trace":[]}')
        self.resumed += 1
        self._world.tell()
        return session

    def invalidate(self, link: Link, *, resumable: bool = False) -> None:
        link.send(dumps({"op": 9, "s": None, "t": None, "d": resumable}))

    def _chunk(self, session: Session, data: Json) -> None:
        """Members on request: named ones always, all of them only with the intent."""
        guild = self._world.guilds[int(data["guild_id"])]
        asked = data.get("user_ids")
        ids = [int(one) for one in ([asked] if isinstance(asked, str) else asked)] if asked else list(guild.members)
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": [guild.members[one].wire() for one in ids if one in guild.members],
            "not_found": [str(one) for one in ids if one not in guild.members],
            "chunk_index": 0,
            "chunk_count": 1,
        }
        if data.get("nonce"):
            chunk["nonce"] = data["nonce"]
        session.dispatch("GUILD_MEMBERS_CHUNK", dumps(chunk))

    def _left(self, link: Link, session: Session | None, code: int) -> None:
        self.closes.append(code)
        if session is not None and session.link is link:
            session.link = None
            if link.closed_by_us is None and code in (1000, 1001):
                self.sessions.pop(session.id, None)
        self._world.tell()

    async def close(self) -> None:
        """Ends every connection; a client that does not listen any more is not waited for."""
        for link in list(self._links):
            link.close(1001)
        with contextlib.suppress(TimeoutError):
            await self._world.changes.until(lambda: not self._links, within=2.0)
