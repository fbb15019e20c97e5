"""Whatever somebody types: an answer or a sentence, never an exception, a mention or a control character."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.answering.compose import compose
from bot.answering.engine import decide
from bot.answering.masking import masked, shape_of
from bot.answering.mind import Mind
from bot.answering.normalise import normalise, sentences, words
from bot.answering.trace import explain
from bot.answering.views import why_card
from bot.ui import Block, Button, Buttons, Card, Columns, Fields, Reply, Select, Text, plain
from tests.answering.test_engine import bands_hold

TODAY = date(2026, 11, 24)
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MENTION = re.compile(r"@(?=\w)|<[@#!]|<:\w")
NASTY = [
    "",
    "\x00",
    "\ud800 sales pay \udc00",
    "<@123> @everyone @here <!channel> <#C1|general> what does sales pay",
    "\u202esales pay\u202c \u200f\u2067",
    "p̷̧͝a̵͇͝y̶͚̕ ̸̡͝i̵̧̎n̸̺̂ ̷̧̛s̴̜̓a̵̡̕l̷̡͝e̷̡̕s̵̨͝",
    "a: &a [*a, !!python/object:os.system {}]\n--- |\n",
    "**bold** _it_ ~~x~~ `code` ```\nblock\n``` [x](javascript:alert(1)) > quote\n# head",
    "'; DROP TABLE unanswered; --",
    "🎍👩‍👩‍👧‍👦🇯🇵" * 50,
    "{0} {name} %s %(x)s ${x}",
    "N1N2N3" * 1_000,
    "<" + "a" * 3_000 + "1" * 3_000,
    "@" * 50_000,
    "?" * 50_000,
    "営業の給料は？" * 7_000,
    "what does sales pay. " * 2_380,
    "\ufdfa" * 20_000,
]


class LongText(str):
    """Text that a failing example shows by its ends."""

    def __repr__(self) -> str:
        return str.__repr__(self) if len(self) < 400 else f"{str.__repr__(self[:200])}…{str.__repr__(self[-200:])}"


PIECES = st.one_of(
    st.text(max_size=200),
    st.text(alphabet=st.characters(), max_size=60),
    st.sampled_from([*NASTY[:11], "what does sales pay", "japanese level", "and for IT?", "死にたい", "N2", "\n"]),
)
LONG = st.builds(lambda piece, times: (piece * times)[:50_000], PIECES, st.integers(1, 2_000)).map(LongText)
ANY = st.one_of(PIECES, st.lists(PIECES, max_size=5).map(" ".join), LONG)
CALM = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


def said(reply: Reply) -> str:
    """Everything a platform would be given: Markdown, labels, actions."""
    assert isinstance(reply.body, Card)
    parts = [reply.body.title, reply.body.footer]
    for block in reply.body.blocks:
        parts += _said(block)
    return "\n".join(parts)


def _said(block: Block) -> list[str]:
    match block:
        case Text(markdown):
            return [markdown]
        case Fields(pairs):
            return [part for pair in pairs for part in pair]
        case Columns(headings, rows):
            return [*headings, *(cell for name, cells in rows for cell in (name, *cells))]
        case Buttons(buttons) | Select(_, buttons):
            return [part for button in buttons for part in _button(button)]
    return []


def _button(button: Button) -> tuple[str, str]:
    return button.label, button.action.wire()


def holds(mind: Mind, text: str, earlier: tuple[str, ...] = (), *, why: bool = True) -> None:
    decision = decide(mind, text, earlier)
    bands_hold(mind, decision)
    assert decide(mind, text, earlier) == decision
    reply = compose(mind.library, decision, TODAY)
    told = said(reply)
    assert plain(reply)
    assert not CONTROL.search(told)
    assert not MENTION.search(told)
    if why:
        shown = said(Reply(why_card(explain(mind, text, decision), decision.language)))
        assert not CONTROL.search(shown)
        assert not MENTION.search(shown)


@pytest.mark.parametrize("text", NASTY)
def test_what_somebody_will_try(small_mind: Mind, text: str) -> None:
    holds(small_mind, text)
    holds(small_mind, text, (text, text))


def test_any_text_gets_a_sentence(small_mind: Mind) -> None:
    @settings(CALM, max_examples=60)
    @given(text=ANY, earlier=st.lists(PIECES, max_size=4).map(tuple))
    @example(text="and?", earlier=("",))
    @example(text="", earlier=("what does sales pay",))
    def anybody(text: str, earlier: tuple[str, ...]) -> None:
        holds(small_mind, text, earlier)

    anybody()


def test_any_text_gets_a_sentence_from_the_shipped_pack(shipped_mind: Mind) -> None:
    @settings(CALM, max_examples=15)
    @given(text=ANY)
    def anybody(text: str) -> None:
        holds(shipped_mind, text, why=False)

    anybody()


@pytest.mark.parametrize("text", NASTY)
def test_what_somebody_will_try_on_the_shipped_pack(shipped_mind: Mind, text: str) -> None:
    holds(shipped_mind, text, why=False)


@CALM
@given(text=ANY)
def test_any_text_can_be_normalised_cut_and_masked(text: str) -> None:
    normal = normalise(text)
    assert not CONTROL.search(normal)
    assert "  " not in normal
    assert normal == normal.strip()
    assert all(word for word in words(normal))
    assert len(sentences(text)) <= 4
    assert len(masked(text)) <= 500
    assert len(shape_of(text)) == 16
