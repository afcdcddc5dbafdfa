"""What is read out on the telephone, on paper: fixed text and numbers first, lines as given, blanks to write on."""

from datetime import datetime, timedelta, timezone

import pypdfium2
import pytest

from handbook import content
from handbook.domain import ClinicNumbers
from handbook.paper import call_sheet

AT = datetime(2026, 11, 8, 3, 12, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(scope="module")
def book():
    return content.load()


def made(book, *, rows=(), phone="021-0000 1111", numbers=None, language="zh-Hans", foot=("照原样。",)):
    pdf = call_sheet(
        book, opening="您好。", rows=rows, foot=foot, at=AT, phone=phone, numbers=numbers or ClinicNumbers(), kit=None,
        language=language,
    )  # fmt: skip
    document = pypdfium2.PdfDocument(pdf)
    pages = ["".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return pages


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_fixed_text_and_numbers_stand_before_what_is_read_out(book, language):
    (page,) = made(book, rows=[("体温", ("38.2", "37.9")), ("药", ())], language=language)
    words = book.words(language)
    emergency = words("call_sheet.emergency") + "120"
    order = [words("fixed.call"), words("card.call_own"), "021-00001111", emergency, "您好。", "体温38.2", "37.9", "药"]
    places = [page.index("".join(text.split())) for text in order]
    assert places == sorted(places)
    assert "03:12" in page


def test_without_a_number_there_is_a_line_to_write_it_on(book):
    (page,) = made(book, phone="")
    assert "021" not in page
    assert "120" in page


def test_the_clinics_own_words_bear_no_mark_of_ours(book):
    (page,) = made(book, numbers=ClinicNumbers(words={"zh-Hans": {"call": "先按铃。"}}))
    assert "先按铃。" in page
    assert "".join(book.words("zh-Hans")("card.call_own").split()) not in page


def test_a_long_night_takes_more_sheets_and_a_long_word_is_divided(book):
    lines = tuple(f"第 {number} 行" for number in range(60))
    pages = made(book, rows=[("有", lines), ("药", ("x" * 300,))])
    assert len(pages) == 2
    assert all("".join(line.split()) in "".join(pages) for line in lines)


def test_a_sign_that_the_font_lacks_is_named(book):
    (page,) = made(book, rows=[("有", ("头痛 \N{THUMBS UP SIGN}",))])
    assert "头痛〔thumbsupsign〕" in page
