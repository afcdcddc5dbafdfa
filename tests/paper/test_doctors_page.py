from dataclasses import replace
from datetime import date

import pytest
from cards import PERSON, PRINTED, RARE, run, sizes, text, texts

from handbook.content import load
from handbook.domain import UNKNOWN, Grouped, HowKnown, Kind, LookBack, Medicine, PartialDate, group
from handbook.paper import medicines

BOOK = load()
WINDOW = LookBack(date(2026, 11, 20), 90)
TODAY = date(2026, 11, 24)
DAY = PartialDate.parse
CURRENT = Medicine(
    "1", "氨氯地平片", strength="5 mg", dose="1 片", route="口服", how_often="每天早上一次", reason="高血压",
    prescriber="王医生", kind=Kind.PRESCRIPTION, how_known=HowKnown.BOX_SEEN, told_by="女儿", note="饭后",
    start=DAY("2020-03"),
)  # fmt: skip
STOPPED = Medicine("2", "Ibuprofen", start=DAY("2026-10-01~"), end=DAY("2026-10-20"))
UNSURE = Medicine("3", "维生素 D", end=UNKNOWN)
OLDER = Medicine("4", "阿莫西林", start=DAY("2026-03-01"), end=DAY("2026-03-08"))
ALL = group([CURRENT, STOPPED, UNSURE, OLDER], WINDOW, TODAY)


def make(grouped=ALL, person=PERSON, *, language="zh-Hans"):
    return medicines(BOOK, grouped, WINDOW, person, language=language, printed_on=PRINTED)


def test_current_first_then_stopped_then_older():
    found = text(make())
    order = [
        "现在在用",
        "氨氯地平片",
        "回看期内或之后停用",
        "Ibuprofen",
        "维生素 D",
        "更早以前用过",
        "阿莫西林",
        "核对人",
    ]
    assert [found.index(words) for words in order] == sorted(found.index(words) for words in order)
    for words in (
        RARE, "1961-03-05", "青霉素", "5 mg", "1 片；口服；每天早上一次", "2020-03 起", "仍在用", "约 2026-10-01 起",
        "2026-10-20 停", "开始日期不详", "已停，日期不详",
        "种类：处方药；怎么知道的：看过药盒；原因：高血压；谁开的、哪里来的：王医生；讲述：女儿；备注：饭后",
        "回看 90 天：2026-08-22 至 2026-11-20", "第 1 页，共 1 页", "印于 2026-11-08",
    ):  # fmt: skip
        assert words in found
    assert "没有写下" not in found


def test_an_empty_list_is_said_as_such_and_the_head_is_left_to_the_pen():
    found = text(make(Grouped((), (), ()), None))
    assert found.count("没有写下。") == 3
    assert "姓名" in found


def test_pages_are_counted_and_no_entry_is_parted():
    many = Grouped(tuple(replace(CURRENT, id=str(n), name=f"药{n}号") for n in range(60)), (), ())
    pages = texts(make(many))
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"第 {number} 页，共 {len(pages)} 页" in page
        assert page.count("号 5 mg") == page.count("备注：饭后")
    assert all(size == pytest.approx((595.276, 841.89), abs=0.01) for size in sizes(make(many)))


def test_each_language_has_its_own_pages():
    pages = texts(make(language="zh-Hans+en"))
    assert len(pages) == 2
    assert "Taken now" in pages[1]
    assert "Page 1 of 1" in pages[1]
    assert b"/Lang (zh-CN)" in make(language="zh-Hans+en")


def test_fonts_are_embedded_and_bytes_are_the_same():
    assert all("yes yes yes" in line for line in run("pdffonts", make()).splitlines()[2:])
    assert make() == make()


def test_a_note_longer_than_a_page_goes_on_on_the_next():
    pages = texts(make(Grouped((replace(CURRENT, note="长" * 5000),), (), ())))
    assert len(pages) > 2
    assert sum(page.count("长") for page in pages) == 5000
