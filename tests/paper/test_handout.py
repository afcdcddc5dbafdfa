import re
import shutil
from ctypes import c_float
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import hypot
from pathlib import Path

import pypdfium2
import pytest
from cards import KIT, NUMBERS, PRINTED, flat, run, sizes, texts
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2.raw import FPDF_PAGEOBJ_TEXT, FPDFTextObj_GetFontSize

from handbook import resources
from handbook.content import (
    ClinicSpan,
    Drawing,
    FactSpan,
    Heading,
    ListBlock,
    Table,
    Text,
    call_text,
    load,
    picture_names,
)  # fmt: skip
from handbook.domain import ClinicNumbers as Numbers
from handbook.domain import FaultList, InputError, Person, Signature
from handbook.paper import handout
from handbook.paper.breaks import CLOSING, OPENING
from handbook.paper.facts import Facts
from handbook.paper.flow import Part, columns, sheets, text_parts
from handbook.paper.formats import A4, MM
from handbook.paper.handouts import _PageSection
from handbook.paper.pageparts import PageParts, editions
from handbook.paper.sheet import Sheet
from handbook.paper.text import Style, set_lines

BOOK = load()
UNSET = Numbers()
EDITIONS = [(language, large) for language in ("zh-Hans", "en") for large in (False, True)]
FEVER = Path("zh-Hans/fever.md")


def make(ids=("all",), numbers=UNSET, kit=None, *, book=BOOK, language="zh-Hans", large_print=False):
    return handout(
        book, ids, numbers, kit, language=language, large_print=large_print, printed_on=PRINTED
    )  # fmt: skip


@cache
def whole(language, large):
    """The whole book, made once for all tests."""
    return make(language=language, large_print=large)


def marks(pdf):
    """Bookmarks: level, title, number of the sheet counted from 1."""
    document = pypdfium2.PdfDocument(pdf)
    found = [(mark.level, mark.get_title(), mark.get_dest().get_index() + 1) for mark in document.get_toc()]
    document.close()
    return found


