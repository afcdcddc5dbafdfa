"""The book on the screen: pages, links and the way back, words explained in place, one search box."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QWidget

from handbook.content import Drawing, FactSpan, ListBlock, Paragraph, Table, Text, picture_names
from handbook.domain import Told
from handbook.ui.widgets.book import BookText, BookView, CallFrame, TermSheet
from handbook.ui.widgets.callframe import in_lines, whose_call
from handbook.ui.widgets.richtext import Writer, sections, words


def texts(page):
    """Everything that can be read on the page, in one string."""
    shown = [part for part in page.findChildren(BookText) if part.isVisible()]
    labels = [part.text() for part in page.findChildren(QLabel) if part.isVisible()]
    return "\n".join([part.toPlainText() for part in shown] + labels)


def press(page, words_):
    """The visible button with these words."""
    return next(b for b in page.findChildren(QPushButton) if b.isVisible() and b.accessibleName() == words_)


def view_with(page, link):
    return next(
        (view, text)
        for view in page.findChildren(BookView)
        for text in view.texts
        if view.isVisible() and f'href="{link}"' in text.toHtml()
    )


@pytest.fixture(params=["zh-Hans", "en"])
def book_window(open_window, request):
    return open_window(language=request.param)


def test_the_first_page_is_open_and_every_page_of_the_list_can_be_read(book_window, settled):
    window = book_window
    book, language = window.context.book, window.context.language
    window.go("handbook", "")
    settled(window)
    assert window.page.opened == book.pages(language)[0].id
    for page in book.pages(language):
        window.go("handbook", page.id)
        settled(window)
        shown = texts(window.page)
        assert window.page.title == page.title
        for part in sections(page)[1:]:
            assert part.title in shown
        for key in page.sources:
            assert book.sources[key].title[language] in shown
        assert window.context.words.date(page.reviewed) in shown
        assert window.context.words("fixed.not_approved") in shown
        assert window.page.contents.currentItem().text() == page.title


def test_no_text_is_cut_off_at_any_size_or_width(window, settled):
    for scale, width in ((100, 1280), (200, 1024), (150, 1920)):
        window.context.keep(scale=scale)
        window.resize(width, 800)
        for page in window.context.book.pages("zh-Hans"):
            window.go("handbook", page.id)
            settled()
            assert window.page.horizontalScrollBar().maximum() == 0
            assert window.page.content.width() <= window.page.viewport().width()
            for text in window.page.findChildren(BookText):
                if text.isVisible():
                    assert text.document().size().height() <= text.viewport().height() + 1, (page.id, scale)
                    assert text.document().size().width() <= text.viewport().width() + 1, (page.id, scale)


def test_a_text_stays_as_it_is_laid_out_when_a_layout_asks_for_another_width(window, settled):
    window.go("handbook", "month-after")
    settled()
    for text in window.page.findChildren(BookText):
        shown, wide = text.toPlainText(), text.viewport().width()
        assert text.heightForWidth(wide // 2) >= text.heightForWidth(wide * 2) > 0
        assert text.document().textWidth() == wide, "what is wider than its place runs out of sight"
        assert text.document().size().height() <= text.viewport().height()
        assert text.toPlainText() == shown, "a table is as it was"


def test_a_line_holds_at_most_38_characters(window, settled):
    window.resize(1900, 900)
    window.go("handbook", "crs")
    settled()
    for text in window.page.findChildren(BookText):
        assert text.viewport().width() <= 38 * window.context.theme.px(18) * 7 / 6 + 1


def test_a_link_opens_its_page_and_escape_comes_back_to_the_same_place(window, settled, qtbot):
    window.go("handbook", "month-after")
    settled()
    bar = window.page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    half = bar.value()
    _, text = view_with(window.page, "page:fever")
    text.link.emit("page:fever")
    settled()
    assert window.page.opened == "fever"
    assert bar.value() == 0
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settled()
    assert window.page.opened == "month-after"
    qtbot.waitUntil(lambda: bar.value() == half)


def test_links_are_reached_and_followed_by_keyboard(window, settled, qtbot):
    window.go("handbook", "month-after")
    settled()
    _, text = view_with(window.page, "page:fever")
    text.setFocus()
    for _ in range(20):
        qtbot.keyClick(text, Qt.Key.Key_Tab)
        if text.textCursor().charFormat().anchorHref() == "page:fever":
            break
    qtbot.keyClick(text, Qt.Key.Key_Return)
    settled()
    assert window.page.opened == "fever"


def test_keys_that_scroll_move_the_page_and_not_the_text(window, settled, qtbot):
    window.go("handbook", "month-after")
    settled()
    text = next(t for t in window.page.findChildren(BookText) if t.isVisible())
    text.setFocus()
    qtbot.keyClick(text, Qt.Key.Key_PageDown)
    assert window.page.verticalScrollBar().value() > 0


def test_a_word_is_explained_in_place_and_put_away_again(window, settled, qtbot):
    window.go("handbook", "crs")
    settled()
    view, text = view_with(window.page, "term:cytokine")
    text.link.emit("term:cytokine")
    settled()
    term = window.context.book.glossary["cytokine"]
    assert view.term == "cytokine"
    assert term.plain["zh-Hans"] in texts(window.page)
    assert window.page.opened == "crs"
    press(window.page, "收起").click()
    settled()
    assert view.term == ""
    text.link.emit("term:cytokine")
    text.link.emit("term:cytokine")
    settled()
    assert view.term == ""


def test_a_word_leads_to_the_page_that_says_more(window, settled):
    window.go("handbook", "fever")
    settled()
    sheet = TermSheet(window.context, "cytokine")
    assert sheet.presses[0].accessibleName() == "读：细胞因子释放综合征（CRS）"
    window.go("handbook", "term:cytokine")
    settled()
    assert window.page.title == window.context.book.glossary["cytokine"].term["zh-Hans"]
    press(window.page, "读：细胞因子释放综合征（CRS）").click()
    settled()
    assert window.page.opened == "crs"


def test_the_clinics_number_stands_in_the_text_and_an_unset_one_leads_to_where_it_is_written(window, settled, act):
    window.go("handbook", "month-after")
    settled()
    assert "身边有人：未设定：请问治疗团队" in texts(window.page)
    act(lambda store: store.set_number("company_days", Told("28")))
    settled()
    assert "身边有人：至少 28 天" in texts(window.page)
    _, text = view_with(window.page, "team:no_driving_days")
    text.link.emit("team:no_driving_days")
    settled()
    assert (window.place, window.detail) == ("team", "no_driving_days")


def test_the_call_text_stands_in_its_frame_with_its_owner(window, settled):
    window.go("handbook", "crs")
    settled()
    frame = next(f for f in window.page.findChildren(CallFrame) if f.isVisible())
    said = [part.text() for part in frame.findChildren(QLabel)]
    assert said == [in_lines(window.context.words("fixed.call")), whose_call(window.context)]
    assert isinstance(frame, QFrame)
    assert frame.property("role") == "call"


def test_search_as_one_types_choose_by_arrows_open_by_enter_and_come_back(window, settled, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    settled()
    page = window.page
    assert window.focusWidget() is page.search
    qtbot.keyClicks(page.search, "CRS")
    settled()
    found = window.context.book.search("CRS", language="zh-Hans")
    assert page.hits.isVisible()
    assert page.hits.count() == len(found)
    assert page.hits.currentRow() == 0
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.search, Qt.Key.Key_Down)
    qtbot.keyClick(page.search, Qt.Key.Key_Up)
    assert page.hits.currentRow() == 1
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settled()
    hit = found[1]
    assert page.opened == (hit.id if hit.kind == "page" else f"term:{hit.id}")
    assert not page.hits.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    settled()
    assert page.search.text() == "CRS"
    assert page.hits.isVisible()


def test_a_click_on_a_result_opens_it_and_what_was_typed_survives_a_new_text_size(window, settled, qtbot):
    window.go("handbook", "search")
    window.page.search.setText("发烧")
    settled()
    window.larger_text()
    settled()
    page = window.page
    assert page.search.text() == "发烧"
    rect = page.hits.visualItemRect(page.hits.item(0))
    qtbot.mouseClick(page.hits.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    settled()
    assert page.opened == "fever"


def test_nothing_found_is_said(window, settled):
    window.go("handbook", "search")
    window.page.search.setText("qqqqzzzz")
    settled()
    assert "没有搜到「qqqqzzzz」" in texts(window.page)
    assert not window.page.hits.isVisible()


def test_the_list_is_used_by_keyboard(window, settled, qtbot):
    window.go("handbook", "")
    settled()
    page = window.page
    first = page.opened
    page.contents.setFocus()
    qtbot.keyClick(page.contents, Qt.Key.Key_Down)
    qtbot.keyClick(page.contents, Qt.Key.Key_Return)
    settled()
    assert page.opened == window.context.book.pages("zh-Hans")[1].id
    assert page.opened != first


def test_headings_jump_and_the_last_page_read_is_open_again(window, settled):
    window.go("handbook", "month-after")
    settled()
    press(window.page, "跳到：问问团队").click()
    assert window.page.verticalScrollBar().value() > 0
    window.go("today", "")
    window.go("handbook", "")
    settled()
    assert window.page.opened == "month-after"
    press(window.page, "下一页：" + window.context.book.page("life-at-home", "zh-Hans").title).click()
    settled()
    assert window.page.opened == "life-at-home"


def test_one_column_where_there_is_little_room(window, settled):
    window.context.keep(scale=200)
    window.resize(1024, 800)
    window.go("handbook", "")
    settled()
    page = window.page
    assert page.contents.isVisible()
    assert page.contents.verticalScrollBar().maximum() == 0
    page.contents.itemClicked.emit(page.contents.item(1))
    settled()
    assert page.opened
    assert not page.contents.isVisible()
    press(page, "章节和搜索").click()
    settled()
    assert page.contents.isVisible()
    window.go("handbook", "search")
    settled()
    assert page.search.isVisible()


def test_powers_are_raised_and_never_read_as_108():
    assert "<sup>8</sup>" in words("2×10⁸")
    text = words("10⁻³")
    assert "^" in text
    assert "<sup>-3</sup>" in text


def test_a_power_is_copied_with_its_sign(window):
    text = BookText(window.context, [Paragraph((FactSpan("2×10⁸ 个", "x", weak=True),))], name="x")
    text.selectAll()
    copied = text.textCursor().selectedText()
    assert "2×10^8 个" in copied
    assert window.context.words("fixed.weak") in copied.replace("\u2060", "")


def test_a_table_in_a_slim_column_is_written_row_by_row(window):
    table = Table(
        ((Text("事"),), (Text("欧洲"),), (Text("美国"),)), (((Text("住附近"),), (Text("4 周"),), (Text("2 周"),)),)
    )  # fmt: skip
    text = BookText(window.context, [table], name="x")
    text.resize(900, 300)
    text.show()
    assert "<table" in text.toHtml()
    text.resize(300, 300)
    assert "<table" not in text.toHtml()
    assert "美国：2 周" in text.toPlainText()


def test_lists_keep_their_order_and_nested_blocks(window):
    writer = Writer(window.context)
    inner = ListBlock(False, ((Paragraph((Text("内", strong=True),)),),))
    html = writer.blocks([ListBlock(True, ((Paragraph((Text("外 < 1"),)), inner), (inner,)))], stacked=False)
    assert html == ("<ol><li>外 &lt; 1<ul><li><b>内</b></li></ul></li><li><ul><li><b>内</b></li></ul></li></ol>")


def test_a_picture_keeps_its_proportions_and_says_what_it_shows(window, settled):
    context = window.context
    name = picture_names()[0]
    view = BookView(context, [Paragraph((Text("前"),)), Drawing(name), Paragraph((Text("后"),))], name="x")
    described = context.book.picture_text(name, "zh-Hans")
    view.resize(900, 900)
    view.show()
    canvas = next(w for w in view.findChildren(QWidget) if w.accessibleName() == described)
    words_below = next(p for p in view.findChildren(QLabel) if p.text() == described)
    assert len(view.texts) == 2
    picture = context.book.picture(name, "zh-Hans", colours=dict.fromkeys(("ink", "accent", "wash", "paper"), "#000"))
    assert canvas.heightForWidth(480) == round(480 * picture.height / picture.width)
    assert not words_below.isVisible()
    view.resize(300, 900)
    assert words_below.isVisible()


def test_a_picture_that_cannot_be_read_leaves_its_page_readable(window):
    view = BookView(window.context, [Drawing("no-such")], name="x")
    assert "no-such" in view.findChild(QLabel).text()


def test_a_page_is_built_in_rounds_and_whole_for_who_needs_all_of_it(window, settled, qapp):
    window.go("handbook", "crs")
    page = window.page
    assert page.busy
    whole = len(sections(window.context.book.page("crs", "zh-Hans"))) - 1
    assert page.reader.star is not None, "what is on top is there at once"
    assert len(page.reader.parts) > whole, "who asks for the parts gets all"
    assert not page.busy
    window.go("handbook", "fever")
    window.go("handbook", "crs")  # while the other is still being built
    window.context.keep(theme="night")
    settled()
    assert window.page.title == window.context.book.page("crs", "zh-Hans").title
    assert window.page.reader.page.id == "crs"
    shown = [part for part in window.page.findChildren(CallFrame) if part.isVisible()]
    assert len(shown) == 1


def test_every_text_of_a_page_is_named_by_its_heading_or_its_own_words(window, settled):
    window.go("handbook", "crs")
    settled()
    named = [text.accessibleName() for text in window.page.findChildren(BookText) if text.isVisible()]
    assert all(named)
    assert len(set(named)) == len(named)
    assert {"会发生什么", "什么时候打电话"} <= set(named)
