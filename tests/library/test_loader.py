"""A broken file is named with line, column, what is wrong and what would be right."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.library.loader import digest, load
from bot.library.problems import PackError
from tests.library.packs import SmallPack, place

if TYPE_CHECKING:
    from pathlib import Path

SCHEME = "subjects/scheme.yaml"


def test_a_sound_pack_loads(pack: SmallPack) -> None:
    library = load(pack.folder)
    entry = library.entries["scheme.experience"]
    assert entry.sources == ("acme#years",)
    assert entry.review_by == date(2027, 5, 1)
    assert library.subjects["scheme"].entries == ("scheme.experience", "scheme.japanese")
    assert library.languages == ("en", "ja")


def test_a_date_in_quotes_is_a_date_and_an_event_is_none(pack: SmallPack) -> None:
    pack.change(SCHEME, "review_by: 2027-05-01", 'review_by: "2027-05-01"')
    assert load(pack.folder).entries["scheme.experience"].review_by == date(2027, 5, 1)
    pack.change(SCHEME, 'review_by: "2027-05-01"', "review_by: window-closes")
    assert load(pack.folder).entries["scheme.experience"].review_by == "window-closes"


def test_a_digest_names_the_content(pack: SmallPack) -> None:
    before = digest(pack.folder)
    assert load(pack.folder).digest == before
    pack.change(SCHEME, "[the scheme]", "[a scheme]")
    assert digest(pack.folder) != before


def test_phrasings_join_the_first_questions(pack: SmallPack) -> None:
    pack.write("phrasings/scheme.yaml", "experience:\n  en: [how many years, teaching time needed]\n")
    entry = load(pack.folder).entries["scheme.experience"]
    assert entry.phrasings["en"] == ("how many years", "how long must i teach", "teaching time needed")


def test_a_key_that_stands_twice(pack: SmallPack) -> None:
    pack.change(SCHEME, "    facts: {total: 2, here: 1}", "    facts: {total: 2, here: 1, total: 3}")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "total: 3")
    assert problem.wrong == "the key “total” stands twice"


def test_a_key_nobody_knows(pack: SmallPack) -> None:
    pack.change(SCHEME, "    checked: 2026-11-01", "    cheked: 2026-11-01")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "cheked")
    assert "cheked" in problem.wrong
    assert problem.right == "check its spelling or remove it"


def test_a_missing_key(pack: SmallPack) -> None:
    pack.change("sources/acme.yaml", "seen: 2026-11-01\n", "")
    problem = pack.only()
    assert problem.file == str(pack.folder / "sources/acme.yaml")
    assert (problem.wrong, problem.right) == ("“seen” is missing", "add “seen:”")


def test_a_missing_key_points_to_where_it_belongs(pack: SmallPack) -> None:
    pack.change("sources/guide.yaml", "    section: Levels\n", "")
    assert place(pack.only()) == pack.at("sources/guide.yaml", "id: n2")


def test_a_value_of_the_wrong_type(pack: SmallPack) -> None:
    pack.change(SCHEME, "next: [scheme.japanese]", "next: scheme.japanese")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "next:")
    assert "should be a valid list" in problem.wrong


def test_a_value_that_is_none_of_the_choices(pack: SmallPack) -> None:
    pack.change(SCHEME, "kind: programme", "kind: program")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "kind:")
    assert "'program'" in problem.wrong
    assert "'programme'" in problem.right


def test_a_name_that_cannot_be_one(pack: SmallPack) -> None:
    pack.change(SCHEME, "sources: [acme#years]", "sources: [acme years]")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "acme years")
    assert problem.right.startswith("must look like")


def test_tabs_for_indentation(pack: SmallPack) -> None:
    pack.change(SCHEME, "  en: [the scheme]", "\ten: [the scheme]")
    problem = pack.only()
    assert place(problem) == pack.at(SCHEME, "\ten:")
    assert "cannot start any token" in problem.wrong


def test_bytes_that_are_not_utf8(pack: SmallPack) -> None:
    pack.write("glossary.yaml", "terms: []  # 進路".encode("shift_jis"))
    problem = pack.only()
    assert place(problem) == (str(pack.folder / "glossary.yaml"), 1, 1)
    assert problem.wrong.startswith("not UTF-8")
    assert problem.right == "save it as UTF-8"


def test_a_byte_order_mark_is_harmless(pack: SmallPack) -> None:
    pack.write("pack.yaml", b"\xef\xbb\xbf" + (pack.folder / "pack.yaml").read_bytes())
    assert not pack.problems()


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n"])
def test_an_empty_file(pack: SmallPack, text: str) -> None:
    pack.write("glossary.yaml", text)
    assert place(pack.only()) == (str(pack.folder / "glossary.yaml"), 1, 1)


def test_a_file_that_is_too_large(pack: SmallPack) -> None:
    pack.write("glossary.yaml", b"terms: []\n" + b"#" * 4_000_000)
    problem = pack.only()
    assert problem.wrong == "the file is larger than 4 MB"
    assert problem.right == "split it"


def test_a_subject_that_stands_twice(pack: SmallPack) -> None:
    pack.change("topics/outside.yaml", "id: outside", "id: scheme")
    problem = pack.only()
    assert place(problem) == pack.at("topics/outside.yaml", "id: scheme")
    assert "scheme.yaml" in problem.wrong
    assert problem.right == "give it another id"


def test_a_source_that_stands_twice(pack: SmallPack) -> None:
    pack.change("sources/guide.yaml", "id: guide", "id: acme")
    assert place(pack.only()) == pack.at("sources/guide.yaml", "id: acme")


def test_an_entry_that_stands_twice(pack: SmallPack) -> None:
    pack.change(SCHEME, "  - id: japanese", "  - id: experience")
    problem = pack.only()
    file, line, column = pack.at(SCHEME, "id: experience\n    aspect: japanese")
    assert place(problem) == (file, line, column)
    assert "“scheme.experience” stands twice" in problem.wrong


def test_phrasings_for_an_entry_nobody_wrote(pack: SmallPack) -> None:
    pack.write("phrasings/scheme.yaml", "experience: {en: [how many]}\nexperiense:\n  en: [how much]\n")
    problem = pack.only()
    assert place(problem) == pack.at("phrasings/scheme.yaml", "experiense")
    assert problem.right == "did you mean “experience”?"


def test_phrasings_for_a_subject_nobody_wrote(pack: SmallPack) -> None:
    pack.write("phrasings/sceme.yaml", "experience: {en: [how many]}\n")
    assert pack.only().right == "did you mean “scheme”?"


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="there is no such folder"):
        load(tmp_path / "nowhere")


def test_a_file_instead_of_a_folder(pack: SmallPack) -> None:
    with pytest.raises(PackError, match="there is no such folder"):
        load(pack.folder / "pack.yaml")


def test_a_folder_without_a_pack(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="a pack needs this file"):
        load(tmp_path)


def test_a_pack_without_entries(tmp_path: Path) -> None:
    SmallPack(tmp_path).write("pack.yaml", 'id: empty\ntitle: {en: "Empty"}\nlanguages: [en]\n')
    with pytest.raises(PackError, match="the pack has no entries"):
        load(tmp_path)


def test_every_problem_is_told_not_only_the_first(pack: SmallPack) -> None:
    pack.change(SCHEME, "kind: programme", "kind: program")
    pack.change("sources/acme.yaml", "kind: employer-page", "kind: employer")
    assert len(pack.problems()) == 2


def test_a_problem_reads_as_one_line(pack: SmallPack) -> None:
    pack.change(SCHEME, "    checked: 2026-11-01", "    cheked: 2026-11-01")
    file, line, column = pack.at(SCHEME, "cheked")
    assert str(pack.only()).startswith(f"{file}:{line}:{column}: “entries.0.cheked” is not a key")
    assert "\n" not in str(pack.only())


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_a_pack_error_or_a_pack(pack: SmallPack, content: bytes) -> None:
    pack.write("glossary.yaml", content)
    pack.problems()


_SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates()
_DATA = st.recursive(
    _SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4)
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(key=st.sampled_from(["terms", "id", "kind", "title", "entries", "facts"]), data=_DATA)
def test_any_data_is_a_pack_error_or_a_pack(pack: SmallPack, key: str, data: object) -> None:
    for file in ("glossary.yaml", SCHEME, "sources/acme.yaml"):
        pack.write(file, yaml.safe_dump({key: data}, allow_unicode=True))
        pack.problems()


@pytest.mark.parametrize("text", ["!!bool x", "!!int ''", "!!float ''", "!!timestamp x", "!!map [1]"])
def test_tags_that_lie_about_their_value(pack: SmallPack, text: str) -> None:
    pack.write("glossary.yaml", text)
    assert pack.problems()
