"""The manual in a small book: read like the book's pages, checked like them, and kept apart from them."""

from pathlib import Path

import pytest
from content_helpers import change, put

from handbook.content import Book, OwnPages, check, load, page_approval
from handbook.content.check_page import content_hash
from handbook.domain import InputError, Signature

FRONT = """+++
id = "use"
title = "{title}"
order = 10
article = []
sources = []
reviewed = 2026-11-29
approved_by = ""
brief = "{brief}"
{hash}+++

{body}
"""
ZH, EN = "zh-Hans/manual/use.md", "en/manual/use.md"


@pytest.fixture
def manual(root: Path) -> Path:
    """The toy book with a manual of one page."""
    put(root / ZH, FRONT.format(title="怎么用", brief="先打印。", hash="", body="用 A4 纸，见[这一页](page:start)。"))
    made_from = f'source_hash = "{content_hash((root / ZH).read_bytes())}"\n'
    body = "On A4, see [this page](page:start)."
    put(root / EN, FRONT.format(title="How to", brief="Print first.", hash=made_from, body=body))
    for language, title in (("zh-Hans", "说明"), ("en", "Manual")):
        change(root / language / "language.toml", "[units]", f'manual = "{title}"\n[units]')
    return root


def faults(root: Path) -> list[tuple[str, int, str]]:
    found = check(root, glyphs=lambda char: char != "☐").faults
    return [(fault.file, fault.line, fault.code.removeprefix("content.")) for fault in found]


def test_a_book_may_have_none(book: Book) -> None:
    assert (book.manual("zh-Hans"), book.manual_chapters("zh-Hans"), book.manual("fr")) == ((), (), ())
    assert book.find("use", "zh-Hans") is None


def test_its_pages_are_found_by_id_but_stand_apart(manual: Path) -> None:
    book = load(manual)
    page = book.page("use", "zh-Hans")
    assert (page.title, page.file, page.manual, page.chapter) == ("怎么用", ZH, True, "manual")
    assert [chapter.title for chapter in book.manual_chapters("zh-Hans")] == ["说明"]
    assert book.beside(page) == (page,)
    assert page not in book.beside(book.page("start", "zh-Hans"))
    assert book.search("A4", language="en")[0].id == "use"
    with pytest.raises(InputError):
        book.page("none", "zh-Hans")


def test_a_figure_of_the_programs_own_is_no_fault_but_a_clinics_number_is(manual: Path) -> None:
    assert faults(manual) == []
    change(manual / ZH, "A4 纸", "A4 纸，到 38 ℃，打 021-55501234")
    assert [(file, code) for file, _, code in faults(manual)] == [
        (EN, "stale"), (ZH, "clinic-number"), (ZH, "clinic-number"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("sources = []", 'sources = ["label"]', (ZH, 1, "manual-claims")),
        ("article = []", 'article = ["28b"]', (ZH, 1, "manual-claims")),
        ('approved_by = ""', 'approved_by = "x"', (ZH, 1, "manual-claims")),
        ("A4 纸", "{fact:near}", (ZH, 12, "not-cited")),
        ("(page:start)", "(page:begin)", (ZH, 12, "link")),
        ("A4 纸", "A4 纸 ☐", (ZH, 12, "glyph")),
        ("A4 纸", "A4 纸。", (EN, 10, "stale")),
    ],
)
def test_each_fault_is_found_where_it_is(manual: Path, old: str, new: str, expected: tuple[str, int, str]) -> None:
    change(manual / ZH, old, new)
    assert expected in faults(manual)


def test_a_page_of_one_language_only(manual: Path) -> None:
    (manual / EN).unlink()
    assert faults(manual) == [(EN, 0, "no-such-page")]


def test_one_that_cannot_be_read_is_left_out_and_named(manual: Path) -> None:
    change(manual / ZH, "A4 纸", "{fact:none}")
    book = load(manual)
    assert book.missing("zh-Hans") == ()  # nothing but the book has been asked for
    assert book.manual("zh-Hans") == ()
    assert book.missing("zh-Hans") == ("怎么用",)
    assert [fault.code for fault in book.left_out] == ["content.no-fact"]
    assert list(book.held("zh-Hans")) == ["use"]


def test_a_kit_cannot_take_its_place(manual: Path) -> None:
    own = OwnPages("示例医院", Signature.TRUSTED, {"pages/zh-Hans/use.md": (manual / ZH).read_bytes()})
    book = load(manual, own=own)
    assert book.page("use", "zh-Hans").manual
    assert [(fault.file, fault.code) for fault in book.left_out] == [("pages/zh-Hans/use.md", "clinic.page-taken")]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_it_says_that_there_is_nothing_to_approve(language: str) -> None:
    book = load()
    page = book.manual(language)[0]
    words = book.words(language)
    assert page_approval(page, None, words, book.version, page.reviewed) == words("fixed.manual")
