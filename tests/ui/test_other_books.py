"""Books that are not the shipped one: damaged pages, and one more language."""

import re
import shutil

import pypdfium2
import pytest
from PySide6.QtWidgets import QLabel

from handbook import content, resources, tasks
from handbook.ui.pages import MAIN
from handbook.ui.widgets.drawing import DrawingView


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A copy of the shipped book's folder, which the window then opens."""
    root, load = tmp_path / "content", content.load
    shutil.copytree(resources.root() / "content", root)
    monkeypatch.setattr(content, "load", lambda given=None, **own: load(given or root, **own))
    return root


def said(widget):
    return " ".join(part.text() for part in widget.findChildren(QLabel) if part.isVisible())


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_the_window_says_which_pages_it_left_out(folder, open_window, settled, language):
    good = content.load().page("crs", language).title
    fever, crs = folder / language / "fever.md", folder / language / "crs.md"
    title = content.load().page("fever", language).title
    fever.write_text(fever.read_text(encoding="utf-8").replace("reviewed = ", "reviewed = someday "), encoding="utf-8")
    crs.write_bytes(b"\xff\xfe not a page")
    window = open_window(language=language)
    assert window.place == "today", "it starts all the same"
    assert title in said(window.foot)
    assert "crs.md" in said(window.foot)
    window.go("handbook", "nerve-symptoms")
    settled(window)
    assert title in said(window.page.content)
    assert "crs.md" in said(window.page.content)
    assert good not in [window.page.contents.item(row).text() for row in range(window.page.contents.count())]
    window.foot.tell("")
    window.context.keep(scale=125)
    settled(window)
    assert title in said(window.page.content)
    assert title not in said(window.foot), "there it is said once"


def test_a_whole_book_is_not_mentioned(folder, open_window, settled):
    assert folder.is_dir()
    window = open_window()
    window.go("handbook", "")
    settled(window)
    assert window.context.book.missing("zh-Hans") == ()
    assert "读不出来" not in said(window)


ENGLISH = re.compile(r'^(\s*)([\w.-]+\.)?en = (.*(?:\n(?=\s+["\]]).*)*)$', re.MULTILINE)
"""An English text in a table that all languages share."""


@pytest.fixture
def third(tmp_path, monkeypatch):
    """The program's files with a toy German: the English words, with one title and one button of its own."""
    shipped, root = resources.root(), tmp_path / "resources"
    root.mkdir()
    for path in shipped.iterdir():
        if path.name in {"content", "translations", "pictures"}:
            shutil.copytree(path, root / path.name)
        else:
            (root / path.name).symlink_to(path)
    book = root / "content"
    shutil.copytree(book / "en", book / "de")
    for path in [*book.glob("*.toml"), root / "pictures" / "pictures.toml"]:
        text = path.read_text(encoding="utf-8")
        path.write_text(ENGLISH.sub(r"\g<0>\n\1\2de = \3", text), encoding="utf-8", newline="\n")
    page = book / "de" / "what-is-car-t.md"
    page.write_text(page.read_text(encoding="utf-8").replace("What CAR-T is", "CAR-T kennenlernen"), encoding="utf-8")
    for path in list((root / "translations").glob("*.en.toml")):
        text = path.read_text(encoding="utf-8").replace('"Put away"', '"Schließen"')
        path.with_name(path.name.replace(".en.", ".de.")).write_text(text, encoding="utf-8", newline="\n")
    monkeypatch.setattr(resources, "root", lambda: root)
    return root


def test_a_third_language_is_one_more_folder_for_book_window_and_paper(third, open_window, settled):
    report = content.check(third / "content")
    assert report.faults == ()
    window = open_window()
    window.context.keep(language="de")
    settled(window)
    book = window.context.book
    assert book.readable_languages == ("zh-Hans", "de", "en")
    for place in MAIN:
        window.go(place, "")
        settled(window)
        assert window.page.title
    assert window.page.contents.item(1).text() == "CAR-T kennenlernen"
    window.go("handbook", "term:car")
    settled(window)
    window.go("handbook", "what-is-car-t")
    settled(window)
    assert window.page.title == "CAR-T kennenlernen"
    assert len(window.page.findChildren(DrawingView)) == 2
    window.go("handbook", "search")
    window.page.search.setText("kennenlernen")
    settled(window)
    assert window.page.hits.currentItem().text().startswith("CAR-T kennenlernen")
    today = window.context.today()
    pdf = tasks.make_handout(
        book, ["what-is-car-t", "fever"], numbers=window.context.numbers, kit=None, language="de+zh-Hans",
        large_print=True, printed_on=today,
    )  # fmt: skip
    document = pypdfium2.PdfDocument(pdf)
    assert "CAR-T kennenlernen" in document[0].get_textpage().get_text_bounded()
    document.close()
