"""The medicines as a table: opened by a spreadsheet, read back without loss."""

from __future__ import annotations

import csv
import io
from datetime import date
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook import content
from handbook.domain import UNKNOWN, HowKnown, Ingredient, InputError, Kind, LookBack, Medicine, PartialDate, group
from handbook.exchange import medicines_table, read_medicines
from handbook.exchange.cells import ReadTable
from handbook.exchange.medicines_csv import HEADINGS

BOOK = content.load()
WORDS = [BOOK.words(language) for language in BOOK.languages]
WINDOW = LookBack(date(2026, 11, 22), 90)
TODAY = date(2026, 11, 24)


def table(medicines: list[Medicine], language: str = "zh-Hans") -> list[dict[str, str]]:
    data = medicines_table(group(medicines, WINDOW, TODAY), BOOK.words(language))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == [headings[language == "en"] for headings in HEADINGS.values()]
    return [dict(zip(HEADINGS, row, strict=True)) for row in rows[1:]]


def test_the_three_groups_stand_in_reading_order() -> None:
    rows = table(
        [
            Medicine("3", "泼尼松", start=PartialDate.parse("2025-01"), end=PartialDate.parse("2026-01-05")),
            Medicine("1", "阿昔洛韦", start=PartialDate.parse("2026-08-15~"), kind=Kind.PRESCRIPTION),
            Medicine("2", "鱼油", end=UNKNOWN, kind=Kind.SUPPLEMENT, how_known=HowKnown.BOX_SEEN),
        ]
    )
    assert [(row["group"], row["name"], row["start"], row["end"]) for row in rows] == [
        ("正在用", "阿昔洛韦", "2026-08-15~", "还在用"),
        ("回看期内或之后停用", "鱼油", "不清楚", "不清楚"),
        ("更早", "泼尼松", "2025-01", "2026-01-05"),
    ]
    assert (rows[0]["kind"], rows[1]["how_known"], rows[2]["kind"]) == ("处方药", "看过药盒", "")


def test_the_same_table_in_english() -> None:
    (row,) = table([Medicine("1", "Aciclovir", kind=Kind.PRESCRIPTION)], "en")
    assert (row["group"], row["kind"], row["start"], row["end"]) == (
        "Taken now",
        "Prescription",
        "not known",
        "still taking",
    )


def test_a_list_of_nothing_is_a_table_of_headings() -> None:
    assert table([]) == []


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "'=1", "\n=1"])
def test_no_cell_is_taken_for_a_formula(formula: str) -> None:
    (row,) = table([Medicine("1", formula, note=formula)])
    assert row["name"] == row["note"] == "'" + formula


# A carriage return and line feed are kept by the csv module inside quotes; surrogates are no text.
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
DATES = st.sampled_from(["", "2026-08-15", "2026-08", "2026-08-15~", "2026-08~"]).map(PartialDate.parse)
TEXTS = (
    "brand", "strength", "form", "dose", "route", "how_often", "daily_max", "reason", "prescriber", "bought_at",
    "side_effect", "told_by", "note",
)  # fmt: skip
NAMES = ANY.filter(str.strip)
MEDICINES = st.builds(
    Medicine,
    id=NAMES,
    name=NAMES,
    **dict.fromkeys(TEXTS, ANY),
    kind=st.sampled_from(Kind),
    how_known=st.sampled_from(HowKnown),
    start=DATES,
    end=st.none() | DATES,
    as_needed=st.booleans(),
    on_hold=st.booleans(),
    ingredients=st.lists(st.builds(Ingredient, NAMES, ANY), max_size=3).map(tuple),
)


def read(data: bytes, **columns: str) -> ReadTable[Medicine]:
    ids = map(str, count(1))
    return read_medicines(data, WORDS, new_id=lambda: next(ids), columns=columns, where="list.csv")


@given(st.lists(MEDICINES, max_size=4), st.sampled_from(["zh-Hans", "en"]))
def test_everything_comes_back_unchanged(medicines: list[Medicine], language: str) -> None:
    back = read(medicines_table(group(medicines, WINDOW, TODAY), BOOK.words(language)))
    assert back.refused == ()
    assert sorted(back.entries, key=repr) == sorted(medicines, key=repr)


