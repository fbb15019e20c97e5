"""What the server says when it refuses, and what a person cannot do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .wire import Json

KNOWN = {
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    10070: (404, "Unknown Guild Scheduled Event"),
    20028: (429, "The write action you are performing on the channel has hit the write rate limit."),
    30038: (400, "Maximum number of guild scheduled events reached (100)"),
    40060: (400, "Interaction has already been acknowledged."),
    40094: (400, "This interaction has reached the maximum number of follow up messages"),
    50001: (403, "Missing Access"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50035: (400, "Invalid Form Body"),
    50109: (400, "The request body contains invalid JSON."),
}


class RefusedError(Exception):
    """An answer that is an error; the code decides the status and the words."""

    def __init__(self, code: int, errors: Json | None = None) -> None:
        self.status, message = KNOWN[code]
        self.body: Json = {"message": message, "code": code}
        if errors:
            self.body["errors"] = errors
        self.headers: dict[str, str] = {}
        super().__init__(f"{self.status} {code} {message}")


class UnauthorizedError(RefusedError):
    def __init__(self) -> None:
        super().__init__(50027)
        self.body = {"message": "401: Unauthorized", "code": 0}


class UnknownAddressError(RefusedError):
    """No such address."""

    def __init__(self) -> None:
        super().__init__(10003)
        self.body = {"message": "404: Not Found", "code": 0}


def invalid(place: str, text: str) -> RefusedError:
    """A body that breaks a rule: the place as the server names it."""
    return RefusedError(50035, {place or "_errors": {"_errors": [{"code": "BASE_TYPE_BAD", "message": text}]}})


class ImpossibleError(AssertionError):
    """The app would not let a person do this: no such button, a disabled one, a command that is not there."""
