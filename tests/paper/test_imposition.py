from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handbook.domain import FaultList, InputError, UsageError
from handbook.paper import Sheet, read_sheet
from handbook.paper.imposition import check_start
from handbook.phrases import Phrases

OWN = """
page_width = 210
page_height = 148
columns = 2
rows = 2
card_width = 90
card_height = 55
margin_left = 12
margin_top = 15
gutter_across = 4
gutter_down = 5.5
outlines = true
crop_marks = false
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "sheet.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def rectangles(sheet, places):
    return [(p.x, p.y, p.x + sheet.card_width, p.y + sheet.card_height) for p in places]


def apart(one, two):
    return one[2] <= two[0] + 1e-6 or two[2] <= one[0] + 1e-6 or one[3] <= two[1] + 1e-6 or two[3] <= one[1] + 1e-6


@pytest.mark.parametrize(
    ("name", "page", "places", "first"),
    [
        ("a4-10", (210, 297), 10, (19.4, 13.55)),
        ("letter-8", (215.9, 279.4), 8, (22.35, 31.74)),
        ("bank", (85.60, 53.98), 1, (0, 0)),
    ],
)
def test_the_three_sheets(name, page, places, first):
    sheet = read_sheet(name)
    assert (sheet.width, sheet.height, sheet.places) == (*page, places)
    assert (sheet.front(0).x, sheet.front(0).y) == pytest.approx(first)
    assert (sheet.card_width, sheet.card_height) == (85.60, 53.98)


def test_an_own_sheet(written):
    sheet = read_sheet(str(written(OWN)))
    assert sheet == Sheet(210, 148, 2, 2, 90, 55, 12, 15, 4, 5.5, outlines=True, crop_marks=False)
    last = sheet.front(3)
    assert (last.x, last.y) == (12 + 94, 15 + 60.5)


def test_an_own_sheet_says_no_more_than_it_must(written):
    assert read_sheet(written('\ufeffpaper = "a4"\ncolumns = 2\nrows = 5')) == read_sheet("a4-10")
    assert read_sheet(written('paper = "letter"\ncolumns = 2\nrows = 4')) == read_sheet("letter-8")


@pytest.mark.parametrize(
    ("change", "code", "key"),
    [
        ({"gutter_across": "-1"}, "overlap", "gutter_across"),
        ({"gutter_down": "-0.5"}, "overlap", "gutter_down"),
        ({"columns": "3"}, "off", "margin_left"),
        ({"rows": "3"}, "off", "margin_top"),
        ({"rows": "3", "margin_top": None}, "off", "rows"),
        ({"columns": "3", "margin_left": None}, "off", "columns"),
        ({"margin_left": "-1"}, "off", "margin_left"),
        ({"card_width": "85"}, "small", "card_width"),
        ({"card_height": "50"}, "small", "card_height"),
        ({"columns": None}, "missing", "columns"),
        ({"page_width": None}, "missing", "page_width"),
        ({"columns": "2.0"}, "whole", "columns"),
        ({"rows": "0"}, "whole", "rows"),
        ({"rows": "1000000"}, "whole", "rows"),
        ({"rows": "true"}, "whole", "rows"),
        ({"margin_left": '"12"'}, "number", "margin_left"),
        ({"margin_top": "true"}, "number", "margin_top"),
        ({"margin_top": "nan"}, "number", "margin_top"),
        ({"margin_top": "inf"}, "number", "margin_top"),
        ({"page_width": "0"}, "number", "page_width"),
        ({"outlines": "1"}, "flag", "outlines"),
        ({"paper": '"a4"'}, "twice", "page_width"),
        ({"paper": '"a3"', "page_width": None, "page_height": None}, "paper", "paper"),
        ({"paper": "4", "page_width": None, "page_height": None}, "paper", "paper"),
        ({"colums": "2"}, "unknown", "colums"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_named_by_its_key(written, change, code, key):
    table = dict(line.split(" = ") for line in OWN.strip().splitlines()) | change
    path = written("\n".join(f"{name} = {value}" for name, value in table.items() if value is not None))
    with pytest.raises(FaultList) as caught:
        read_sheet(path)
    fault = caught.value.faults[0]
    assert (fault.code, fault.params["key"], fault.where) == (f"paper.sheet-{code}", key, str(path))
    for language in ("zh-Hans", "en"):
        for line in Phrases.load(language).error(caught.value):
            assert str(path) in line
            assert "{" not in line
    if code == "unknown":
        assert fault.params["nearest"] == "columns"


def test_all_faults_at_once(written):
    with pytest.raises(FaultList) as caught:
        read_sheet(written("columns = 0\ncard_width = 10\ngutter_down = -3\nx = 1"))
    assert [fault.params["key"] for fault in caught.value.faults] == [
        "x", "page_width", "page_height", "columns", "rows", "card_width", "gutter_down",
    ]  # fmt: skip


@pytest.mark.parametrize("data", [b"columns = = 2", b"\xff\xfe\x00", b"a = " + b"[" * 5000])
def test_a_file_that_is_no_toml(tmp_path, data):
    path = tmp_path / "sheet.toml"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"paper\.sheet-toml"):
        read_sheet(path)


def test_a_sheet_that_is_not_there():
    with pytest.raises(InputError, match=r"file\.absent"):
        read_sheet("a4-12")


sizes = st.floats(0, 40, allow_nan=False)


@st.composite
def sheets(draw):
    columns, rows = draw(st.integers(1, 4)), draw(st.integers(1, 6))
    width, height = draw(st.floats(85.6, 120)), draw(st.floats(53.98, 90))
    across, down, left, top, right, bottom = (draw(sizes) for _ in range(6))
    return Sheet(
        left + columns * (width + across) - across + right, top + rows * (height + down) - down + bottom,
        columns, rows, width, height, left, top, across, down,
    )  # fmt: skip


@given(sheets(), st.sampled_from(["long", "short", "none", "manual"]))
def test_cards_lie_apart_and_on_the_page_on_both_sides(sheet, flip):
    for places in ([sheet.front(n) for n in range(sheet.places)], [sheet.back(n, flip) for n in range(sheet.places)]):
        found = rectangles(sheet, places)
        for x1, y1, x2, y2 in found:
            assert min(x1, y1) >= -1e-6
            assert x2 <= sheet.width + 1e-6
            assert y2 <= sheet.height + 1e-6
        assert all(apart(one, two) for one, two in combinations(found, 2))


@given(sheets())
def test_crop_marks_touch_no_card_and_stand_at_its_edges(sheet):
    cards = rectangles(sheet, [sheet.front(n) for n in range(sheet.places)])
    xs = {x for card in cards for x in (card[0], card[2])}
    ys = {y for card in cards for y in (card[1], card[3])}
    for x1, y1, x2, y2 in sheet.crops():
        assert min(x1, y1) >= -1e-6
        assert x2 <= sheet.width + 1e-6
        assert y2 <= sheet.height + 1e-6
        assert all(apart((x1, y1, x2, y2), card) for card in cards)
        if x1 == x2:
            assert any(abs(x1 - x) < 0.01 for x in xs)
        else:
            assert any(abs(y1 - y) < 0.01 for y in ys)


def test_crop_marks_of_the_two_papers():
    marks = list(read_sheet("a4-10").crops())
    assert len(marks) == 2 * 3 + 2 * 6
    assert len(list(read_sheet("letter-8").crops())) == 2 * 3 + 2 * 5
    assert not list(read_sheet("bank").crops())
    assert min(x2 - x1 for x1, y1, x2, y2 in marks if y1 == y2) == pytest.approx(4)


def test_where_backs_stand():
    sheet = read_sheet("a4-10")
    first = sheet.front(0)
    assert sheet.back(0, "long") == replace(first, x=pytest.approx(sheet.front(1).x))
    assert sheet.back(0, "manual") == sheet.back(0, "long")
    short = sheet.back(0, "short")
    assert (short.x, short.y, short.turned) == (first.x, pytest.approx(sheet.front(8).y), True)
    assert sheet.back(0, "none") == first
    lying = Sheet(297, 210, 3, 3, margin_left=10, margin_top=10)
    assert not lying.back(0, "short").turned
    assert lying.back(0, "long").turned
    bank = read_sheet("bank")
    assert {bank.back(0, flip) for flip in ("long", "short", "none", "manual")} == {bank.front(0)}


def test_how_many_sheets():
    sheet = read_sheet("a4-10")
    assert [sheet.count(n) for n in (0, 1, 10, 11, 20)] == [0, 1, 1, 2, 2]
    assert [sheet.count(n, 10) for n in (0, 1, 2, 11, 12)] == [0, 1, 2, 2, 3]
    check_start(sheet, 10)
    for start in (0, 11):
        with pytest.raises(UsageError, match=r"paper\.start"):
            check_start(sheet, start)