def lines(pdf):
    """The lines of each page."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.get_textpage().get_text_bounded().split("\r\n") for page in document]
    document.close()
    return found


def bodies(pdf, language):
    """What stands between head and foot of each sheet, without white space."""
    words, found = BOOK.words(language), []
    for page in lines(pdf):
        printed = words("card.printed", date=words.date(PRINTED))
        ends = [at for at, line in enumerate(page[:6]) if printed in line]
        ends += [at for at, line in enumerate(page[:6]) if words("numbers.phone_24h") in line]
        foot = next(at for at, line in enumerate(page) if line.startswith(words("fixed.not_approved")))
        found.append(flat("".join(page[ends[0] + 1 : foot])))
    return found


def starts(pdf, language):
    """The sheet on which each page of the book begins, by its id."""
    by_title = {title: number for level, title, number in marks(pdf) if level}
    return {page.id: by_title[page.title] for page in BOOK.pages(language)}


def spans(blocks):
    for block in blocks:
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from spans(item)
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                for cell in row:
                    yield from cell
        else:
            yield from getattr(block, "spans", ())


@pytest.fixture
def book_with(tmp_path):
    """The book, with this text on the page about fever."""

    def make_book(body):
        root = tmp_path / "content"
        shutil.copytree(resources.root() / "content", root)
        head = (root / FEVER).read_text(encoding="utf-8").split("+++")[1]
        (root / FEVER).write_text(f"+++{head}+++\n\n要紧的一句话。\n\n{body}", encoding="utf-8")
        return load(root)

    return make_book


@pytest.mark.parametrize(("language", "large"), EDITIONS)
def test_every_word_of_the_book_comes_out_in_order(language, large):
    pages = bodies(whole(language, large), language)
    begin = starts(whole(language, large), language)
    order = sorted([*begin.values(), len(pages) + 1])
    words = BOOK.words(language)
    for page in BOOK.pages(language):
        last = next(number for number in order if number > begin[page.id])
        text = "".join(pages[begin[page.id] - 1 : last - 1])
        at = text.index(flat(page.title)) + len(flat(page.title))
        for span in spans(page.blocks):
            if not isinstance(span, ClinicSpan):
                at = text.index(flat(span.text), at) + len(flat(span.text))
            if isinstance(span, FactSpan) and span.weak:
                assert text[at:].startswith(flat(words("handout.weak", mark=words("fixed.weak"))))
        for key in page.sources:
            at = text.index(flat(BOOK.sources[key].title[language]), at)
            if BOOK.sources[key].date:
                assert flat(words.date(BOOK.sources[key].date)) in text[at:]
        assert flat(words("handout.reviewed", date=words.date(page.reviewed))) in text[at:]


@pytest.mark.parametrize(("language", "large"), EDITIONS)
def test_every_sheet_says_that_nobody_approved_it_whom_to_call_and_where_it_is(language, large):
    words, pages = BOOK.words(language), lines(whole(language, large))
    for number, page in enumerate(pages, 1):
        assert f"{words('fixed.not_approved')} {number} / {len(pages)}" in page
        assert any(words("numbers.phone_24h") in line for line in page[:4])
        assert any(words("card.content", version=BOOK.version) in line for line in page[-2:])


@pytest.mark.parametrize(("language", "large"), EDITIONS)
def test_punctuation_and_headings_at_the_edges(language, large):
    headings = {
        "".join(span.text for span in block.spans)
        for page in BOOK.pages(language)
        for block in page.blocks
        if isinstance(block, Heading)
    } | {BOOK.words(language)("handout.sources"), *BOOK.spoken(language).chapters.values()}
    for number, page in enumerate(lines(whole(language, large))):
        foot = next(at for at, line in enumerate(page) if line.startswith(BOOK.words(language)("fixed.not_approved")))
        # A turned picture's words come out as a column, sign by sign, where they are Chinese.
        for line in (line for line in page if len(line) > 1):
            assert line[0] not in CLOSING - set("–—%“”"), line
            assert line.rstrip()[-1] not in OPENING - set("“‘"), line
        assert page[foot - 1] not in headings, (number + 1, page[foot - 1])


@pytest.mark.parametrize(("language", "large"), EDITIONS)
def test_nothing_leaves_the_sheet_or_runs_into_the_foot(language, large):
    document = pypdfium2.PdfDocument(whole(language, large))
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        assert min(box[0] for box in boxes) > 35
        assert max(box[2] for box in boxes) < 560
        assert min(box[1] for box in boxes) > 25
        assert max(box[3] for box in boxes) < 815
        words = [text.get_text_bounded(*box) for box in boxes]
        notice = next(box for box, said in zip(boxes, words, strict=True) if said.startswith(("尚未经", "Not yet")))
        body = [box for box in boxes if box[3] > notice[3] + 2]
        assert all(box[1] > notice[3] + 4 for box in body)
    document.close()


def test_size_fonts_language_and_two_sides():
    pdf = whole("zh-Hans", large=False)
    assert {(round(wide), round(high)) for wide, high in sizes(pdf)} == {(595, 842)}
    assert all("yes yes yes" in line for line in run("pdffonts", pdf).splitlines()[2:])
    assert b"/Lang (zh-CN)" in pdf
    assert b"DuplexFlipLongEdge" in pdf
    assert b"/UseOutlines" in pdf
    assert len(sizes(whole("zh-Hans", large=True))) > len(sizes(pdf))


@pytest.mark.parametrize(("language", "large"), EDITIONS)
def test_bookmarks_by_chapter_and_page(language, large):
    found = marks(whole(language, large))
    assert found[0] == (0, BOOK.words(language)("handout.contents"), 1)
    wanted = []
    for chapter in BOOK.chapters(language):
        wanted += [(0, chapter.title), *((1, page.title) for page in chapter.pages)]
    assert [mark[:2] for mark in found[1:]] == wanted
    pages = [flat(page) for page in texts(whole(language, large))]
    for _, title, number in (mark for mark in found if mark[0]):
        assert flat(title) in pages[number - 1]


@pytest.mark.parametrize(("language", "large"), EDITIONS)
def test_references_and_contents_name_the_right_sheet(language, large):
    pdf = whole(language, large)
    pages, begin = [flat(page) for page in texts(pdf)], starts(pdf, language)
    text = "".join(pages)
    pattern = "{}（第{}页）" if language == "zh-Hans" else "{}(page{})"
    seen = 0
    for page in BOOK.pages(language):
        message = [*page.message.spans]
        for span in spans(page.blocks):
            if isinstance(span, Text) and span.link.startswith("page:") and span not in message:
                target = span.link.removeprefix("page:")
                assert pattern.format(flat(span.text), begin[target]) in text
                seen += 1
    assert seen > 50
    contents = "".join(pages[: min(begin.values()) - 1])
    for page in BOOK.pages(language):
        assert f"{flat(page.title)}{begin[page.id]}" in contents
    assert pdf.count(b"/Link") == len(begin)


def test_one_page_alone_has_no_contents_and_no_references():
    pdf = make(["fever"])
    text = "".join(texts(pdf))
    assert "目录" not in text
    assert not re.search(r"第 \d+ 页", text)
    assert "CRS" in text
    assert marks(pdf) == [(0, "副作用", 1), (1, BOOK.page("fever", "zh-Hans").title, 1)]
    assert b"/UseOutlines" not in pdf
    assert "印于 2026 年 11 月 8 日" in text


def test_a_chapter_bears_its_own_title_and_pages_come_in_reading_order():
    chapter = next(chapter for chapter in BOOK.chapters("zh-Hans") if chapter.id == "steps")
    pdf = make(["steps"])
    assert chapter.title in run("pdfinfo", pdf)
    assert [title for level, title, _ in marks(pdf) if level] == [page.title for page in chapter.pages]
    mixed = make(["fever", "step-1-collection", "fever", "crs"])
    assert "CAR-T 手册" in run("pdfinfo", mixed)
    assert [title for level, title, _ in marks(mixed) if level] == [
        BOOK.page(id_, "zh-Hans").title for id_ in ("step-1-collection", "crs", "fever")
    ]


def test_both_languages_one_after_the_other():
    pdf = make(["crs", "fever"], language="zh-Hans+en")
    names = [BOOK.spoken(language).name for language in ("zh-Hans", "en")]
    assert [title for level, title, _ in marks(pdf) if not level] == names
    assert [title for level, title, _ in marks(pdf) if level == 2] == [
        BOOK.page(id_, language).title for language in ("zh-Hans", "en") for id_ in ("crs", "fever")
    ]
    english = "".join(page for page in texts(pdf) if "24-hour" in page)
    number = next(number for _, title, number in marks(pdf) if title == BOOK.page("crs", "en").title)
    assert f"(page{number})" in flat(english)


def test_what_is_not_in_the_book_is_named_with_the_nearest():
    with pytest.raises(InputError) as one:
        make(["fevr"])
    assert (one.value.code, one.value.params) == ("paper.no-page", {"id": "fevr", "nearest": "fever"})
    with pytest.raises(FaultList) as two:
        make(["fever", "stepps", "alll"])
    assert [fault.params["nearest"] for fault in two.value.faults] == ["steps", "all"]


def test_numbers_that_are_set_and_lines_for_those_that_are_not():
    ids = ["month-after", "fever"]
    blank, filled = (flat("".join(texts(make(ids, numbers)))) for numbers in (UNSET, NUMBERS))
    assert "至少天" in blank
    assert "未设定" not in blank
    assert flat(BOOK.words("zh-Hans")("handout.pen")) in blank
    assert "每天次" in blank
    for words in ("至少14天", "至少56天", "38.3℃", "000-87654321", "每天2次"):
        assert words in filled
        assert words not in blank
    assert flat(BOOK.words("zh-Hans")("handout.pen")) not in filled
    own = flat("".join(texts(make(["fever"], replace(NUMBERS, words={"zh-Hans": {"call": "打本院电话。"}})))))
    assert "打本院电话。" in own
    assert "本手册的话" not in own


def test_the_head_names_the_clinic():
    numbers = replace(NUMBERS, name="示例市第一人民医院", department="血液科 CAR-T 病区")
    first, *others = texts(make(["crs"], numbers))
    assert first.startswith("示例市第一人民医院 血液科 CAR-T 病区 24 小时电话：000-8765 4321")
    assert others
    assert all("000-8765 4321" in other[:60] for other in others)
    long = replace(numbers, name="示例市附属第一人民医院" * 4)
    assert flat(long.name) in flat(texts(make(["crs"], long, language="en", large_print=True))[0])


def test_what_the_foot_says_of_the_kit():
    foot = "".join(texts(make(["crs"], kit=replace(KIT, signature=Signature.TRUSTED))))
    assert "示例医院 的审核和医院数据应在 2026-01-01 前复核" in foot
    assert "由 示例医院 审核" not in foot
    assert "尚未经医生审核" not in foot
    assert "签名" not in foot
    assert "2026-01-01" in foot
    unsigned = "".join(texts(make(["crs"], kit=KIT)))
    assert "未签名" in unsigned
    assert "尚未经医生审核" in unsigned
    sound = replace(KIT, signature=Signature.TRUSTED, review_by=None, approved_content="2020.1")
    foot = "".join(texts(make(["crs"], kit=sound)))
    assert "尚未经医生审核" in foot
    assert "复核" not in foot


def test_same_input_same_bytes(monkeypatch):
    first = make(["fever", "crs"])
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert make(["fever", "crs"]) == first


def test_a_reference_inside_brackets_and_to_the_page_itself(book_with):
    book = book_with("见[发热](page:fever)（也看 [CRS](page:crs)）。[神经症状](page:nerve-symptoms) 也是。")
    text = "".join(texts(make(["crs", "fever", "nerve-symptoms"], book=book)))
    assert re.search(r"见发热（也看 CRS，第 2 页）。神经症状（第 \d 页）也是。", text)


def test_lists_in_lists_and_numbers(book_with):
    items = "\n".join(f"{n}. 第 {n} 件事" for n in range(1, 12))
    book = book_with(f"{items}\n\n- - 里面的一条\n- 外面\n\n  又一段\n\n  - 里面的另一条\n")
    text = "\n".join("\n".join(page) for page in lines(make(["fever"], book=book)))
    assert "1. 第 1 件事\n2. 第 2 件事" in text
    assert "11. 第 11 件事\n•" in text
    assert "• 里面的一条\n• 外面\n又一段\n• 里面的另一条" in text


def test_a_long_table_says_its_header_again(book_with):
    rows = "\n".join(f"| 第 {n} 行 | {n} |" for n in range(60))
    pages = texts(make(["fever"], book=book_with(f"| 名字 | 数目 |\n| --- | --- |\n{rows}\n")))
    assert len(pages) == 3
    assert [page.count("名字 数目") for page in pages] == [1, 1, 1]


def test_a_short_table_stays_on_one_sheet_with_what_leads_to_it(book_with):
    before = "\n\n".join(f"第 {n} 段。" for n in range(23))
    table = "\n".join(f"| 第 {n} 行 | {n} |" for n in range(3))
    book = book_with(f"{before}\n\n看这里：\n\n| 名字 | 数目 |\n| --- | --- |\n{table}\n")
    pages = [flat(page) for page in texts(make(["fever"], book=book))]
    held = [page for page in pages if "名字数目" in page]
    assert len(pages) == 2
    assert len(held) == 1
    assert all(words in held[0] for words in ("看这里：", "第0行", "第2行"))


def test_a_table_too_wide_for_the_sheet_becomes_lists(book_with):
    word = "Immunoglobulin"
    head = " | ".join(f"{word}{n}" for n in range(6))
    book = book_with(f"| {head} |\n|{' --- |' * 6}\n| {' | '.join('甲乙丙丁戊己')} |\n")
    text = "\n".join(lines(make(["fever"], book=book, large_print=True))[0])
    assert f"甲\n• {word}1：乙\n• {word}2：丙" in text


@pytest.mark.parametrize("large", [False, True])
def test_a_picture_stands_on_the_sheet_with_its_words(book_with, large):
    book = book_with("文字。\n\n{picture:four-steps}\n\n## 会发生什么\n\n后面。")
    words = flat("".join(texts(make(["fever"], book=book, large_print=large))))
    assert words.index("文字。") < words.index("采") < words.index("后面。")


@pytest.mark.parametrize(("language", "large"), EDITIONS)
@pytest.mark.parametrize("name", picture_names())
def test_the_words_of_a_picture_are_as_large_as_the_text(name, language, large):
    """Set on paper, so that the size is the one that comes out; in large print the picture is turned for it."""
    facts = Facts(BOOK, Person(), UNSET, None, PRINTED)
    section = _PageSection(facts, BOOK.page("fever", language), editions(language, large_print=large))
    made = PageParts(facts, section.page, section.type, {}, tallest=min(section._rooms()))
    (part,) = made._drawing(Drawing(name), 0.0, False)
    sheet = Sheet("x", language=language, printed_on=PRINTED)
    with sheet.page(*A4):
        part.draw(sheet, (A4[0] * MM - section.type.measure) / 2, 20 * MM)
    document = pypdfium2.PdfDocument(sheet.bytes())
    (page,) = document
    wide, high = page.get_size()
    found = []
    for thing in page.get_objects(filter=[FPDF_PAGEOBJ_TEXT]):
        size, shape = c_float(), thing.get_matrix()
        assert FPDFTextObj_GetFontSize(thing, size)
        found.append(size.value * hypot(shape.a, shape.b))
        left, bottom, right, top = thing.get_bounds()
        assert 0 < left < right < wide
        assert 0 < bottom < top < high
    document.close()
    assert min(found) >= (16 if large else 12) - 0.01


def test_a_section_longer_than_a_sheet_is_divided_after_all(book_with):
    items = "\n".join(f"- 第 {n} 种情况" for n in range(80))
    pages = texts(make(["fever"], book=book_with(f"## 什么时候打电话\n\n{items}\n\n{{call}}\n")))
    text = flat("".join(pages))
    assert all(f"第{n}种情况" in text for n in range(80))
    assert len(pages) == 3


@pytest.mark.parametrize("count", [17, 24])
def test_when_to_call_stays_on_one_sheet(book_with, count):
    before = "\n".join(f"- 第 {n} 件事" for n in range(count))
    after = "\n".join(f"- 第 {n} 种情况" for n in range(9))
    book = book_with(f"## 家人做什么\n\n{before}\n\n## 什么时候打电话\n\n{after}\n\n{{call}}\n")
    pages = texts(make(["fever"], book=book))
    assert "什么时候打电话" not in pages[0]
    assert "第 0 种情况" in pages[1]
    assert "叫不醒" in pages[1]


@pytest.mark.parametrize(("language", "large"), EDITIONS)
def test_no_box_of_the_book_stands_apart_from_when_to_call(language, large):
    """On no page of the book that has them on one sheet's length; those that are longer are divided."""
    heading = flat(BOOK.section_title("call", language))
    words = flat(call_text(UNSET, BOOK.words(language)))
    pages = [flat(page) for page in texts(whole(language, large))]
    apart = [n for n, page in enumerate(pages) if words in page and heading not in page]
    assert len(apart) <= (2 if large else 0), apart


