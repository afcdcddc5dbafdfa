"""A list of people as offices write it: encodings, delimiters, headings, cells; and the list of rejects."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import event, example, given
from hypothesis import strategies as st

from handbook.domain import CHINESE_HEADINGS, KEYS, HandbookError, InputError, UsageError
from handbook.exchange import PeopleTable
from handbook.exchange.people_csv import MOST_ROWS

ROWS = [["姓名", "回输日期", "医院"], ["张𫖯", "2026/11/2", "示例医院"], ["李四", "", "上海市第一人民医院"]]
VALUES = [
    {"name": "张𫖯", "infusion_date": "2026/11/2", "hospital": "示例医院"},
    {"name": "李四", "hospital": "上海市第一人民医院"},
]


def text_of(rows: Sequence[Sequence[object]], delimiter: str = ",", end: str = "\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def read(data: bytes | str, columns: Mapping[str, str] | None = None) -> list[dict[str, str]]:
    table = PeopleTable(data.encode() if isinstance(data, str) else data, columns=columns)
    return [table.values(row) for row in table.rows()]


def fault_of(data: bytes | str, columns: Mapping[str, str] | None = None) -> InputError:
    with pytest.raises(InputError) as raised:
        read(data, columns)
    assert raised.value.exit_code == 1
    return raised.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_encoding_delimiter_and_line_ending(encoding: str, delimiter: str, end: str) -> None:
    assert read(text_of(ROWS, delimiter, end).encode(encoding)) == VALUES


def test_a_file_from_dos_and_one_that_says_its_delimiter() -> None:
    assert read(text_of(ROWS).encode("gb18030") + b"\x1a") == VALUES
    assert read("sep=;\r\n" + text_of(ROWS, ";")) == VALUES
    table = PeopleTable(('"sep=,"\n' + text_of(ROWS)).encode())
    assert [row.number for row in table.rows()] == [2, 3]


def test_delimiters_within_quotation_marks_do_not_count() -> None:
    assert read('"备注,,,;";姓名;"a,b"\n"1,2";张三;x\n') == [{"name": "张三"}]


def test_every_heading_by_key_and_by_chinese_name_however_it_is_written() -> None:
    for names in (KEYS, tuple(CHINESE_HEADINGS[key] for key in KEYS)):
        table = PeopleTable(text_of([names, ["x"] * len(names)]).encode())
        assert table.columns == {key: at for at, key in enumerate(KEYS)}
        assert table.unknown == ()
    loose = [" Name ", "Birth Date", "ＲＥＣＯＲＤ＿ｎｕｍｂｅｒ", "２４小时 电话", "医 院：", "*过敏"]
    table = PeopleTable(text_of([loose, ["x"] * len(loose)]).encode())
    assert list(table.columns) == ["name", "birth_date", "record_number", "phone_24h", "hospital", "allergies"]
    assert table.heading("record_number") == "ＲＥＣＯＲＤ＿ｎｕｍｂｅｒ"
    assert table.heading("batch") == "批号"
    assert table.heading("strangers") == "strangers"


def test_unknown_headings_are_named_and_ignored() -> None:
    table = PeopleTable(text_of([["身份证号", "姓名", "", "性别"], ["1", "张三", "", "男"]]).encode())
    assert table.unknown == ("身份证号", "性别")
    assert [table.values(row) for row in table.rows()] == [{"name": "张三"}]


def test_a_column_that_is_named_on_the_command_line() -> None:
    rows = [["患者（必填）", "姓名", "电话"], ["张三", "李医生", "021-5555 0120"]]
    assert read(text_of(rows), {"name": "患者（必填）", "24小时电话": "电话"}) == [
        {"name": "张三", "phone_24h": "021-5555 0120"}
    ]
    assert read(text_of(rows), {"name": " 患者(必填) "})[0]["name"] == "张三"
    missing = fault_of(text_of(rows), {"name": "病人"})
    assert (missing.code, missing.params) == ("people.no-column", {"heading": "病人"})
    with pytest.raises(UsageError) as raised:
        read(text_of(rows), {"nam": "姓名"})
    assert (raised.value.code, raised.value.params["nearest"]) == ("people.field", "name")


def test_two_columns_for_one_field() -> None:
    both = text_of([["姓名", "name"], ["张三", "Zhang San"]])
    fault = fault_of(both)
    assert (fault.code, fault.params) == ("people.heading-twice", {"first": "姓名", "second": "name"})
    assert read(both, {"name": "姓名"}) == [{"name": "张三"}]
    assert fault_of("姓名,姓名\na,b\n", {"name": "姓名"}).code == "people.heading-twice"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "people.empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "people.empty"),
        (b",,;;\n\t\n", "people.empty"),
        ("\u3000,\u3000\n".encode(), "people.empty"),
        (b"\x85,\xa0\n", "people.not-text"),
        ("\u3000,\u3000\n".encode("gb18030"), "people.empty"),
        ("姓名,医院\n".encode("utf-16"), "people.utf16"),
        ("姓名,医院,number,phone,one,two\n".encode("utf-16-le"), "people.utf16"),
        ("姓名\n".encode("utf-32"), "people.utf16"),
        (b"PK\x03\x04" + bytes(range(256)), "people.workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "people.workbook"),
        (bytes(range(256)) * 100, "people.not-text"),
        (b"%PDF-1.7\n" + bytes(range(255, 127, -1)) * 10, "people.not-text"),
        (b"\xff\n\xff\n\xff\n", "people.not-text"),
        ("编号,".encode() * 200 + "备注\n1,2\n".encode(), "people.no-name-column"),
        ('姓名\n"张三\n李四\n', "people.quotes"),
        ('姓名,医院\n"张三"x,b\n', "people.quotes"),
        ("姓名\n" + "长" * 140_000, "people.quotes"),
        ("姓名\n" + "张三\n" * (MOST_ROWS + 1), "people.too-many-rows"),
    ],
)
def test_what_is_no_list_is_refused_with_one_code(data: bytes | str, code: str) -> None:
    assert fault_of(data).code == code


def test_no_name_among_200_headings_is_told_with_their_number() -> None:
    headings = [f"列{number}" for number in range(200)]
    assert fault_of(text_of([headings, ["x"] * 200])).params == {"count": 200}


def test_the_row_with_the_open_quotation_mark_is_named() -> None:
    assert fault_of('姓名,医院\na,b\n\n"c,d\ne,f\n').params == {"row": 4}


@pytest.mark.parametrize("head", ["姓名,医院", "name,hospital"])
@pytest.mark.parametrize("main", ["utf-8", "gb18030"])
def test_rows_in_another_encoding_are_named_as_a_spreadsheet_counts(main: str, head: str) -> None:
    other = {"utf-8": "gb18030", "gb18030": "utf-8"}[main]
    lines = [
        head,
        '"张\n三",示例医院',
        "李四,上海瑞金医院",
        "",
        "王小明,北京协和医院",
        "赵六,广州医院",
        "孙七,血液病医院",
    ]
    data = b"".join(
        line.encode(other if number in (3, 5) else main) + b"\r\n" for number, line in enumerate(lines, start=1)
    )
    fault = fault_of(data)
    assert (fault.code, fault.params) == ("people.mixed-encodings", {"rows": "3, 5"})


def test_a_torn_character_is_no_other_encoding_s_nonsense() -> None:
    fault = fault_of("姓名,医院\n张三,示例医院\n李四,示例医院".encode()[:-1])
    assert (fault.code, fault.params) == ("people.mixed-encodings", {"rows": "3"})
    many = "姓名\n".encode() + "".join(f"患者{number}号\n" for number in range(9)).encode("gb18030")
    assert fault_of(many).params == {"rows": "2, 3, 4, 5, 6 …"}
    marked = b"\xef\xbb\xbf" + "name\n张三\n李四\n".encode("gb18030")
    assert fault_of(marked).code == "people.mixed-encodings"


def test_gb18030_that_happens_to_be_utf_8_is_still_read_as_gb18030() -> None:
    names = ["隆隆", b"\xe4\xb0\xb0\xe4\xb0\xb0".decode("gb18030")]
    assert [name.encode("gb18030").decode("utf-8") for name in names] == ["¡¡", "䰰䰰"]
    assert read("\n".join(["姓名", *names, "王五"]).encode("gb18030")) == [{"name": name} for name in [*names, "王五"]]


def test_rows_are_counted_as_a_spreadsheet_counts_and_blank_ones_are_left_out() -> None:
    data = '\n姓名,过敏\n\n张三,"青霉素\r\n头孢"\n,\n李四,\n  \n'
    table = PeopleTable(data.encode())
    assert [(row.number, table.values(row)) for row in table.rows()] == [
        (4, {"name": "张三", "allergies": "青霉素 头孢"}),
        (6, {"name": "李四"}),
    ]


def test_a_row_may_be_shorter_but_not_longer_than_the_headings() -> None:
    table = PeopleTable("姓名,医院,电话,,\na\nb,c,d, ,\ne,f,g,h\n".encode())
    assert [(row.number, row.fault) for row in table.rows()] == [(2, ""), (3, ""), (4, "people.too-many-cells")]


def test_a_cell_that_swallowed_other_people() -> None:
    data = '姓名,医院,电话\n张三,"上海医院,021-1\n李四,北京医院",010-2\n王五,天津医院,022-3\n'
    assert [(row.number, row.fault) for row in PeopleTable(data.encode()).rows()] == [(2, "people.swallowed"), (3, "")]
    mac = data.replace("\n", "\r")
    assert [row.fault for row in PeopleTable(mac.encode()).rows()] == ["people.swallowed", ""]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("'=1+1", "=1+1"),
        ("'+86 21 5555 0120", "+86 21 5555 0120"),
        ("'s-Gravenhage", "'s-Gravenhage"),
        ("''s", "'s"),
        ('="02155550120"', "02155550120"),
        ("\u3000 上海\u00a0", "上海"),
        ("a \r\n b\rc\nd", "a b c d"),
        ("a\x00b", "a\x00b"),
    ],
)
def test_what_a_cell_says(cell: str, value: str) -> None:
    assert read(text_of([["姓名"], [cell]])) == [{"name": value}]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x1a\ufeff"), max_size=12)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=8), st.sampled_from(",;\t"))
@example([("=1", "'", "''"), ("\t", "\n", "@")], ",")
def test_rejects_come_back_with_the_same_values_however_often(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    data = text_of([("姓名", "性别", "过敏"), *rows], delimiter).encode()
    try:
        first = PeopleTable(data)
    except HandbookError as error:
        event(error.code)  # so many control characters that it is no text
        return
    before = [first.values(row) for row in first.rows() if not row.fault]
    bad = {row.number for row in first.rows() if row.fault}
    once = first.rejects(lambda row: None if row in bad else ("name", f"行 {row}"))
    table = PeopleTable(once)
    assert table.unknown == ("性别",)
    assert [table.values(row) for row in table.rows()] == before
    assert {row.fault for row in table.rows()} <= {""}
    again = table.rejects(lambda row: ("name", "x"))
    assert again.count(b"reason") == once.count(b"reason")
    assert [table.values(row) for row in PeopleTable(again).rows()] == before


def test_rejects_hold_the_original_columns_and_are_safe_in_a_spreadsheet() -> None:
    table = PeopleTable(
        "=姓名;性别;phone_24h\n张三;男;+86 21\n李四;女;=1+1;错;位\n".encode(), columns={"name": "=姓名"}
    )
    data = table.rejects(lambda row: ("phone_24h", "看不懂。") if row == 3 else None)
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["'=姓名", "性别", "phone_24h", "", "", "row", "field", "reason"],
        ["李四", "女", "'=1+1", "错", "位", "3", "phone_24h", "看不懂。"],
    ]
    assert [row.fault for row in PeopleTable(data, columns={"name": "=姓名"}).rows()] == ["people.too-many-cells"]


@given(
    st.binary(max_size=400) | st.text(st.sampled_from("姓名name,;\t\"\r\n\x00'= a1\ufeff"), max_size=80).map(str.encode)
)
def test_any_file_is_read_or_refused_by_a_code(data: bytes) -> None:
    code = "people."
    try:
        table = PeopleTable(data)
        for row in table.rows():
            assert set(table.values(row)) <= set(KEYS)
    except HandbookError as error:
        code = error.code
    assert code.startswith("people.")


def test_100_000_rows_stay_flat() -> None:
    import tracemalloc  # noqa: PLC0415

    data = "姓名,医院\n".encode() + "张三,示例医院\n".encode() * 50_000
    tracemalloc.start()
    count = sum(1 for _ in PeopleTable(data).rows())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 50_000
    assert peak < 3_000_000
