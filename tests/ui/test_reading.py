"""Reading with a pencil: stars, notes, questions for the team, finding in a page, and the way back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QPlainTextEdit, QPushButton, QWidget
from sheets_of_paper import Chosen

from handbook import settings as settings_file
from handbook.domain import Note, NoteKind
from handbook.ui import dialogs, sample
from handbook.ui.beside import QUESTIONS
from handbook.ui.widgets import notes
from handbook.ui.widgets.book import BookText, CallFrame
from handbook.ui.widgets.contents import PAGE
from handbook.ui.widgets.find import places, text_of
from handbook.ui.widgets.rows import utf16

RARE = "张𫖯夜里发烧，打哪个电话？"  # U+2B5AF, two units for Qt


def press(page, name):
    """The visible button with this name."""
    return next(b for b in page.findChildren(QPushButton) if b.isVisible() and b.accessibleName() == name)


def read(page):
    """All labels that are seen, in one string."""
    return "\n".join(part.text() for part in page.findChildren(QLabel) if part.isVisible())


@pytest.fixture
def at(window, settled):
    """Open a page of the book."""

    def open_(page, which=None):
        which = which or window
        which.go("handbook", page)
        settled(which)
        return which.page

    return open_


@pytest.fixture
def put(qapp):
    """Type into a field that has the focus, as an input method does."""

    def type_(field, text):
        event = QInputMethodEvent()
        event.setCommitString(text)
        qapp.sendEvent(field, event)

    return type_


@pytest.fixture
def written(act):
    """Write a note into the record."""

    def write_(id_, text, *, page="fever", kind=NoteKind.QUESTION):
        act(lambda store: store.add_note(Note(id_, page, kind, text, sample.NOW)))

    return write_


def starred_rows(page):
    """The pages that stand before the first chapter of the list."""
    contents = page.contents
    rows = [(contents.item(n).text(), contents.item(n).data(PAGE)) for n in range(contents.count())]
    if rows[0][0] not in {"加了星的", "With a star"}:
        return []
    end = next(n for n, (_, key) in enumerate(rows) if n and key is None)
    return [key for _, key in rows[1:end]]


def test_a_star_is_put_on_a_page_by_keyboard_and_survives_a_restart(open_window, window, at, settled, qtbot):
    page = at("fever")
    assert starred_rows(page) == []
    star = press(page, "给「发热怎么办」加星")
    star.setFocus()
    qtbot.keyClick(star, Qt.Key.Key_Space)
    settled()
    assert window.foot.text == window.context.phrases("app.saved", action="给「发热怎么办」加了星")
    assert starred_rows(page) == ["fever"]
    assert page.contents.currentItem().data(PAGE) == "fever"
    at("crs")
    press(window.page, "给「细胞因子释放综合征（CRS）」加星").click()
    settled()
    window.close()
    again = open_window(language="en")
    page = at("fever", again)
    assert starred_rows(page) == ["crs", "fever"]
    assert page.reader.star.text() == "Starred"
    page.reader.star.click()
    settled(again)
    assert starred_rows(page) == ["crs"]
    qtbot.keyClick(again, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settled(again)
    assert starred_rows(page) == ["crs", "fever"]


def test_a_starred_page_opens_from_the_head_of_the_list_and_stays_chosen_there(window, at, act, settled):
    act(lambda store: store.set_star("paying", True))
    page = at("fever")
    page.contents.setCurrentRow(1)
    page.contents.itemClicked.emit(page.contents.item(1))
    settled()
    assert page.opened == "paying"
    assert page.contents.currentRow() == 1


def test_a_question_is_written_kept_across_a_restart_ticked_off_changed_and_deleted(
    open_window, window, at, settled, put, qtbot
):
    page = at("fever")
    press(page, "写笔记、记问题").click()
    assert window.focusWidget() is page.reader.notes.first
    press(page, "记一个要问的").click()
    settled()
    (form,) = page.reader.notes.forms
    assert window.focusWidget() is form.input
    form.submit()
    assert form.fault == "还没有写字。请写上一句，再存。"
    put(form.input, "夜里打哪个号码？")
    press(page, "存下").click()
    settled()
    assert "记下了要问的「夜里打哪个号码？」" in window.foot.text
    assert page.reader.notes.forms == []
    assert page.reader.to_notes.text() == "我们写的（1）"
    window.close()

    window = open_window()
    page = at("fever", window)
    assert "夜里打哪个号码？" in read(page)
    assert "11 月 8 日 写的" in read(page)
    box = next(b for b in page.findChildren(QCheckBox) if b.isVisible())
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    settled(window)
    assert "11 月 8 日 写的；11 月 8 日 问过了" in read(page)
    assert window.focusWidget().objectName() == "tick id-1"
    assert window.context.state.notes[0].ticked == sample.NOW

    press(page, "改：夜里打哪个号码？").click()
    settled(window)
    (form,) = page.reader.notes.forms
    assert form.input.toPlainText() == "夜里打哪个号码？"
    form.input.selectAll()
    put(form.input, "周末打哪个号码？")
    press(page, "存下").click()
    settled(window)
    assert [note.text for note in window.context.state.notes] == ["周末打哪个号码？"]
    assert window.context.state.notes[0].ticked == sample.NOW

    press(page, "删掉：周末打哪个号码？").click()
    settled(window)
    assert "周末打哪个号码？" not in read(page)
    window.foot.undo.click()
    settled(window)
    assert "周末打哪个号码？" in read(page)


def test_what_is_being_written_survives_leaving_a_new_text_size_and_a_refusal(window, at, settled, put, monkeypatch):
    page = at("crs")
    press(page, "写一条笔记").click()
    settled()
    put(page.reader.notes.forms[0].input, "半句\x07")
    window.go("today", "")
    window.larger_text()
    settled()
    page = at("crs")
    (form,) = page.reader.notes.forms
    assert form.input.toPlainText() == "半句\x07"
    form.submit()
    assert "控制字符" in form.fault
    form.input.setPlainText("半句")
    settled()
    monkeypatch.setattr(type(window.context.bridge.record), "submit", _refusing(window.context.bridge.record.submit))
    form.submit()
    form.submit()
    settled()
    assert [form.input.toPlainText() for form in page.reader.notes.forms] == ["半句"]
    monkeypatch.undo()
    form.submit()
    settled()
    assert page.reader.notes.forms == []
    assert [(note.kind, note.page, note.text) for note in window.context.state.notes] == [
        (NoteKind.NOTE, "crs", "半句")
    ]


def _refusing(submit):
    """The record's door while the disk is full."""
    from handbook.domain import MachineError  # noqa: PLC0415

    def job(_store):
        raise MachineError("record.no-space")

    return lambda _self, _job: submit(job)