def test_what_no_sheet_holds_is_an_error():
    numbers = replace(UNSET, words={"zh-Hans": {"call": "打电话。" * 900}})
    with pytest.raises(InputError) as caught:
        make(["fever"], numbers)
    assert (caught.value.code, caught.value.params["key"]) == ("paper.does-not-fit", "fever")


def test_a_character_without_glyph_is_an_error():
    with pytest.raises(InputError) as caught:
        make(["fever"], Numbers(name="☐ 医院"))
    assert caught.value.code == "paper.no-glyph"


@pytest.mark.parametrize(
    ("count", "stays"),
    [(1, [False]), (2, [True, False]), (3, [True, True, False]), (5, [True, False, False, True, False])],
)
def test_two_lines_stay_together_at_either_end(count, stays):
    style = Style(12, 18)
    made = set_lines("\n".join("字" * count), style, 400, key="x")
    assert [part.stays for part in text_parts(made, style, 5)] == stays


@given(
    st.lists(st.tuples(st.floats(1, 40), st.floats(0, 10), st.booleans(), st.booleans()), max_size=60),
    st.floats(60, 200),
    st.floats(60, 200),
)
def test_sheets_hold_what_they_are_given_in_order(drawn, first, others):
    head = Part(10, lambda *_: None)
    parts = [
        Part(height, lambda *_: None, above, stays, head if headed else None) for height, above, stays, headed in drawn
    ]
    found = sheets(parts, first, others, key="x")
    assert [part for sheet in found for part in sheet if part is not head] == parts
    for sheet, room in zip(found, [first, *[others] * len(found)], strict=False):
        body = [part for part in sheet if part is not head]
        assert sheet[0] is (body[0].head or body[0])
        assert sum(part.height for part in sheet) + sum(part.above for part in body[1:]) <= room + 0.02
    for sheet, _ in pairwise(found):
        assert not sheet[-1].stays or all(part.stays for part in sheet if part is not head)


