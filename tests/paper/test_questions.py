"""The family's questions on paper: as typed, in order, with room for the answers."""

from datetime import UTC, datetime

import pytest
from cards import NUMBERS, PRINTED, RARE, flat, run, sizes, text, texts

from handbook import paper
from handbook.content import load
from handbook.domain import ClinicNumbers, Note, NoteKind

AT = datetime(2026, 11, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def book():
    return load()


def question(words, page="", number=0):
    return Note(f"q{number}", page, NoteKind.QUESTION, words, AT)


def made(book, asked, *, numbers=NUMBERS, language="zh-Hans"):
    return paper.questions(book, asked, numbers, None, language=language, printed_on=PRINTED)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_questions_stand_as_typed_with_their_page(book, language):
    words = book.words(language)
    pdf = made(book, [question(f"{RARE}要不要打电话？\n\n打哪个号码？", "fever"), question("Q2?")], language=language)
    shown = flat(text(pdf))
    for expected in (
        f"1.{RARE}要不要打电话？打哪个号码？", "2.Q2?", words("questions.title"), NUMBERS.phone_24h, "1/1",
        words("questions.page", title=book.page("fever", language).title), words("questions.keep"),
    ):  # fmt: skip
        assert flat(expected) in shown
    assert shown.count(flat(words("questions.answer"))) == 2
    assert [tuple(map(round, size)) for size in sizes(pdf)] == [(595, 842)]
    assert "no" not in {line.split()[4] for line in run("pdffonts", pdf).splitlines()[2:]}


def test_many_questions_go_on_and_none_is_torn_from_its_answer(book):
    pdf = made(book, [question(f"第{n}个问题？" * 3, number=n) for n in range(20)])
    pages = [flat(page) for page in texts(pdf)]
    assert len(pages) > 3
    for page in pages:
        assert page.count("回答：") == len([n for n in range(20) if f"第{n}个问题？" * 3 in page])
    assert made(book, [question("一？")]) == made(book, [question("一？")]), "same input and date, same bytes"


def test_without_questions_there_are_lines_to_write_on(book):
    shown = flat(text(made(book, [], numbers=ClinicNumbers())))
    assert shown.count("回答：") == 5
    assert "1/1" in shown


def test_a_page_that_the_book_does_not_have_is_not_named(book):
    assert "这一页" not in text(made(book, [question("一？", "no-such-page")]))


def test_a_character_without_glyph_is_named_in_its_place(book):
    assert "谢谢〔personwithfoldedhands〕" in flat(text(made(book, [question("谢谢\U0001f64f\U0001f3fd", "fever")])))


def test_a_web_address_that_no_line_can_hold_is_printed_all_the_same(book):
    address = "https://example.org/" + "a" * 300
    shown = flat(text(made(book, [question(f"看过 {address} 可信吗？"), question("第二个？")])))
    assert address in shown
    assert "2.第二个？" in shown
