"""Windows from and to files: a year planned in a spreadsheet, and the same file twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.texts import LANGUAGES
from bot.windows.files import Plan, plan, read_file, write_file
from bot.windows.sheets import SheetError
from bot.windows.window import Window, approved
from bot.windows.words import problem, unusable
from tests.windows.samples import CLOSES, NOW, OPENS, ROLES, fresh, window

CSV = """\
Title,Opens,Closes,Roles,Branches,Papers,Status
Senior Head Teacher,2026-12-01 09:00,2026-12-20 17:00,sht,"Sapporo, Fukuoka","Cover letter
Mission statement",
マネージャー,2027年1月5日 9時,令和9年1月31日,マネージャー,Tokyo,,approved
"""


def planned(name: str, raw: bytes, kept: list[Window] | None = None) -> Plan:
    return plan(read_file(name, raw), kept or [], fresh(), NOW, ROLES)


def told(found: Plan) -> list[tuple[int, str, str]]:
    return [(misfit.line, misfit.problem.at, misfit.problem.key) for misfit in found.misfits]


def test_a_spreadsheet_becomes_drafts() -> None:
    found = planned("year.csv", CSV.encode())
    assert found.misfits == ()
    first, second = found.new
    assert (first.title, first.opens, first.closes) == ("Senior Head Teacher", OPENS, CLOSES)
    assert first.branches == ("Sapporo", "Fukuoka")
    assert first.papers == ("Cover letter", "Mission statement")
    assert second.closes == datetime(2027, 1, 31, 14, 59, tzinfo=UTC)
    assert {w.status for w in found.new} == {"draft"}
    assert {w.organisation for w in found.new} == {"alts"}
    assert first.id != second.id


@pytest.mark.parametrize(
    "raw",
    [
        CSV.encode("utf-8-sig"),
        CSV.encode("utf-16"),
        CSV.encode("cp932"),
        CSV.replace("\n", "\r\n").encode(),
        ("sep=,\n" + CSV).encode(),
        ("\n,,,\n" + CSV + ",,,,,,\n\n").encode(),
        CSV.replace("Title,", "題名,").replace("Closes", "締め切り").encode(),
        CSV.replace("Title,Opens", " title * ,OPENS:").encode(),
    ],
)
def test_what_spreadsheets_write(raw: bytes) -> None:
    assert planned("year.csv", raw).new == planned("year.csv", CSV.encode()).new


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators(separator: str) -> None:
    rows = [["Title", "Opens", "Closes"], ["A, B", "2026-12-01", "2026-12-20"]]
    text = "\n".join(separator.join(row) for row in rows)
    [made] = planned("year.csv", text.encode()).new
    assert made.title == "A, B"


def test_a_second_import_changes_nothing() -> None:
    first = planned("year.csv", CSV.encode())
    kept = [approved(w, NOW) for w in first.new]
    second = planned("year.csv", CSV.encode(), kept)
    assert (second.new, second.changed, second.misfits) == ((), (), ())
    assert list(second.same) == kept


def test_a_change_is_found_by_id_and_the_rest_is_left_alone() -> None:
    kept = [window(), window(id="im-2026", title="IM"), window(id="gone-already", status="withdrawn")]
    raw = b"id,title,closes\nsht-2026,Senior Head Teacher,2026-12-21 17:00\n"
    found = planned("year.csv", raw, kept)
    [(old, new)] = found.changed
    assert old == kept[0]
    assert new == replace(kept[0], closes=CLOSES + timedelta(days=1))
    assert found.gone == (kept[1],)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A,2026-12-01,2026-11-30,", [(2, "closes", "order")]),
        ("A,1 Dec,2026-12-20,", [(2, "opens", "no_year")]),
        ("A,12/1/2026,2026-12-20,", [(2, "opens", "unclear")]),
        ("A,2026-01-01,2026-02-01,", [(2, "closes", "past")]),
        ("A,2026-12-01,2026-12-20,dean", [(2, "roles", "role")]),
        ("@everyone,2026-12-01,2026-12-20,", [(2, "title", "mass_mention")]),
        (",2026-12-01,,", [(2, "title", "missing"), (2, "closes", "missing")]),
        ("A,2026-12-01,2026-12-20,\nA,2026-12-01,2026-12-20,", [(3, "id", "twice")]),
        ('"A\nB",2026-12-01,2026-12-20,\nC,x,2026-12-20,', [(4, "opens", "moment.no_day")]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(row: str, expected: list[tuple[int, str, str]]) -> None:
    found = planned("year.csv", f"title,opens,closes,roles\n{row}\n".encode())
    assert told(found) == expected
    for language in LANGUAGES:
        assert all(problem(misfit.problem, language) for misfit in found.misfits)


def test_unknown_columns_and_ids_that_are_none() -> None:
    found = planned("year.csv", b"title,opens,closes,salary\nA,2026-12-01,2026-12-20,1\n")
    assert told(found) == [(2, "salary", "column")]
    found = planned("year.csv", b"id,title,opens,closes\nNo Id!,A,2026-12-01,2026-12-20\n")
    assert told(found) == [(2, "id", "id")]
    assert problem(found.misfits[0].problem, "en").startswith("Id: “No Id!”")


def test_what_is_over_stays_in_a_years_plan() -> None:
    old = window(opens=OPENS - timedelta(days=100), closes=NOW - timedelta(days=60))
    found = planned("x.csv", write_file("x.csv", [old]), [old])
    assert found.same == (old,)
    moved = write_file("x.csv", [replace(old, title="Another")])
    assert told(planned("x.csv", moved, [old])) == [(2, "closes", "past")]


@pytest.mark.parametrize(
    ("name", "raw", "key"),
    [
        ("x.csv", b"", "empty"),
        ("x.csv", b"\n\n", "empty"),
        ("x.csv", b"title\na,b\n", "too_many_cells"),
        ("x.csv", b'title\n"' + b"x" * 200_000, "broken"),
        ("x.csv", b"\x81\x00\xff\xff", "encoding"),
        ("x.csv", b"\xff\xfe\x00\xd8", "encoding"),
        ("x.csv", b"title\n" + b"a\n" * 5_001, "too_many"),
        ("x.yaml", b"[", "broken"),
        ("x.yaml", b"", "empty"),
        ("x.yaml", b"a: 1", "empty"),
        ("x.yaml", b"word", "shape"),
        ("x.yaml", b"- a\n", "shape"),
        ("x.yaml", b"- {title: {en: a}}\n", "shape"),
    ],
)
def test_files_that_are_none(name: str, raw: bytes, key: str) -> None:
    with pytest.raises(SheetError, match=key) as error:
        read_file(name, raw)
    assert unusable(error.value, "en")


def test_yaml_as_people_write_it() -> None:
    raw = b"""