def test_columns_give_room_where_it_saves_lines():
    style = Style(12, 16)
    narrow, wide = "短", "很长的一格文字要占好几行才放得下，所以它该得到更多的地方"
    got = columns([[narrow, narrow], [narrow, wide]], style, 300, key="x")
    assert got is not None
    assert got[1] > 3 * got[0]
    assert sum(got) + 12 == pytest.approx(300)
    assert columns([["Immunoglobulinreplacement"] * 3], style, 300, key="x") is None


def test_a_picture_that_does_not_fit_lets_whole_sections_go_before_it():
    def nothing(_sheet, _x, _y):
        return None

    def stack(*sizes, opens=()):
        return [Part(abs(size), nothing, floats=size < 0, opens=number in opens) for number, size in enumerate(sizes)]

    def shared(parts, *, floating):
        return [[part.height for part in page] for page in sheets(parts, 100, 100, key="x", floating=floating)]

    parts = stack(60, -70, 20, 10, 25, opens=(2, 4))
    assert shared(parts, floating=False) == [[60], [70, 20, 10], [25]]
    assert shared(parts, floating=True) == [[60, 20, 10], [70, 25]], "the picture heads the next sheet"
    assert shared(stack(60, -70, 50, 10, opens=(2,)), floating=True) == [[60], [70], [50, 10]], "no section is torn"
    assert shared(stack(60, -70, 20), floating=True) == [[60], [70, 20]], "nor its own"


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_manual_is_a_chapter_of_its_own_that_nobody_need_approve(language):
    words, manual = BOOK.words(language), BOOK.manual(language)
    pages = texts(make(["manual"], language=language))
    assert len(pages) > len(manual)
    assert all(words("fixed.manual") in page for page in pages)
    assert not any(words("fixed.not_approved") in page for page in pages)
    for page in manual:
        assert flat(page.title) in flat(pages[0])
    (alone,) = texts(make(["use-keys"], language=language))
    assert words("fixed.manual") in alone
    assert words("handout.sources") not in alone
    assert flat(BOOK.chapter_title("manual", language)) in flat(alone)


def test_the_book_is_printed_without_its_manual_and_beside_it_keeps_its_notice():
    manual = BOOK.manual("zh-Hans")[-1]
    assert not any(manual.title in page for page in texts(whole("zh-Hans", False)))
    contents, *_ = texts(make(["use-keys", "what-is-car-t"]))
    assert BOOK.words("zh-Hans")("fixed.not_approved") in contents
