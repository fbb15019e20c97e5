"""Files: an address to send the bytes to, and then the sharing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import sending
from ..call import Call, methods
from ..errors import RefusedError
from ..messages import File
from ..uploads import DOWNLOAD, UPLOAD

if TYPE_CHECKING:
    from ..wire import Json


@methods.add("files.getUploadURLExternal", "files:write", json=False)
def begin(call: Call) -> Json:
    world = call.world
    size = call.text("length")
    if not size.isdigit() or size == "0":
        raise RefusedError("invalid_arguments")
    key, name = world.ids.new("F"), call.text("filename")
    alternative = str(call.args.get("alt_txt") or "")
    file = File(key, name, int(size), f"{world.origin}{DOWNLOAD}{key}/{name}", alternative=alternative)
    world.files[key] = file
    return {"upload_url": f"{world.origin}{UPLOAD}{key}", "file_id": key}


@methods.add("files.completeUploadExternal", "files:write")
def complete(call: Call) -> Json:
    """Shares what was sent; in one message where a place is named, otherwise with nobody yet."""
    world = call.world
    files: list[File] = []
    for one in call.args.get("files") or ():
        file = world.files.get(one["id"])
        if file is None or file.data is None:
            raise RefusedError("file_not_found")
        file.title = one.get("title") or file.title
        files.append(file)
    if not files:
        raise RefusedError("invalid_arguments")
    named = str(call.args.get("channel_id") or call.args.get("channels") or "")
    for place in filter(None, named.split(",")):
        call.args["channel"] = place
        channel = call.channel()
        if not channel.bot_in:
            raise RefusedError("not_in_channel")
        body = {"text": call.args.get("initial_comment") or "", "thread_ts": call.args.get("thread_ts")}
        sending.create(world, channel, call.team.bot, body, files=files, subtype="file_share")
    for file in files:
        file.complete = True
    return {"files": [one.wire() for one in files]}


@methods.add("files.info", "files:read", json=False)
def info(call: Call) -> Json:
    file = call.world.files.get(call.text("file"))
    if file is None or file.data is None:
        raise RefusedError("file_not_found")
    return {"file": file.wire()}
