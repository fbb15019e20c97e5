"""Each content rule finds its one mistake, at its place, and says what would be right."""

from __future__ import annotations

from datetime import date

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.library.loader import load
from tests.library.packs import SmallPack, place

SCHEME, OUTSIDE, ACME = "subjects/scheme.yaml", "topics/outside.yaml", "sources/acme.yaml"


def test_a_sound_pack_has_no_problems(pack: SmallPack) -> None:
    assert not pack.problems()


@pytest.mark.parametrize(
    ("file", "old", "new", "right"),
    [
        (SCHEME, "sources: [acme#years]", "sources: [acme#yeers]", "did you mean “acme#years”?"),
        (SCHEME, "next: [scheme.japanese]", "next: [scheme.japanse]", "did you mean “scheme.japanese”?"),
        (SCHEME, "beside: [outside.japanese]", "beside: [outside.japanes]", "did you mean “outside.japanese”?"),
        (SCHEME, "aspect: experience", "aspect: experiense", "did you mean “experience”?"),
        (SCHEME, "source: acme#level", "source: acme#levels", "did you mean “acme#level”?"),
        (OUTSIDE, "context: elsewhere\n", "context: elsewhere\nparent: sceme\n", "did you mean “scheme”?"),
        ("glossary.yaml", "subject: scheme", "subject: skeme", "did you mean “scheme”?"),
        ("not_ours/near.yaml", "scheme.experience", "scheme.experiment", "did you mean “scheme.experience”?"),
        ("golden/a.yaml", "scheme.experience", "scheme.experiences", "did you mean “scheme.experience”?"),
    ],
)
def test_an_unknown_id(pack: SmallPack, file: str, old: str, new: str, right: str) -> None:
    pack.change(file, old, new)
    wrong = new.strip().rpartition(" ")[2].strip("[]")
    problem = next(problem for problem in pack.problems() if problem.wrong.endswith(f" “{wrong}”"))
    assert place(problem)[:2] == pack.at(file, wrong)[:2]
    assert problem.right == right


def test_aspects_are_free_in_a_pack_without_a_list_of_them(pack: SmallPack) -> None:
    (pack.folder / "aspects.yaml").unlink()
    pack.change(SCHEME, "aspect: experience", "aspect: whatever")
    assert not pack.problems()


def test_parents_in_a_circle(pack: SmallPack) -> None:
    pack.change(OUTSIDE, "context: elsewhere\n", "context: elsewhere\nparent: outside\n")
    problem = pack.only()
    assert place(problem) == pack.at(OUTSIDE, "parent:")
    assert problem.wrong == "“outside” is its own ancestor"


def test_an_entry_that_points_to_itself(pack: SmallPack) -> None:
    pack.change(SCHEME, "next: [scheme.japanese]", "next: [scheme.experience]")
    assert pack.only().wrong == "“scheme.experience” points to itself"


@pytest.mark.parametrize(
    ("file", "old", "needle", "wrong"),
    [
        (
            SCHEME,
            '      ja: "アクメはN3を求めています。"\n',
            'answer:\n      en: "Acme asks for N3',
            "“answer” has no “ja”",
        ),
        (SCHEME, ', ja: "年数"', "label: ", "“label” has no “ja”"),
        (SCHEME, ', ja: "レベルは？"', 'title: {en: "Which level?"', "“title” has no “ja”"),
        (SCHEME, ', ja: "制度"', 'title: {en: "Scheme"', "“title” has no “ja”"),
        (SCHEME, 'en: "Two years of teaching lead into it.", ', "summary:", "“summary” has no “en”"),
        (SCHEME, "  ja: [研修制度]\n", "aliases:", "“aliases” has no “ja”"),
        ("aspects.yaml", ", ja: [日本語]", "cues: {en: [japanese]", "“cues” has no “ja”"),
        ("not_ours/near.yaml", "      ja: [税金の払い方]\n", "ask:", "“ask” has no “ja”"),
        ("glossary.yaml", ', ja: "アクメのオフィスへの道です。"', "meaning:", "“meaning” has no “ja”"),
        ("pack.yaml", ', ja: "小さなパック"', "title:", "“title” has no “ja”"),
    ],
)
def test_a_missing_language(pack: SmallPack, file: str, old: str, needle: str, wrong: str) -> None:
    pack.change(file, old, "")
    problem = next(problem for problem in pack.problems() if problem.wrong == wrong)
    assert place(problem) == pack.at(file, needle)
    assert problem.right == f"add “{wrong[-3:-1]}:”"


