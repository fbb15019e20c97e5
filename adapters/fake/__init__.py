"""A chat platform in memory: people, places and what each of them reads. For tests, and for whoever writes one.

    chat = FakeChat(core)
    alice, bob = chat.person("alice"), chat.person("bob", role="moderator")
    assert "N2" in await alice.asks("what japanese does recruiting take?")
    await alice.presses("Pay")
    await chat.dialogue([("bob", "/kb why pay in sales", "Why this answer?…")])
    print(chat.transcript())

Nothing waits and nothing is random here: each verb returns what the person reads once the core has answered. It is
imported, never installed as an adapter: no entry point names it.
"""

from adapters.fake.chat import FakeChat
from adapters.fake.errors import HeldBack, NotThere
from adapters.fake.people import Person
from adapters.fake.places import DIRECT, Message

__all__ = ["DIRECT", "FakeChat", "HeldBack", "Message", "NotThere", "Person"]