def test_a_form_is_put_away_without_a_trace(window, at, settled):
    page = at("crs")
    press(page, "记一个要问的").click()
    settled()
    press(page, "不写了").click()
    settled()
    assert page.findChildren(QPlainTextEdit) == []
    assert window.focusWidget() is page.reader.notes.first
    assert window.context.state.notes == ()


def test_of_very_many_notes_the_first_are_shown_and_more_on_demand(window, at, act, settled, monkeypatch):
    monkeypatch.setattr(notes, "MANY", 2)

    def fill(store):
        for number in range(5):
            store.add_note(Note(f"n{number}", "crs", NoteKind.NOTE, f"第 {number} 条", sample.NOW))

    act(fill)
    page = at("crs")
    sheet = page.reader.notes
    shown = [note.id for note in sheet.notes if sheet._body.findChild(QWidget, f"row {note.id}")]
    assert shown == [note.id for note in sheet.notes[:2]]
    press(page, "再显示一些（还有 3 条）").click()
    assert press(page, "再显示一些（还有 1 条）").isVisible()
    assert sheet.row(sheet.notes[4].id) is not None, "a note that was searched is shown"
    assert sheet.row("nothing") is None
    settled()
    assert sheet._body.findChild(QPushButton, "more") is None


def test_the_page_of_questions_shows_those_of_all_pages_and_what_belongs_to_none(window, at, settled, written, put):
    written("q1", "夜里打哪个号码？")
    written("q2", "医保能报多少？", page="a-page-of-a-later-book")
    written("n1", "王医生周三在", page="", kind=NoteKind.NOTE)
    written("n2", "体温计在抽屉里", kind=NoteKind.NOTE)
    page = at(QUESTIONS)
    shown = read(page)
    assert "夜里打哪个号码？" in shown
    assert "11 月 8 日 写在「发热怎么办」这一页" in shown
    assert "医保能报多少？" in shown
    assert "王医生周三在" in shown
    assert "体温计在抽屉里" not in shown
    page.reader.notes._tick("q2", asked=True)
    settled()
    assert "问过的" in read(page)
    press(page, "记一个要问的").click()
    put(page.reader.notes.forms[0].input, "第三个？")
    page.reader.notes.forms[0].submit()
    settled()
    assert {note.text: note.page for note in window.context.state.notes}["第三个？"] == ""
    press(page, "去「发热怎么办」那一页").click()
    settled()
    assert (page.opened, window.detail) == ("fever", "note:q1")


