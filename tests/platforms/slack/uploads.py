"""Bytes of files: sent to an address that was given out for them, and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiohttp import BodyPartReader, web

from .blocks import pictures
from .errors import RefusedError

if TYPE_CHECKING:
    from .messages import File
    from .world import World

UPLOAD, DOWNLOAD = "/upload/v1/", "/files/"
NAME = "upload"


async def receive(world: World, request: web.BaseRequest) -> tuple[Any, str]:
    """The bytes as the body itself or as one part of a form."""
    file = world.files.get(request.path.removeprefix(UPLOAD))
    if file is None:
        raise RefusedError("file_not_found")
    data = b""
    if request.content_type == "multipart/form-data":
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            data = bytes(await part.read())
    else:
        data = await request.read()
    if len(data) != file.size:
        world.problems.append(f"upload: {file.name!r} was announced with {file.size} bytes and came with {len(data)}")
    file.data = data
    return {"file": file.id, "size": len(data)}, f"OK - {len(data)}"


def strangers(world: World, body: Any) -> list[str]:
    """What images in the blocks of a message or a view point at, although no such file was uploaded."""
    holder = body.get("view") or body if isinstance(body, dict) else {}
    blocks = holder.get("blocks") if isinstance(holder, dict) else None
    if not isinstance(blocks, list) or not all(isinstance(one, dict) for one in blocks):
        return []
    named = list(pictures(blocks))
    known = {key for file in world.files.values() if file.complete for key in (file.id, file.url)} if named else set()
    return [one for one in named if one not in known]


def download(world: World, request: web.BaseRequest) -> web.Response:
    """A file's bytes: /files/{id}/{name}, for the bot's token only."""
    file: File | None = world.files.get(request.path.removeprefix(DOWNLOAD).split("/")[0])
    if file is None or file.data is None:
        return web.Response(status=404)
    if request.headers.get("Authorization", "").removeprefix("Bearer ") not in {one.bot_token for one in world.teams}:
        return web.Response(status=403)
    return web.Response(body=file.data, content_type="application/octet-stream")
