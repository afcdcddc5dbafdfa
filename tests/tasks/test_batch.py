"""The check of a list, row by row, before anything is drawn: what is said of which row, and what is kept of nobody."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook import content, paper, tasks
from handbook.domain import ClinicNumbers, FaultList, InputError, Person
from handbook.tasks import (
    CardJob,
    PeopleTable,
    batch_report,
    check_people,
    draw_people,
    fault_report,
    preview_people,
    read_people,
    rejects_csv,
)

BOOK = content.load()
ON = date(2026, 11, 22)
CLINIC = ClinicNumbers(phone_24h="021-5555 0120")


def job(**more: object) -> CardJob:
    values = {
        "book": BOOK, "kit": None, "numbers": CLINIC, "language": "zh-Hans", "which": "family", "qr": False,
        "printed_on": ON,
    }  # fmt: skip
    return CardJob(**(values | more))


def table_of(headings: Sequence[str], *rows: Sequence[str]) -> PeopleTable:
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return PeopleTable(out.getvalue().encode(), where="people.csv")


def found(table: PeopleTable, **more: object) -> list[tuple[int, str, str]]:
    return [(one.row, one.field, one.error.code) for one in check_people(table, job(**more)).rejected]


def one(heading: str, cell: str, **more: object) -> list[tuple[str, str]]:
    return [(field, code) for _, field, code in found(table_of(["姓名", heading], ["张三", cell]), **more)]


@pytest.mark.parametrize(
    "cell",
    ["2026/11/2", "2026-11-02", "2026年11月2日", "2026.11.2", " ２０２６／１１／０２ ", "2026/11/2 0:00",
     "2026-11-02 00:00:00", "2026-11-02T00:00:00.000"],
)  # fmt: skip
def test_dates_as_offices_write_them(cell: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Person] = []
    monkeypatch.setattr(paper, "fits", lambda _book, person, *_args, **_named: seen.append(person))
    assert one("回输日期", cell) == []
    assert [person.infusion_date for person in seen] == [date(2026, 11, 2)]


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("回输日期", "2026-02-30", "person.date"),
        ("回输日期", "11/2/2026", "person.date"),
        ("回输日期", "2026-11-02 10:30", "person.date"),
        ("回输日期", "46328", "people.serial-date"),
        ("出生日期", "22000.5", "people.serial-date"),
        ("回输日期", "########", "people.sheet-error"),
        ("回输日期", "2028-11-23", "people.far-ahead"),
        ("回输日期", "1996-11-21", "people.far-back"),
        ("出生日期", "2026-11-23", "people.birth-date"),
        ("出生日期", "1896-11-21", "people.birth-date"),
        ("医院", "#N/A", "people.sheet-error"),
        ("医院", "院" * 201, "text.too-long"),
        ("医院", "x" * 10_000, "text.too-long"),
        ("医院", "a\x00b", "text.control"),
        ("医院", "a\u202eb", "text.direction"),
        ("医院", "a\U0001f600b", "paper.no-glyph"),
        ("医院", "汉字" * 100, "paper.does-not-fit"),
        ("语言", "fr", "person.language"),
        ("24小时电话", "2.15556E+10", "people.shortened"),
        ("24小时电话", "见背面", "clinic.phone"),
        ("家属电话", "1.38E+10", "people.shortened"),
        ("病历号", "1.2E+13", "people.shortened"),
    ],
)
def test_each_fault_has_its_field_and_code(heading: str, cell: str, code: str) -> None:
    key = next(iter(table_of(["姓名", heading], ["张三", cell]).columns.keys() - {"name"}))
    assert one(heading, cell) == [(key, code)]


@pytest.mark.parametrize(
    ("heading", "cell"),
    [
        ("回输日期", "2028-11-22"), ("回输日期", "1996-11-22"), ("出生日期", "2026-11-22"), ("出生日期", "1896-11-22"),
        ("批号", "1E5"), ("病历号", "1E12"), ("24小时电话", "（021）5555 0120 转 8001"), ("语言", "zh-Hans+en"),
        ("医院", "#1"), ("过敏", "无"),
    ],
)  # fmt: skip
def test_what_is_just_right(heading: str, cell: str) -> None:
    assert one(heading, cell) == []


def test_a_29th_of_february_counts_years_like_any_day() -> None:
    on = date(2024, 2, 29)
    assert one("回输日期", "2026-02-28", printed_on=on) == []
    assert one("回输日期", "2026-03-01", printed_on=on) == [("infusion_date", "people.far-ahead")]


def test_the_24_hour_number_comes_from_the_row_or_the_clinic() -> None:
    table = table_of(["姓名", "24小时电话"], ["张三", ""], ["李四", "120"])
    assert found(table) == []
    assert found(table, numbers=ClinicNumbers()) == [(2, "phone_24h", "people.no-phone")]


def test_how_much_is_too_long() -> None:
    rejected = check_people(table_of(["姓名", "医院"], ["张三", "院" * 230]), job()).rejected
    assert (rejected[0].error.params["longest"], rejected[0].error.params["over"]) == (200, 30)
    rejected = check_people(table_of(["姓名", "医院"], ["张三", "汉字" * 100]), job()).rejected
    assert rejected[0].error.params["over"] > 0


def test_all_faults_of_a_row_are_found_at_once() -> None:
    table = table_of(["姓名", "出生日期", "语言", "医院"], ["", "x", "fr", ""], ["李四", "", "", "b"])
    checked = check_people(table, job(numbers=ClinicNumbers()))
    assert [(one.row, one.field, one.error.code) for one in checked.rejected] == [
        (2, "name", "people.no-name"),
        (2, "birth_date", "person.date"),
        (2, "language", "person.language"),
        (2, "phone_24h", "people.no-phone"),
        (3, "phone_24h", "people.no-phone"),
    ]
    assert (checked.rows, checked.good, checked.places) == (2, 0, 0)


def test_a_repeated_record_number_rejects_all_its_rows() -> None:
    numbers = ["A1", "B", "ａ 1", "", "", "b", "a1", "C"]
    table = table_of(["姓名", "病历号"], *[["张三", number] for number in numbers])
    rejected = check_people(table, job()).rejected
    assert [(one.row, one.error.code) for one in rejected] == [(row, "people.repeated") for row in (2, 3, 4, 7, 8)]
    assert [one.error.params["rows"] for one in rejected] == ["4, 8", "7", "2, 8", "3", "2, 4"]
    many = check_people(table_of(["姓名", "病历号"], *[["张三", "1"]] * 9), job()).rejected
    assert many[0].error.params["rows"] == "3, 4, 5, 6, 7 …"


def test_a_row_whose_cells_moved_is_not_read_at_all() -> None:
    table = table_of(["姓名", "病历号"], ["张三", "1", "2"], ["李四", "1"])
    assert found(table) == [(2, "", "people.too-many-cells")]


def test_several_faults_that_paper_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    def fits(*_args: object, **_named: object) -> None:
        raise FaultList([InputError("paper.no-glyph", key="name"), InputError("paper.does-not-fit", key="hospital")])

    monkeypatch.setattr(paper, "fits", fits)
    assert found(table_of(["姓名"], ["张三"])) == [(2, "name", "paper.no-glyph"), (2, "hospital", "paper.does-not-fit")]


def test_headings_without_people() -> None:
    with pytest.raises(InputError) as raised:
        check_people(table_of(["姓名"], ["  "]), job())
    assert raised.value.code == "people.no-rows"


def test_the_row_s_language_goes_first_and_two_take_two_places(monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of(["姓名", "语言"], ["张三", ""], ["李四", "en"], ["王五", "zh-Hans+en"])
    seen: list[tuple[str, ...]] = []
    monkeypatch.setattr(paper, "fits", lambda *_args, languages, **_named: seen.append(languages))
    checked = check_people(table, job())
    assert seen == [("zh-Hans",), ("en",), ("zh-Hans", "en")]
    assert (checked.good, checked.places) == (3, 4)
    assert check_people(table, job(qr=True)).places == 8


def test_only_good_rows_are_drawn_in_the_order_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    table = table_of(["姓名", "回输日期"], ["张三", "2026-11-02"], ["李四", "soon"], ["王五", "2026-11-03"])
    seen: list[Person] = []

    def cards(_book: object, people: object, *_args: object, **named: object) -> tuple[bytes, None]:
        seen.extend(people)
        assert (named["start"], named["order"], named["most"]) == (3, "stack", None)
        named["progress"](2)
        return b"%PDF", None

    monkeypatch.setattr(paper, "cards", cards)
    told: list[tuple[str, int, int]] = []
    checked = check_people(table, job(), progress=lambda *now: told.append(now))
    sheet = paper.read_sheet("a4-10")
    drawn = draw_people(
        table, checked, job(), sheet=sheet, start=3, flip="long", order="stack", progress=lambda *now: told.append(now)
    )
    assert drawn == (b"%PDF", None)
    assert [(person.name, person.infusion_date) for person in seen] == [
        ("张三", date(2026, 11, 2)),
        ("王五", date(2026, 11, 3)),
    ]
    assert told == [("check", 1, 3), ("check", 2, 3), ("check", 3, 3), ("draw", 2, 2)]


def test_the_first_sheet_is_there_before_the_list_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["", ""], ["张三", "1"], ["李四", "1"], *[[f"患者{number}", ""] for number in range(5_000)]]
    table = table_of(["姓名", "病历号"], *rows)
    checked: list[Person] = []
    fits = paper.fits
    monkeypatch.setattr(
        paper, "fits", lambda book, person, *rest, **named: (checked.append(person), fits(book, person, *rest, **named))
    )
    sheet = paper.read_sheet("a4-10")
    data = preview_people(table, job(), sheet=sheet, start=9, flip="long")
    assert data is not None
    (front, _) = (picture.size_mm for picture in tasks.render(data, dpi=20))
    assert front == pytest.approx((210, 297), abs=0.1)
    assert len(checked) == 2  # for the two places that are left; the rest of the list waits
    wide = preview_people(table_of(["姓名", "语言"], ["张三", "zh-Hans+en"]), job(), sheet=sheet, start=10, flip="long")
    assert wide is not None  # whoever takes more places than there are is shown all the same
    assert preview_people(table_of(["姓名"], ["\U0001f600"]), job(), sheet=sheet, start=1, flip="long") is None


def test_the_report_knows_nobody() -> None:
    table = table_of(["姓名", "医院", "病历号"], ["张𫖯", "#N/A", "77"], ["李四", "x" * 300, "88"], ["王五", "", "99"])
    checked = check_people(table, job())
    made = batch_report(job(), checked, 1)
    assert made == {
        "rows": 3,
        "printed": 1,
        "rejected": [
            {"row": 2, "field": "hospital", "reason": "people.sheet-error"},
            {"row": 3, "field": "hospital", "reason": "text.too-long"},
        ],
        "sheets": 1,
        "content_version": BOOK.version,
        "kit": None,
    }
    text = json.dumps(made, ensure_ascii=False)
    assert not any(word in text for word in ("张", "李", "王", "77", "88", "99", "#N/A", "xxx"))
    several = fault_report(FaultList([InputError("people.quotes", row=7), InputError("people.empty")]))
    assert several["rejected"] == [
        {"row": 7, "field": "", "reason": "people.quotes"},
        {"row": 0, "field": "", "reason": "people.empty"},
    ]


def test_rejects_can_be_mended_and_fed_again() -> None:
    table = table_of(
        ["姓名", "性别", "回输日期", "24小时电话"],
        ["张三", "男", "2026-02-30", "soon"], ["李四", "女", "", "120"], ["=1+1", "男", "2026-11-31", "120"],
    )  # fmt: skip
    data = rejects_csv(table, check_people(table, job()), lambda one: f"<{one.error.code}>")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows == [
        ["姓名", "性别", "回输日期", "24小时电话", "row", "field", "reason"],
        ["张三", "男", "2026-02-30", "soon", "2", "infusion_date, phone_24h", "<person.date> <clinic.phone>"],
        ["'=1+1", "男", "2026-11-31", "120", "4", "infusion_date", "<person.date>"],
    ]
    mended = data.replace(b"2026-02-30", b"2026-02-28").replace(b"soon", b"120").replace(b"2026-11-31", b"2026/11/30")
    again = PeopleTable(mended)
    assert again.unknown == ("性别",)
    assert again.values(list(again.rows())[1])["name"] == "=1+1"
    checked = check_people(again, job())
    assert (checked.rows, checked.good, checked.rejected) == (2, 2, ())


def test_a_list_from_a_file_and_one_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("病人\n张三\n".encode("gb18030"))
    assert read_people(path, columns={"name": "病人"}).where == str(path)
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(InputError, match=r"file\.too-large"):
        read_people(path, columns={})
    monkeypatch.setattr("handbook.tasks.batch.LONGEST_LIST", 5)
    for data, code in ((b"name\n\xff", "file.too-large"), (b"name", "")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
        if code:
            with pytest.raises(InputError, match=code):
                read_people("-", columns={})
        else:
            assert read_people("-", columns={}).where == "-"


@given(st.lists(st.lists(st.text(max_size=30), min_size=6, max_size=7), min_size=1, max_size=4))
def test_any_cells_are_printed_or_rejected(rows: list[list[str]]) -> None:
    headings = ["姓名", "出生日期", "病历号", "语言", "24小时电话", "过敏"]
    try:
        table = table_of(headings, *rows)
        checked = check_people(table, job())
    except InputError as error:
        assert error.code in {"people.no-rows", "people.not-text", "people.utf16"}  # noqa: PT017  # no text, no table
        return
    bad = {one.row for one in checked.rejected}
    assert checked.good + len(bad) == checked.rows <= len(rows)
    assert {one.field for one in checked.rejected} <= {*table.columns, ""}