def test_any_list_with_a_column_of_names_is_understood() -> None:
    back = read(
        "药名,开始,停用,随便\n阿昔洛韦,2026/8/15,,x\n'=鱼油,2026年8月,不清楚,y\n".encode("gb18030"), name="药名"
    )
    assert back.columns == (("药名", "name"), ("开始", "start"), ("停用", "end"), ("随便", ""))
    assert back.rows == (2, 3)
    assert [(m.id, m.name, str(m.start), m.end) for m in back.entries] == [
        ("1", "阿昔洛韦", "2026-08-15", None),
        ("2", "=鱼油", "2026-08", UNKNOWN),
    ]


def test_what_a_spreadsheet_makes_of_a_month_is_still_that_month() -> None:
    back = read(b"name,start,end\nAciclovir,Aug-26,15-Aug\nFish oil,2026.8,2026-08-03\n")
    assert [(fault.row, fault.field, fault.error.code) for fault in back.refused] == [(2, "end", "date.wrong")]
    assert [(str(m.start), str(m.end)) for m in back.entries] == [("2026-08", "2026-08-03")]
    assert back.refused[0].error.where == "list.csv:2"


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("x,,,", "name", "exchange.no-name"),
        ("x,药,什么,", "kind", "exchange.choice"),
        ("x,药,,也许", "as_needed", "exchange.choice"),
        ("x,a\0b,,", "name", "text.control"),
    ],
)
def test_a_row_that_is_not_understood_says_which_cell(row: str, field: str, code: str) -> None:
    back = read(f"编号,名称,种类,需要时才用\n{row}\n1,鱼油,保健品、维生素,是\n".encode())
    assert [(fault.row, fault.field, fault.error.code) for fault in back.refused] == [(2, field, code)]
    assert [(m.id, m.kind, m.as_needed) for m in back.entries] == [("1", Kind.SUPPLEMENT, True)]


def test_ingredients_that_cannot_be_told_apart_are_refused() -> None:
    back = read("名称,成分\n甲,黄芪:15 g\n乙,黄芪: 15 g; 当归\n丙,a;b\n".encode())
    assert [(fault.row, fault.error.code) for fault in back.refused] == [
        (2, "exchange.ingredients"),
        (4, "exchange.ingredients"),
    ]
    assert back.entries[0].ingredients == (Ingredient("黄芪", "15 g"), Ingredient("当归"))


def test_an_own_table_with_a_column_less_is_read_as_any_other() -> None:
    data = medicines_table(group([Medicine("1", "药")], WINDOW, TODAY), BOOK.words("en"))
    assert [m.name for m in read(data.replace(b"Brand,", b"Trade,")).entries] == ["药"]
    assert [m.name for m in read(b"\xef\xbb\xbf" + b'name\n"a""b"\n').entries] == ['a"b']


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a,b\n1,2\n", "exchange.no-column"),
        (b"", "people.empty"),
        (b"\xef\xbb\xbf", "people.empty"),
        (b"\xef\xbb\xbf\xff\xfe", "people.utf16"),
        (b"PK\x03\x04", "people.workbook"),
        (b"\x0b\x0b,\x0b\n", "people.empty"),
        (b"\xa0\x85", "people.empty"),
        (b"\xef\xbb\xbf\x85\xa0", "people.not-text"),
        (b'name\n"a', "people.quotes"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(data: bytes, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code


def test_of_two_columns_for_one_field_the_first_counts() -> None:
    back = read(b"name,Name,note\nA,B,C\n")
    assert back.columns == (("name", "name"), ("Name", ""), ("note", "note"))
    assert back.entries[0].name == "A"


@pytest.mark.parametrize("dose", ["1/2", "1-2", "5-10", "1/2/3", " 1 / 2 ", "'1/2", "2026-11-02"])
def test_an_amount_that_looks_like_a_day_is_guarded_and_comes_back(dose):
    medicine = Medicine("1", "药", dose=dose, start=PartialDate.parse("2026-11-02"))
    data = medicines_table(group([medicine], WINDOW, TODAY), BOOK.words("en"))
    assert f",'{dose}," in data.decode("utf-8-sig")
    assert ",2026-11-02," in data.decode("utf-8-sig")  # a day is for the spreadsheet to understand
    assert read(data).entries == (medicine,)