LADDER = """ladder:
  - title: {en: "Up", ja: "上へ"}
    rungs: [scheme, outside]
    allowance: {outside: acme#level}
"""


@pytest.mark.parametrize(
    ("old", "new", "needle", "wrong"),
    [
        ("[scheme, outside]", "[scheme, outsid]", "outsid]", "no subject “outsid”"),
        ("{outside: ", "{schem: ", "schem:", "no rung here “schem”"),
        ("acme#level", "acme#n9", "outside: acme#n9", "no fact “acme#n9”"),
        (', ja: "上へ"', "", 'title: {en: "Up"', "“title” has no “ja”"),
    ],
)
def test_what_a_ladder_names_exists(pack: SmallPack, old: str, new: str, needle: str, wrong: str) -> None:
    before = (pack.folder / "pack.yaml").read_text("utf-8")
    pack.write("pack.yaml", f"{before}{LADDER}")
    assert pack.problems() == []
    pack.write("pack.yaml", f"{before}{LADDER.replace(old, new)}")
    problem = next(problem for problem in pack.problems() if problem.wrong == wrong)
    assert problem.severity == "error"
    assert place(problem)[:2] == pack.at("pack.yaml", needle)[:2]


def test_a_language_the_pack_does_not_speak(pack: SmallPack) -> None:
    pack.change(SCHEME, '{en: "Years", ja: "年数"}', '{en: "Years", ja: "年数", fr: "Ans"}')
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "fr:")
    assert problem.right == "the pack's languages are en, ja"


def test_phrasings_in_a_language_the_pack_does_not_speak(pack: SmallPack) -> None:
    pack.write("phrasings/scheme.yaml", "japanese:\n  fr: [quel niveau]\n")
    problem = next(problem for problem in pack.problems() if problem.severity == "error")
    assert place(problem) == pack.at("phrasings/scheme.yaml", "fr:")


def test_an_entry_that_asks_too_little(pack: SmallPack) -> None:
    pack.change(SCHEME, "ja: [何級ですか, N3で足りますか]", "ja: [何級ですか]")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "ja: [何級ですか]")
    assert (problem.wrong, problem.right) == ("“scheme.japanese” has 1 questions under ask.ja", "add at least 2")


def test_an_entry_without_a_source(pack: SmallPack) -> None:
    pack.change(OUTSIDE, "    sources: [guide#n2]\n", "")
    found = {problem.wrong: problem for problem in pack.problems()}
    assert found.keys() == {"“outside.japanese” has no source", "no entry tells guide#n2"}
    assert place(found["“outside.japanese” has no source"]) == pack.at(OUTSIDE, "id: japanese")


def test_a_known_unknown_without_a_source_is_a_warning(pack: SmallPack) -> None:
    pack.change(OUTSIDE, "    sources: [guide#n2]\n", "    known_unknown: true\n")
    assert [p.severity for p in pack.problems() if "which source leaves this open" in p.wrong] == ["warning"]


def test_a_pack_that_registers_no_sources_is_warned_once(pack: SmallPack) -> None:
    for file in (ACME, "sources/guide.yaml"):
        (pack.folder / file).unlink()
    for name in ("acme#years", "acme#level"):
        pack.change(SCHEME, f"    sources: [{name}]\n", "")
    pack.change(SCHEME, "requirements:\n  - {context: interac, japanese: N3, source: acme#level}\n", "")
    pack.change(OUTSIDE, "    sources: [guide#n2]\n", "")
    problem = pack.only()
    assert (problem.file, problem.severity) == (str(pack.folder / "pack.yaml"), "warning")