def test_the_open_questions_are_saved_and_printed(window, at, settled, written, tmp_path, monkeypatch):
    page = at(QUESTIONS)
    assert "打印要问的问题" not in [b.accessibleName() for b in page.findChildren(QPushButton) if b.isVisible()]
    written("q1", "夜里打哪个号码？")
    target, chosen = tmp_path / "out.pdf", Chosen(tmp_path / "printed.pdf")
    monkeypatch.setattr(dialogs, "save_path", lambda *_: target)
    monkeypatch.setattr(dialogs, "choose_printer", chosen)
    press(page, "把要问的问题存成 PDF").click()
    settled()
    assert target.read_bytes().startswith(b"%PDF")
    press(page, "打印要问的问题").click()
    settled()
    assert len(chosen.asked) == 1
    assert chosen.path.read_bytes().startswith(b"%PDF")


def test_search_finds_own_words_after_the_best_of_the_book(window, at, settled, written, qtbot):
    written("q1", RARE)
    written("n1", "电池在厨房", page="", kind=NoteKind.NOTE)
    page = at("paying")
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    settled()
    for query in ("发热", "fare", "發燒"):
        page.search.setText(query)
        settled()
        hits = [page.hits.item(n).data(Qt.ItemDataRole.UserRole) for n in range(page.hits.count())]
        assert (hits[0].kind, hits[0].id) == ("page", "fever")
        assert [(n, hit.id, hit.title) for n, hit in enumerate(hits) if hit.kind == "note"] == [(3, "q1", "发热怎么办")]
        assert hits[3].snippet[slice(*hits[3].marks[0])] == "发烧"
    assert "其中 1 条是我们写的" in read(page)
    for _ in range(3):
        qtbot.keyClick(page.search, Qt.Key.Key_Down)
    page.grab()
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settled()
    assert page.opened == "fever"
    row = page.reader.notes.row("q1")
    qtbot.waitUntil(lambda: row.visibleRegion().boundingRect().height() > 0)

    qtbot.keyClick(window, Qt.Key.Key_Escape)
    page.search.setText("电池")
    settled()
    assert page.hits.item(0).data(Qt.ItemDataRole.UserRole).title == "没有写在哪一页"
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settled()
    assert page.opened == QUESTIONS


def selections(page):
    return [s for part in page.reader.parts if isinstance(part, BookText) for s in part.extraSelections()]


def chosen(page):
    """The words that are marked as the place one has gone to."""
    ground = page.theme.colours.accent
    return [s.cursor.selectedText() for s in selections(page) if s.format.background().color().name() == ground.lower()]


