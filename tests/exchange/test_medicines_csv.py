"""The medicines as a table: opened by a spreadsheet, read back without loss."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook import content
from handbook.domain import UNKNOWN, HowKnown, Kind, LookBack, Medicine, PartialDate, group
from handbook.exchange import medicines_csv
from handbook.exchange.medicines_csv import HEADINGS, NOT_KNOWN, STILL

BOOK = content.load()
WINDOW = LookBack(date(2026, 11, 22), 90)
TEXT_KEYS = ("name", "strength", "dose", "route", "how_often", "reason", "prescriber", "told_by", "note", "id")


def table(medicines: list[Medicine], language: str = "zh-Hans") -> list[dict[str, str]]:
    data = medicines_csv(group(medicines, WINDOW), BOOK.words(language))
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == [headings[language == "en"] for headings in HEADINGS.values()]
    return [dict(zip(HEADINGS, row, strict=True)) for row in rows[1:]]


def unguarded(cell: str) -> str:
    return cell.removeprefix("'")


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
        ("回看期内停用", "鱼油", "不清楚", "不清楚"),
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


@given(
    st.lists(
        st.builds(
            Medicine,
            **dict.fromkeys(TEXT_KEYS, ANY),
            kind=st.sampled_from(Kind),
            how_known=st.sampled_from(HowKnown),
            start=DATES,
            end=st.none() | DATES,
        ),
        max_size=5,
    ),
    st.sampled_from(["zh-Hans", "en"]),
)
def test_everything_comes_back_unchanged(medicines: list[Medicine], language: str) -> None:
    words = BOOK.words(language)
    column = int(language == "en")
    kinds = {words(f"kinds.{kind}"): kind for kind in Kind if kind} | {"": Kind.NOT_SAID}
    how = {words(f"how_known.{known}"): known for known in HowKnown if known} | {"": HowKnown.NOT_SAID}

    def day(cell: str) -> PartialDate:
        return UNKNOWN if cell == NOT_KNOWN[column] else PartialDate.parse(cell)

    back = [
        Medicine(
            **{key: unguarded(row[key]) for key in TEXT_KEYS},
            kind=kinds[row["kind"]],
            how_known=how[row["how_known"]],
            start=day(row["start"]),
            end=None if row["end"] == STILL[column] else day(row["end"]),
        )
        for row in table(medicines, language)
    ]
    assert sorted(back, key=repr) == sorted(medicines, key=repr)
