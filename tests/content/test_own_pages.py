"""The pages that a clinic's kit brings along: the last chapter of the book, found and read like the others."""

from __future__ import annotations

import pytest

from clinic.kits import pages
from handbook.content import OWN_CHAPTER, OwnPages, load
from handbook.domain import InputError, Signature

LANGUAGES = ("zh-Hans", "en")


def own(files=None, signature=Signature.TRUSTED):
    return OwnPages("示例医院", signature, pages() if files is None else files)


def left_out(book):
    return [(fault.file, fault.line, fault.code) for fault in book.left_out]


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_the_last_chapter_and_the_book_is_as_it_was(language):
    book, bare = load(own=own()), load()
    *others, last = book.chapters(language)
    assert [chapter.pages[0].id for chapter in others] == [chapter.pages[0].id for chapter in bare.chapters(language)]
    assert (last.id, [page.id for page in last.pages]) == (OWN_CHAPTER, ["our-ward"])
    assert book.pages(language)[-1].own
    assert not any(page.own for page in bare.pages(language))
    assert book.page("our-ward", language).file == f"pages/{language}/our-ward.md"
    assert left_out(book) == []


@pytest.mark.parametrize(
    ("signature", "mark"),
    [
        (Signature.TRUSTED, "示例医院：本院自己的页"),
        (Signature.NONE, "示例医院：本院自己的页（没有签名）"),
        (Signature.UNKNOWN, "示例医院：本院自己的页（签名未核实）"),
    ],
)
def test_the_chapter_says_whose_they_are_and_whether_somebody_signed(signature, mark):
    book = load(own=own(signature=signature))
    assert book.chapters("zh-Hans")[-1].title == mark
    assert mark.endswith(book.own_mark("zh-Hans"))


def test_they_are_found():
    book = load(own=own(pages("探视先登记。\n", "Visitors sign in first.\n")))
    assert book.search("探视")[0].id == "our-ward"
    assert book.search("visitors", language="en")[0].id == "our-ward"
    assert load().search("visitors sign in first") != book.search("visitors sign in first")


def test_a_page_of_the_book_stays_what_it_is():
    book = load(own=own(pages("不是这样。\n", "Not so.\n", id_="fever")))
    assert not book.page("fever", "zh-Hans").own
    assert left_out(book) == [
        ("pages/zh-Hans/fever.md", 0, "clinic.page-taken"), ("pages/en/fever.md", 0, "clinic.page-taken"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (b"x", 1, "content.no-front-matter"),
        (b"\xff", 1, "content.not-utf8"),
        (b"", 0, "content.no-front-matter"),
        (pages("看{fact:none}。\n")["pages/zh-Hans/our-ward.md"], 12, "content.no-fact"),
        (pages(id_="other")["pages/zh-Hans/other.md"], 2, "content.id-not-file"),
    ],
)
def test_one_that_cannot_be_read_is_left_out_and_named(text, line, code):
    book = load(own=own({**pages(), "pages/zh-Hans/our-ward.md": text}))
    assert left_out(book) == [("pages/zh-Hans/our-ward.md", line, code)]
    with pytest.raises(InputError):
        book.page("our-ward", "zh-Hans")
    assert book.page("our-ward", "en").own
    assert book.page("fever", "zh-Hans")