@pytest.mark.parametrize(
    ("old", "new", "figure"),
    [
        ("asks for two years", "asks for three years", "3"),
        ("asks for two years", "asks for 4 years", "4"),
        ("求めています。うち1年", "求めています。うち７年", "7"),
        ("求めています。うち1年", "求めています。うち五年", "5"),
        ("Acme asks for N3.", "Acme asks for N2.", "N2"),
        ('en: "How much experience?"', 'en: "Why five years?"', "5"),
        ('{en: "Years"', '{en: "90% pass"', "90%"),
    ],
)
def test_a_figure_that_is_no_fact(pack: SmallPack, old: str, new: str, figure: str) -> None:
    pack.change(SCHEME, old, new)
    problem = next(problem for problem in pack.problems() if "which is not in its facts" in problem.wrong)
    assert problem.line == pack.at(SCHEME, new)[1]
    assert f" says {figure} in " in problem.wrong
    assert problem.right.startswith("the facts hold")


def test_languages_that_tell_different_figures(pack: SmallPack) -> None:
    pack.change(SCHEME, ", at least one year there", "")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, 'ja: "アクメは2年')
    assert problem.wrong == "“scheme.experience”: ja says 1 and en does not"


def test_a_fact_that_no_text_tells_any_more(pack: SmallPack) -> None:
    pack.change(SCHEME, ", at least one year there", "")
    pack.change(SCHEME, "うち1年は同社です。", "")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "here: 1")
    assert (problem.severity, problem.right) == ("warning", "tell it, or remove it")


def test_a_summary_with_a_figure_of_its_own(pack: SmallPack) -> None:
    pack.change(SCHEME, "Two years of teaching", "Six years of teaching")
    pack.change(SCHEME, "2年の指導経験が入口", "6年の指導経験が入口")
    assert [(p.line, p.wrong) for p in pack.problems()] == [
        (pack.at(SCHEME, "summary:")[1], f"“scheme” says 6 in summary.{language}, which is no fact of its entries")
        for language in ("en", "ja")
    ]


def test_a_fact_that_its_source_does_not_state(pack: SmallPack) -> None:
    for old, new in (("two years", "three years"), ("アクメは2年", "アクメは3年"), ("total: 2", "total: 3")):
        pack.change(SCHEME, old, new)
    problem = next(problem for problem in pack.problems() if "none of its sources states" in problem.wrong)
    assert place(problem) == pack.at(SCHEME, "total: 3")


def test_a_requirement_that_its_source_does_not_state(pack: SmallPack) -> None:
    pack.change(SCHEME, "japanese: N3, source", "japanese: N2, source")
    problem = pack.only()
    assert problem.wrong == "“scheme” requires N2, which acme#level does not state"
    assert place(problem)[:2] == pack.at(SCHEME, "- {context: interac")[:2]


def test_two_values_for_one_fact(pack: SmallPack) -> None:
    pack.change(SCHEME, "aspect: japanese", "aspect: experience")
    pack.change(SCHEME, "facts: {jlpt: N3}", "facts: {total: N3}")
    problem = next(problem for problem in pack.problems() if "another entry of this aspect says 2" in problem.wrong)
    assert place(problem) == pack.at(SCHEME, "total: N3")
    _, line, column = pack.at(SCHEME, "total: 2")
    assert f"see here:{line}:{column}" in problem.wrong


def test_two_levels_required_in_one_context(pack: SmallPack) -> None:
    row = "  - {context: interac, japanese: N3, source: acme#level}\n"
    pack.change(SCHEME, row, row + row.replace("N3", "N2"))
    problem = next(problem for problem in pack.problems() if "N2 and N3" in problem.wrong)
    assert place(problem) == pack.at(SCHEME, "japanese: N2")


def test_another_level_in_another_context_is_no_contradiction(pack: SmallPack) -> None:
    row = "  - {context: interac, japanese: N3, source: acme#level}\n"
    pack.change(SCHEME, row, row + "  - {context: elsewhere, japanese: N2, source: guide#n2}\n")
    assert not pack.problems()


