"""A small sound pack in two languages, and a way to break one thing in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.library.checks import check
from bot.library.loader import load
from bot.library.problems import PackError, Problem

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 24)

FILES = {
    "pack.yaml": """\
id: small
title: {en: "A small pack", ja: "小さなパック"}
languages: [en, ja]
""",
    "aspects.yaml": """\
aspects:
  - id: experience
    label: {en: "Experience", ja: "経験"}
    cues: {en: [experience], ja: [経験]}
  - id: japanese
    label: {en: "Japanese", ja: "日本語"}
    cues: {en: [japanese], ja: [日本語]}
""",
    "glossary.yaml": """\
terms:
  - term: Trainee scheme
    aliases: [traineeship]
    meaning: {en: "Acme's way into the office.", ja: "アクメのオフィスへの道です。"}
    subject: scheme
""",
    "sources/acme.yaml": """\
id: acme
title: {en: "Careers at Acme", ja: "アクメのキャリア"}
publisher: Acme
kind: employer-page
credit: {en: "Acme's page", ja: "アクメのページ"}
seen: 2026-11-01
facts:
  - id: years
    section: Scheme
    context: interac
    values: {years_total: 2, years_here: 1}
  - id: level
    section: Scheme
    context: interac
    values: {jlpt: N3}
""",
    "sources/guide.yaml": """\
id: guide
title: {en: "A guide", ja: "ガイド"}
publisher: Some guide
kind: neutral-guide
credit: {en: "The guide", ja: "ガイド"}
seen: 2026-11-01
facts:
  - id: n2
    section: Levels
    context: elsewhere
""",
    "subjects/scheme.yaml": """\
id: scheme
kind: programme
context: interac
title: {en: "Scheme", ja: "制度"}
summary: {en: "Two years of teaching lead into it.", ja: "2年の指導経験が入口です。"}
aliases:
  en: [the scheme]
  ja: [研修制度]
requirements:
  - {context: interac, japanese: N3, source: acme#level}
entries:
  - id: experience
    aspect: experience
    label: {en: "Years", ja: "年数"}
    title: {en: "How much experience?", ja: "経験は何年？"}
    answer:
      en: "Acme asks for two years of teaching, at least one year there."
      ja: "アクメは2年の指導経験を求めています。うち1年は同社です。"
    ask:
      en: [how many years, how long must i teach]
      ja: [何年必要ですか, 経験は何年ですか]
    facts: {total: 2, here: 1}
    sources: [acme#years]
    next: [scheme.japanese]
    checked: 2026-11-01
    review_by: 2027-05-01
  - id: japanese
    aspect: japanese
    title: {en: "Which level?", ja: "レベルは？"}
    answer:
      en: "Acme asks for N3."
      ja: "アクメはN3を求めています。"
    ask:
      en: [which level, is n3 enough]
      ja: [何級ですか, N3で足りますか]
    facts: {jlpt: N3}
    sources: [acme#level]
    beside: [outside.japanese]
""",
    "topics/outside.yaml": """\
id: outside
context: elsewhere
title: {en: "Outside", ja: "社外"}
aliases: {en: [elsewhere], ja: [外の会社]}
entries:
  - id: japanese
    aspect: japanese
    title: {en: "Which level outside?", ja: "社外のレベルは？"}
    answer:
      en: "The guide puts the threshold at N2."
      ja: "ガイドによると、基準はN2です。"
    ask:
      en: [which level outside, is n2 needed]
      ja: [社外では何級ですか, N2は必要ですか]
    facts: {threshold: N2}
    sources: [guide#n2]
""",
    "not_ours/near.yaml": """\
kind: near
groups:
  - id: tax
    label: {en: "taxes", ja: "税金"}
    nearest: [scheme.experience]
    ask:
      en: [how do i pay my tax]
      ja: [税金の払い方]
""",
    "golden/a.yaml": """\
questions:
  - q: "teaching time before the scheme?"
    expect: [scheme.experience]
""",
}


@dataclass(frozen=True)
class SmallPack:
    """The pack on disk. A needle is text that stands once in its file and marks a place."""

    folder: Path

    def write(self, file: str, text: str | bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def change(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text("utf-8")
        assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def at(self, file: str, needle: str) -> tuple[str, int, int]:
        """File, line and column of a needle, as a Problem counts them."""
        before, found, _ = (self.folder / file).read_text("utf-8").partition(needle)
        assert found, f"no “{needle}” in {file}"
        return str(self.folder / file), before.count("\n") + 1, len(before) - before.rfind("\n")

    def problems(self, today: date = TODAY) -> list[Problem]:
        """What loading finds, else what the checks find."""
        try:
            return check(load(self.folder), today)
        except PackError as error:
            return error.problems

    def only(self, today: date = TODAY) -> Problem:
        found = self.problems(today)
        assert len(found) == 1, "\n".join(map(str, found)) or "nothing was found"
        return found[0]


def small_pack(folder: Path) -> SmallPack:
    pack = SmallPack(folder)
    for file, text in FILES.items():
        pack.write(file, text)
    return pack


def place(problem: Problem) -> tuple[str, int, int]:
    return problem.file, problem.line, problem.column
