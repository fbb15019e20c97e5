"""A newcomer in the crowd: entries cut down to five phrasings, asked by their others, beside entries with hundreds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bot.answering import fit
from bot.answering.engine import decide
from bot.answering.mind import Mind
from bot.answering.rankers import profiles_of
from bot.answering.reading import known_messages, reader_of
from tests.benchmarks.common import Row, shipped

if TYPE_CHECKING:
    import argparse

ENTRIES, AT_ONCE, LEFT, ASKED, OTHERS = 60, 6, 5, 20, 150


def measure(options: argparse.Namespace) -> list[Row]:
    whole = shipped(options)
    library = whole.library
    known, profiles = known_messages(library), profiles_of(library)
    chance = np.random.default_rng(1)
    ids = sorted(entry.id for entry in library.entries.values() if not entry.people)
    chosen = [ids[i] for i in chance.permutation(len(ids))[:ENTRIES]]
    found, offered, asked, others, before, total = 0, 0, 0, 0, 0, 0
    for begin in range(0, len(chosen), AT_ONCE):
        cut = set(chosen[begin : begin + AT_ONCE])
        kept = [pair for pair in known if pair[0] not in cut]
        questions = []
        for label in sorted(cut):
            own = [normal for entry, normal in known if entry == label]
            order = chance.permutation(len(own))
            kept += [(label, own[i]) for i in sorted(order[:LEFT])]
            questions += [(label, own[i]) for i in order[LEFT : LEFT + ASKED]]
        kept.sort()
        reader = reader_of(library, kept)
        rankers = fit.messages_of(library, kept, reader).rankers(profiles)
        mind = Mind(library, reader, rankers, whole.gate, whole.alarm)
        for label, question in questions:
            decision = decide(mind, question)
            asked += 1
            found += label in decision.entries
            offered += label in decision.choices
        rest = [pair for pair in known if pair[0] in library.entries and pair[0] not in cut]
        for i in chance.permutation(len(rest))[:OTHERS]:
            label, question = rest[i]
            total += 1
            after, once = decide(mind, question), decide(whole, question)
            others += label in (*after.entries, *after.choices)
            before += label in (*once.entries, *once.choices)
    return [
        ("newcomer right at once", f"{100 * found / asked:.1f} %", ""),
        ("newcomer right at once or one press away", f"{100 * (found + offered) / asked:.1f} %", "≥ 70 %"),
        (
            "others' own phrasings found, with newcomers / without",
            f"{100 * others / total:.1f} / {100 * before / total:.1f} %",
            "equal",
        ),
    ]
