"""The manual: what it quotes stands on the screen, its keys are the window's, and it is read only when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from handbook import content, resources
from handbook.content import Block, FactSpan, ListBlock, Page, Paragraph, Table
from handbook.phrases import Phrases

LANGUAGES = ("zh-Hans", "en")


@pytest.fixture(scope="module")
def book():
    return content.load()


@cache
def shown(language: str) -> dict[str, frozenset[str]]:
    """What stands on the screen, and the keys of the catalogue under which it does.

    A button may end in dots (something is asked first) or name its key after a gap; neither is read out.
    """
    say, found = Phrases.load(language), {}
    for key in say.keys:
        if not key.startswith(("error.", "commands.")):
            words = re.split("\u3000|  ", say(key))[0].removesuffix("…")
            found.setdefault(words, set()).add(key)
    return {words: frozenset(keys) for words, keys in found.items()}


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[tuple[object, ...]]:
    for block in blocks:
        if isinstance(block, ListBlock):
            for item in block.items:
                yield from paragraphs(item)
        elif isinstance(block, Table):
            yield from (cell for row in block.rows for cell in row)
        elif isinstance(block, Paragraph):
            yield block.spans


def quoted(page: Page) -> list[str]:
    """In the manual, bold is what stands on the screen and nothing else."""
    return [span.text for spans in paragraphs(page.blocks) for span in spans if getattr(span, "strong", False)]


def meant(word: str, language: str) -> frozenset[str]:
    """The keys that a quoted word may stand for; for one that is still to come, its place among those."""
    return shown(language).get(word, frozenset())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_is_quoted_stands_on_the_screen(book, language):
    quotes = {(page.id, word) for page in book.manual(language) for word in quoted(page)}
    assert len(quotes) > 100
    assert sorted((id_, word) for id_, word in quotes if not meant(word, language)) == []


def test_both_languages_quote_the_same_buttons_in_the_same_order(book):
    for chinese, english in zip(*(book.manual(language) for language in LANGUAGES), strict=True):
        pairs = list(zip(quoted(chinese), quoted(english), strict=True))
        apart = [pair for pair in pairs if not meant(pair[0], "zh-Hans") & meant(pair[1], "en")]
        assert apart == [], chinese.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_chinese_quotes_stand_in_corner_brackets(book, language):
    for page in book.manual(language):
        bold = len(re.findall(r"\*\*[^*]+\*\*", page.body))
        assert bold == len(quoted(page)), page.id
        if language == "zh-Hans":
            assert bold == len(re.findall(r"「\*\*[^*]+\*\*」", page.body)), page.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_keys_are_those_of_the_window(book, language):
    from handbook.ui import shortcuts  # noqa: PLC0415  # the only test here that needs Qt

    say = Phrases.load(language)
    tables = [block for block in book.page("use-keys", language).blocks if isinstance(block, Table)]
    written = [["".join(span.text for span in cell) for cell in row] for table in tables for row in table.rows]
    chinese = language == "zh-Hans"
    named = {"Left": "左方向", "Right": "右方向", "Return": "回车"} if chinese else {}  # as Qt's own Chinese has them
    wanted = []
    for one in (*shortcuts.OPEN, *shortcuts.DO, *shortcuts.BOOK):
        keys = one.keys[:1] if one.name in shortcuts.SPARE else one.keys
        shown_keys = [re.sub(r"\w+$", lambda name: named.get(name[0], name[0]), key) for key in keys]
        wanted.append([say("place.keys.or").join(shown_keys), say(f"place.keys.does_{one.name}")])
    assert written == wanted


def test_it_holds_nothing_that_a_clinician_would_have_to_approve(book):
    for language in LANGUAGES:
        for page in book.manual(language):
            assert (page.manual, page.chapter) == (True, content.MANUAL_CHAPTER)
            assert (page.article, page.sources, page.approved_by) == ((), (), "")
            assert not any(isinstance(span, FactSpan) for spans in paragraphs(page.blocks) for span in spans)


def test_it_is_no_part_of_the_book_and_read_only_when_asked_for(book):
    fresh = content.load(resources.root() / "content")
    for language in LANGUAGES:
        assert not any(page.manual for page in fresh.pages(language))
        assert all(chapter.id != content.MANUAL_CHAPTER for chapter in fresh.chapters(language))
        assert fresh.missing(language) == ()
    assert not [name for name in fresh.files.texts if "/manual/" in name]
    (chapter,) = fresh.manual_chapters("en")
    assert (chapter.title, len(chapter.pages)) == ("How to use this program", len(book.manual("zh-Hans")))


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("打印机", "use-card"), ("备份", "use-safe"), ("忘了密码", "use-lock"), ("快捷键", "use-keys"),
        ("U盘", "use-usb"), ("mima", "use-lock"), ("beifen", "use-safe"), ("backup", "use-safe"),
        ("recovery code", "use-lock"),
        ("发热", "fever"), ("fever", "fever"), ("体温", "fever"),
    ],
)  # fmt: skip
def test_it_is_found_by_what_one_types_but_never_before_the_book(book, query, first):
    assert book.search(query)[0].id == first
