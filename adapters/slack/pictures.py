"""Pictures, uploaded once: a block shows them by the id of their file. Without a file, their words stand there."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Any

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.blocks import pictured
from adapters.slack.calls import AWAY, named, tried

if TYPE_CHECKING:
    from collections.abc import Iterable

    from adapters.slack.pages import Image
    from adapters.slack.rich import Json
    from adapters.slack.workspaces import Workspace

REMEMBERED = 200  # files, by what is in them
_LOG = structlog.get_logger(__name__)


async def files_of(workspace: Workspace, pictures: Iterable[Image]) -> dict[str, str]:
    """The ids of the pictures' files, by their names; those that Slack does not take are left out."""
    found = {}
    for picture in pictures:
        try:
            found[picture.name] = await _file(workspace, picture)
        except (SlackApiError, *AWAY) as error:
            _LOG.warning("picture not uploaded", workspace=workspace.id, error=named(error))
    return found


def without_pictures(workspace: Workspace, blocks: list[Json]) -> list[Json]:
    """The blocks with words for their pictures, whose files, deleted perhaps, are uploaded anew the next time."""
    shown = {block["slack_file"]["id"] for block in blocks if block["type"] == "image"}
    for key in [key for key, file in workspace.uploaded.items() if file in shown]:
        del workspace.uploaded[key]
    return [pictured(block, {}) for block in blocks]


async def _file(workspace: Workspace, picture: Image) -> str:
    key = hashlib.sha256(picture.png + picture.alternative.encode("utf-8", "replace")).hexdigest()
    if key not in workspace.uploaded:
        client = workspace.client
        told: Any = await tried(
            lambda: client.files_getUploadURLExternal(
                filename=picture.name, length=len(picture.png), alt_txt=picture.alternative[:1_000]
            )
        )
        async with workspace.session.post(told["upload_url"], data=io.BytesIO(picture.png)) as response:
            response.raise_for_status()
        done: list[dict[str, str | None]] = [{"id": told["file_id"], "title": picture.alternative[:200]}]
        await tried(lambda: client.files_completeUploadExternal(files=done))
        workspace.uploaded[key] = str(told["file_id"])
        while len(workspace.uploaded) > REMEMBERED:
            workspace.uploaded.popitem(last=False)
    return workspace.uploaded[key]
