"""The manual in the window: where it is opened from, what its pages have and have not, and its way to paper."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from sheets_of_paper import Chosen
from test_reading import press, read

from handbook.content.book import _shipped as shipped
from handbook.record import keys
from handbook.ui import dialogs
from handbook.ui.beside import MANUAL_START
from handbook.ui.widgets.contents import PAGE
from handbook.ui.widgets.notes import NotesSheet

OF_PAGES = {"zh-Hans": ("打开使用说明", "使用说明"), "en": ("Open the manual", "How to use this program")}


def names(page):
    return [button.accessibleName() for button in page.findChildren(QPushButton) if button.isVisible()]


def test_it_is_read_when_the_handbook_is_opened_and_not_before(open_window, settled):
    shipped.cache_clear()  # another window of this process may have read it
    window = open_window()
    settled(window)
    files = window.context.book.files.texts
    assert not [name for name in files if "/manual/" in name]
    window.go("handbook", "")
    settled(window)
    assert [name for name in files if name.startswith("zh-Hans/manual/")]
    assert not [name for name in files if name.startswith("en/manual/")]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_settings_and_the_sheet_of_shortcuts_lead_to_it_and_every_page_can_be_read(window, settled, qtbot, language):
    words, title = OF_PAGES[language]
    window.context.keep(language=language)
    settled()
    window.go("settings")
    settled()
    press(window.page, words).click()
    settled()
    assert (window.place, window.page.opened, window.page.subtitle) == ("handbook", MANUAL_START, title)
    qtbot.keyClick(window, Qt.Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert window.place == "keys"
    press(window.page, words).click()
    settled()
    page = window.page
    assert (window.place, page.opened) == ("handbook", MANUAL_START)
    rows = [page.contents.item(n) for n in range(page.contents.count())]
    assert title in [row.text() for row in rows if row.data(PAGE) is None]
    for manual in window.context.book.manual(language):
        assert page.opened == manual.id
        assert window.context.words("fixed.manual") in read(page)
        assert window.context.words("fixed.not_approved") not in read(page)
        assert page.findChildren(NotesSheet) == []
        assert not page.reader.to_notes.isVisible()
        assert page.contents.currentItem().data(PAGE) == manual.id
        further = [name for name in names(page) if name.startswith(("下一页：", "Next page: "))]
        if further:  # the last page leads nowhere
            press(page, further[0]).click()
            settled()
    assert manual is window.context.book.manual(language)[-1]
    assert further == []


def test_a_star_is_put_on_a_page_of_it(window, settled):
    window.go("handbook", "use-card")
    settled()
    window.page.reader.star.click()
    settled()
    assert window.context.state.stars == {"use-card"}
    assert "随身卡：打印和折" in read(window.foot)
    starred = [window.page.contents.item(n).data(PAGE) for n in range(2)]
    assert starred == [None, "use-card"]


def test_manual_page_and_sheet_of_shortcuts_are_saved_and_printed(window, settled, tmp_path, monkeypatch):
    target, chosen = tmp_path / "out.pdf", Chosen(tmp_path / "printed.pdf")
    chosen.pages, chosen.resolution = "1", 100  # what is asked for is looked at here, not the ink
    offered = []
    monkeypatch.setattr(dialogs, "save_path", lambda _page, _title, name, _kind: offered.append(name) or target)
    monkeypatch.setattr(dialogs, "choose_printer", chosen)
    sizes = []
    for place, detail, save, print_ in (
        ("handbook", "use-not", "把使用说明存成 PDF", "打印整本使用说明"),
        ("handbook", "cure-leukaemia", "把「能治好白血病吗」这一页存成 PDF", "打印「能治好白血病吗」这一页"),
        ("keys", "", "把快捷键表存成 PDF", "打印快捷键表"),
    ):
        window.go(place, detail)
        settled()
        press(window.page, save).click()
        settled()
        assert target.read_bytes().startswith(b"%PDF")
        sizes.append(target.read_bytes().count(b"/Type /Page\n"))
        press(window.page, print_).click()
        settled()
    assert [pages for _, pages, _, _ in chosen.asked] == sizes
    assert offered == ["CAR-T 手册使用说明.pdf", "能治好白血病吗.pdf", "CAR-T 手册快捷键.pdf"]
    assert sizes[0] > len(window.context.book.manual("zh-Hans"))
    assert sizes[1] in {1, 2}
    assert sizes[2] == 1


def test_who_lost_the_passphrase_can_read_what_to_do(window, settled):
    window.context.bridge.record.set_passphrase("一句好记的话", keys.new_recovery_code()).result()
    window.lock()
    settled()
    assert window.context.closed is not None
    press(window.page, "忘了密码怎么办").click()
    settled()
    assert (window.place, window.page.title) == ("handbook", "密码和锁")