windows:
  - title: Senior Head Teacher
    opens: 2026-12-01 09:00
    closes: 2026-12-20
    roles: [sht]
    headcount: 2
    papers:
      - Cover letter
      - Mission statement
    pay:
"""
    found = planned("year.yaml", raw)
    assert found.misfits == ()
    [made] = found.new
    assert made.opens == OPENS
    assert made.closes == datetime(2026, 12, 20, 14, 59, tzinfo=UTC)
    assert (made.headcount, made.papers, made.pay) == ("2", ("Cover letter", "Mission statement"), "")


def test_no_cell_that_is_written_is_a_formula() -> None:
    evil = window(title="=HYPERLINK(1)", how="+1", pay="'=x", contact="-", source="@x")
    raw = write_file("x.csv", [evil]).decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in raw
    assert ",=" not in raw
    assert ",+" not in raw
    assert planned("x.csv", raw.encode(), [evil]).same == (evil,)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=30).map(
    lambda text: " ".join(text.replace("@", "").replace("<", "").split()) or "x"
)


@given(st.sampled_from(["x.csv", "x.yaml"]), WORDS, WORDS, WORDS, st.integers(0, 90))
def test_what_is_exported_is_imported_as_the_same(name: str, title: str, duties: str, how: str, days: int) -> None:
    made = window(title=title, duties=f"{duties}\n{how}", how=how, opens=OPENS + timedelta(days=days))
    made = replace(made, closes=made.opens + timedelta(days=20))
    found = planned(name, write_file(name, [made]), [made])
    assert found.misfits == ()
    assert found.same == (made,)
    assert found.gone == ()


@given(st.binary(max_size=200), st.sampled_from(["x.csv", "x.yaml", "x.tsv", "x"]))
def test_any_bytes_are_read_or_refused(raw: bytes, name: str) -> None:
    try:
        rows = read_file(name, raw)
    except SheetError:
        return
    found = plan(rows, [], fresh(), NOW, ROLES)
    assert len(found.new) + len({misfit.line for misfit in found.misfits}) <= max(1, len(rows))