def test_an_alias_that_two_subjects_claim(pack: SmallPack) -> None:
    pack.change(OUTSIDE, "en: [elsewhere]", "en: [elsewhere, Ｔhe  SCHEME]")
    problem = pack.only()
    assert place(problem) == pack.at(OUTSIDE, "Ｔhe")
    _, line, column = pack.at(SCHEME, "the scheme]")
    assert f"claimed by “outside” and by “scheme”, see scheme.yaml:{line}:{column}" in problem.wrong


def test_an_alias_that_the_glossary_gives_to_another_subject(pack: SmallPack) -> None:
    pack.change(OUTSIDE, "en: [elsewhere]", "en: [elsewhere, traineeship]")
    problem = pack.only()
    assert place(problem) == pack.at("glossary.yaml", "traineeship")
    assert "“traineeship” is claimed by “scheme” and by “outside”" in problem.wrong


def test_a_phrasing_in_two_entries(pack: SmallPack) -> None:
    pack.write("phrasings/outside.yaml", "japanese:\n  en:\n    - any level\n    - How many years?\n")
    problem = next(problem for problem in pack.problems() if "stands in" in problem.wrong)
    file, line, column = pack.at("phrasings/outside.yaml", "How many years?")
    own = pack.at(SCHEME, "how many years")
    first = "“How many years?” stands in “outside.japanese” and in “scheme.experience”"
    if problem.file == file:
        assert place(problem) == (file, line, column)
        assert problem.wrong == f"{first}, see scheme.yaml:{own[1]}:{own[2]}"
    else:
        assert place(problem) == own
        assert problem.wrong.endswith(f"see outside.yaml:{line}:{column}")


def test_a_phrasing_that_is_not_ours(pack: SmallPack) -> None:
    pack.change("not_ours/near.yaml", "[how do i pay my tax]", "[how do i pay my tax, Is N2 needed?]")
    problem = pack.only()
    assert place(problem) == pack.at("not_ours/near.yaml", "Is N2 needed?")
    _, line, column = pack.at(OUTSIDE, "is n2 needed")
    assert problem.wrong.endswith(f"but “outside.japanese” answers it, see outside.yaml:{line}:{column}")


def test_what_only_teaches_the_crisis_check_may_be_ours(pack: SmallPack) -> None:
    pack.change("not_ours/near.yaml", "[how do i pay my tax]", "[how do i pay my tax, is n2 needed]")
    pack.change("not_ours/near.yaml", "    nearest:", "    crisis_only: true\n    nearest:")
    assert not pack.problems()


def test_a_source_of_another_context(pack: SmallPack) -> None:
    pack.change(OUTSIDE, "sources: [guide#n2]", "sources: [guide#n2, acme#level]")
    problem = next(problem for problem in pack.problems() if "is a fact of interac" in problem.wrong)
    assert place(problem) == pack.at(OUTSIDE, "acme#level")
    assert problem.right == "tell it in an entry of its own context, and put that “beside:”"


def test_a_known_unknown_may_name_its_neighbours(pack: SmallPack) -> None:
    pack.change(OUTSIDE, "sources: [guide#n2]", "known_unknown: true\n    sources: [guide#n2, acme#level]")
    assert not [problem for problem in pack.problems() if "is a fact of" in problem.wrong]


def test_a_requirement_of_another_context(pack: SmallPack) -> None:
    pack.change(SCHEME, "{context: interac, japanese: N3", "{context: elsewhere, japanese: N3")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "source: acme#level")


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("context: elsewhere", "context: interac", "is of the same context"),
        ("aspect: japanese", "aspect: experience", "tells another aspect"),
    ],
)
def test_a_block_beside_that_does_not_belong_there(pack: SmallPack, old: str, new: str, part: str) -> None:
    pack.change(OUTSIDE, old, new)
    problem = next(problem for problem in pack.problems() if part in problem.wrong)
    assert place(problem) == pack.at(SCHEME, "outside.japanese")
    assert problem.severity == "warning"