def test_a_page_that_was_found_has_its_hits_marked_and_f3_walks_through_them(window, at, settled, qtbot):
    page = at("search")
    page.search.setText("发热")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    settled()
    assert page.opened == "fever"
    finder = page.finder
    assert finder.count > 3
    assert finder.at == 0
    assert page.find_bar.isVisible()
    assert f"「发热」在这一页里有 {finder.count} 处。" in read(page.find_bar)
    assert {s.cursor.selectedText() for s in selections(page)} >= {"发热"}
    assert page.verticalScrollBar().value() == 0
    qtbot.keyClick(window, Qt.Key.Key_F3)
    assert (finder.at, len(chosen(page))) == (1, 1)
    for _ in range(finder.count - 1):
        qtbot.keyClick(window, Qt.Key.Key_F3)
    assert finder.at == finder.count
    assert page.verticalScrollBar().value() > 0
    qtbot.keyClick(window, Qt.Key.Key_F3)
    assert finder.at == 1
    qtbot.keyClick(window, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert finder.at == finder.count
    assert f"「发热」：第 {finder.count} 处，共 {finder.count} 处。" in read(page.find_bar)

    window.larger_text()
    settled()
    page = window.page
    assert page.finder.count == finder.count
    press(page, "不再标出").click()
    assert not page.find_bar.isVisible()
    assert selections(page) == []
    at("crs")
    at("fever")
    assert page.finder.count == 0


def test_one_box_finds_in_the_page_that_is_open(window, at, settled, qtbot):
    page = at("crs")
    page.search.setText("激素")
    settled()
    count = len(places(window.context, "激素", list(map(text_of, page.reader.parts))))
    assert page.here.text() == f"只在这一页里找：{count} 处（F3）"
    qtbot.keyClick(page.search, Qt.Key.Key_F3)
    settled()
    assert page.opened == "crs"
    assert page.search.text() == ""
    assert (page.finder.query, page.finder.at, page.finder.count) == ("激素", 1, count)
    assert window.focusWidget() is page.find_bar.after
    page.find_bar.after.click()
    page.find_bar.before.click()
    assert page.finder.at == 1

    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert window.focusWidget() is page.search
    assert page.search.selectedText() == "激素"
    page.search.setText("120")
    page.here.click()
    settled()
    assert window.detail == "crs"
    frame = next(frame for frame in page.findChildren(CallFrame) if frame.isVisible())
    label = frame.findChildren(QLabel)[0]
    assert label.textFormat() == Qt.TextFormat.RichText
    plain = text_of(label)
    page.find_bar.unmark.click()
    assert label.text() == plain

    page.search.setText("qqqq")
    settled()
    assert not page.here.isVisible()
    qtbot.keyClick(page.search, Qt.Key.Key_F3)
    assert page.search.text() == "qqqq"


def test_f3_without_a_search_asks_for_one(window, at, settled, qtbot):
    page = at("crs")
    qtbot.keyClick(window, Qt.Key.Key_F3)
    settled()
    assert window.focusWidget() is page.search


def test_marks_stay_true_when_a_table_is_written_in_another_way(window, at, settled, qtbot):
    page = next(
        page
        for page in window.context.book.pages("zh-Hans")
        if any(type(block).__name__ == "Table" for block in page.blocks)
    )
    shown = at(page.id)
    table = next(t for t in shown.findChildren(BookText) if t._columns)
    word = table.document().find("年").selectedText() or table.toPlainText().strip()[:2]
    shown.search.setText(word)
    shown.find_next()
    settled()
    before = shown.finder.count
    assert before
    table._stacked = True
    table._write()
    qtbot.waitUntil(lambda: all(s.cursor.selectedText() for s in selections(shown)))
    assert {s.cursor.selectedText() for s in selections(shown)} == {word}
    assert table.toPlainText().count(word) > 0


def test_places_are_counted_as_qt_counts_them():
    assert utf16("张𫖯夜里", 2) == 3
    assert utf16("张𫖯夜里", 1) == 1


def test_alt_left_and_alt_right_walk_the_same_way_and_keep_the_place(window, at, settled, qtbot):
    page = at("month-after")
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    half = bar.value()
    at("fever")
    window.go("today", "")
    for place, detail in (("handbook", "fever"), ("handbook", "month-after")):
        qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        settled()
        assert (window.place, window.detail) == (place, detail)
    qtbot.waitUntil(lambda: bar.value() == half)
    for place, detail in (("handbook", "fever"), ("today", "")):
        qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        settled()
        assert (window.place, window.detail) == (place, detail)
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.place == "today"
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    window.go("steps", "")
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert window.place == "steps"


@pytest.mark.parametrize("elsewhere", [False, True])
def test_after_a_restart_the_page_read_last_is_open_where_it_was_left(
    open_window, window, at, settled, qtbot, elsewhere
):
    page = at("month-after")
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    third = bar.value()
    if elsewhere:
        window.go("today", "")
    window.close()
    kept = settings_file.load(window.context.data_dir)
    assert kept.last_page == "month-after"
    assert 0.3 < kept.last_position < 0.4
    again = open_window()
    page = at("", again)
    assert page.opened == "month-after"
    qtbot.waitUntil(lambda: abs(page.verticalScrollBar().value() - third) <= 2)


def test_search_leaves_the_page_where_it_was(window, at, settled, qtbot):
    page = at("month-after")
    bar = page.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    half = bar.value()
    page.search.setText("发热")
    settled()
    assert bar.value() == 0
    page.search.clear()
    settled()
    qtbot.waitUntil(lambda: bar.value() == half)