def test_an_employer_whose_word_is_told_as_the_truth(pack: SmallPack) -> None:
    pack.change(SCHEME, "Acme asks for N3.", "You need N3.")
    pack.change(SCHEME, "アクメはN3を求めています。", "N3が必要です。")
    found = [problem for problem in pack.problems() if "whose word this is" in problem.wrong]
    assert [place(problem) for problem in found] == [
        pack.at(SCHEME, 'en: "You need'),
        pack.at(SCHEME, 'ja: "N3が'),
    ]
    assert found[0].right == "name Acme"
    assert "アクメ" in found[1].right


def test_a_fact_that_no_entry_tells(pack: SmallPack) -> None:
    pack.write(ACME, (pack.folder / ACME).read_text("utf-8") + "  - id: pay\n    section: Scheme\n")
    problem = pack.only()
    assert place(problem) == pack.at(ACME, "id: pay")
    assert problem.wrong == "no entry tells acme#pay"


@pytest.mark.parametrize(
    ("file", "old", "new", "wrong"),
    [
        (SCHEME, "Acme asks for N3.", "Acme asks for N3" + " again" * 72, "has 76 words in en"),
        (SCHEME, "アクメはN3を", "アクメはN3を" + "と" * 280, "characters in ja"),
        (OUTSIDE, "Which level outside?", "word " * 15, "has 15 words in en"),
        (SCHEME, '{en: "Years"', '{en: "' + "y" * 41 + '"', "has 41 characters in en"),
    ],
)
def test_a_text_that_is_too_long(pack: SmallPack, file: str, old: str, new: str, wrong: str) -> None:
    pack.change(file, old, new)
    problem = pack.only()
    assert problem.line == pack.at(file, new)[1]
    assert wrong in problem.wrong
    assert problem.right.startswith("at most")


def test_a_review_before_the_check(pack: SmallPack) -> None:
    pack.change(SCHEME, "review_by: 2027-05-01", "review_by: 2026-10-01")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "review_by:")
    assert "to be reviewed before it was checked (2026-11-01)" in problem.wrong


def test_a_review_that_is_due(pack: SmallPack) -> None:
    assert not pack.problems(today=date(2027, 5, 1))
    problem = pack.only(today=date(2027, 5, 2))
    assert place(problem) == pack.at(SCHEME, "review_by:")
    assert (problem.severity, problem.wrong) == ("warning", "“scheme.experience” is due for review since 2027-05-01")


def test_too_few_phrasings_are_a_warning_in_a_pack_that_keeps_them(pack: SmallPack) -> None:
    many = {"en": [f"how long, asker {i}" for i in range(30)], "ja": [f"何年ですか、その{i}" for i in range(9)]}
    pack.write("phrasings/scheme.yaml", yaml.safe_dump({"experience": many}, allow_unicode=True))
    found = pack.problems()
    assert {problem.severity for problem in found} == {"warning"}
    assert [problem.wrong for problem in found if "scheme.experience" in problem.wrong] == [
        "“scheme.experience” has 11 phrasings in ja"
    ]


def test_a_golden_question_that_is_a_known_phrasing(pack: SmallPack) -> None:
    pack.change("golden/a.yaml", "teaching time before the scheme?", "How many years?")
    problem = pack.only()
    assert place(problem) == pack.at("golden/a.yaml", "q:")
    assert problem.severity == "warning"


def test_problems_come_in_the_order_of_their_files(pack: SmallPack) -> None:
    pack.change(SCHEME, "Acme asks for N3.", "Acme asks for N2.")
    pack.change(ACME, "    values: {jlpt: N3}", "    values: {jlpt: N4}")
    found = pack.problems()
    assert found == sorted(found)
    assert len(found) > 1


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=300).filter(str.strip))
def test_any_text_can_be_an_answer(pack: SmallPack, text: str) -> None:
    data = yaml.safe_load((pack.folder / SCHEME).read_text("utf-8"))
    data["entries"][0]["answer"] = {"en": text, "ja": text}
    pack.write(SCHEME, yaml.safe_dump(data, allow_unicode=True))
    assert load(pack.folder).entries
    pack.problems()
    pack.write(SCHEME, yaml.safe_dump(data))
    pack.problems()
