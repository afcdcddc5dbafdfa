"""Backups, history, bin, passphrase, lock, several people: through the real window."""

import gc
import tempfile
from datetime import date, timedelta

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox, QDialog, QLabel, QPushButton

from handbook.domain import (
    FAHRENHEIT,
    UNKNOWN,
    Answer,
    Dose,
    Heard,
    HowKnown,
    Ingredient,
    Kind,
    LookBackAnswer,
    MachineError,
    Medicine,
    Note,
    NoteKind,
    PartialDate,
    PassportEntry,
    PassportKind,
    Quantity,
    Reading,
    Shift,
    Site,
    SymptomCard,
    TeamCall,
    Told,
    from_fahrenheit,
)
from handbook.record import Done, Record, Store, is_locked, keys, set_second_folder
from handbook.record import unlock as unlock_key
from handbook.ui import actions, background, dialogs, people, sample, theme
from handbook.ui import app as start
from handbook.ui.pages import OPEN_TO_ALL
from handbook.ui.widgets import Sheet

WORDS = "一句长长的话"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(keys, "COST", keys.Cost(64, 1, 1))


@pytest.fixture
def go(window, settled):
    def to(place, detail=""):
        window.go(place, detail)
        settled()
        return window.page

    return to


def texts(widget):
    return [part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget)]


def said(widget):
    return "\n".join(texts(widget))


def press(page, words):
    found = [one for one in page.findChildren(QPushButton) if words in one.text() and one.isVisibleTo(page)]
    assert len(found) == 1, [one.text() for one in found]
    found[0].click()


def protect(window, settled, *, words=WORDS):
    code = keys.new_recovery_code()
    window.context.bridge.record.set_passphrase(words, code).result()
    return code


def unlock(window, settled, words):
    window.page.secret.edit.setText(words)
    window.page.press.click()
    settled(window)


# -- backups -----------------------------------------------------------------------------------------------------


def test_a_day_begins_with_a_backup_and_the_page_says_so(open_window, settled, tmp_path):
    window = open_window(tmp_path / "data")
    window.context.bridge.do(lambda store: store.set_person("name", "张某"))
    settled(window)
    window.close()  # closing keeps the first day too
    assert [path.name for path in (tmp_path / "data/record/backups").iterdir()] == ["2026-11-08.db"]
    later = sample.NOW + timedelta(days=1)
    window = open_window(tmp_path / "data", clock=lambda: later)
    window.context.bridge.do(lambda store: store.set_person("name", "张三"))
    settled(window)
    window._keeping.keep()
    settled(window)
    window.go("keep")
    settled(window)
    assert "2026 年 11 月 9 日 07:20" in window.page.backups.state.text()
    assert "2 份" in window.page.backups.state.text()


def test_a_second_folder_that_is_gone_is_told_once(window, settled, act, go, tmp_path, monkeypatch):
    act(lambda store: store.set_person("name", "张某"))
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(dialogs, "folder_path", lambda *_: stick)
    page = go("keep")
    page.backups.choose.click()
    settled()
    settled()
    assert str(stick) in page.backups.second.text()
    assert len(list(stick.glob("handbook-*/*.db"))) == 1
    for path in stick.glob("*/*"):
        path.unlink()
    for path in stick.iterdir():
        path.rmdir()
    stick.rmdir()
    told = []
    window.context.message.connect(told.append)
    for _ in range(2):
        window._keeping.keep()
        settled()
    assert len(told) == 1
    assert str(stick) in told[0]
    page.backups.forget.click()
    settled()
    settled()
    assert not page.backups.forget.isEnabled()


def test_a_backup_that_cannot_be_made_is_told_once_and_stops_nothing(window, settled, act):
    act(lambda store: store.set_person("name", "张某"))
    (window.context.folder / "backups").write_text("in the way")
    told = []
    window.context.message.connect(told.append)
    for _ in range(2):
        window._keeping.keep()
        settled()
    assert [words.startswith("今天的备份没有做成。") for words in told] == [True]
    act(lambda store: store.set_person("name", "张三"))
    assert window.context.state.person["name"] == "张三"


def test_a_backup_is_made_where_one_chooses_tested_and_restored_beside(window, settled, act, go, tmp_path, monkeypatch):
    act(lambda store: store.set_person("name", "张某"))
    act(lambda store: store.add_medicine(Medicine(id="m", name="阿昔洛韦")))
    target = tmp_path / "mine.db"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: target)
    monkeypatch.setattr(dialogs, "open_path", lambda *_: target)
    page = go("keep")
    backups = page.backups
    backups.now.click()
    settled()
    assert str(target) in backups.result.text()
    backups.test.click()
    settled()
    assert "张某" in backups.result.text()
    assert "1 条" in backups.result.text()
    full = tmp_path / "full"
    full.mkdir()
    (full / "letter.txt").write_text("x")
    monkeypatch.setattr(dialogs, "folder_path", lambda *_: full)
    backups.back.click()
    backups.restoring.elsewhere.click()
    settled()
    restored = full / "car-t-handbook-2026-11-08"
    assert (restored / "record.db").is_file()
    backups.restoring.elsewhere.click()
    settled()
    assert window.foot.text == "".join(window.context.phrases("error.record.restore-exists")).join(
        [f"{restored}：", ""]
    )
    backups.restoring.here.click()
    settled()
    backups.restoring.open.click()
    settled()
    assert window.context.folder == tmp_path / "data/record-2"
    assert [one.name for one in window.context.state.medicines] == ["阿昔洛韦"]
    assert window.context.settings.person_folder == "record-2"


def test_no_backup_goes_where_the_record_lies(window, settled, go, monkeypatch):
    record = window.context.folder / "record.db"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: record)
    page = go("keep")
    page.backups.now.click()
    settled()
    assert page.backups.result.text() == window.context.phrases("keeping.not_there")
    assert window.context.bridge.record.submit(Store.counts).result()


def test_a_locked_backup_names_its_passphrase_and_tells_what_is_in_it(window, settled, act, go, tmp_path, monkeypatch):
    act(lambda store: store.set_person("name", "张某"))
    protect(window, settled)
    target = tmp_path / "mine.db"
    window.context.bridge.record.back_up(target).result()
    monkeypatch.setattr(dialogs, "open_path", lambda *_: target)
    backups = go("keep").backups
    backups.test.click()
    settled()
    assert "2026 年 11 月 8 日 设" in backups.result.text()
    backups.secret.edit.setText("不对")
    backups.unlock.click()
    settled()
    assert "密码不对" in backups.secret.field.fault_text
    backups.secret.edit.setText(WORDS)
    backups.unlock.click()
    settled()
    assert "张某" in backups.result.text()
    assert backups.secret.text == ""


# -- history and bin ---------------------------------------------------------------------------------------------


def test_the_history_has_sentences_and_marks_what_was_undone(window, settled, act, go):
    act(lambda store: store.add_medicine(Medicine(id="m", name="阿昔洛韦")))
    act(lambda store: store.add_reading(Reading("r", Quantity.TEMPERATURE, 38.2, sample.NOW, Site.ARMPIT)))
    window._undo()
    settled()
    words = said(go("history").lines)
    assert (
        words.index("撤销了：体温 38.2 ℃")
        < words.index("（后来撤销了）体温 38.2 ℃")
        < words.index("加了药「阿昔洛韦」")
    )


def test_what_was_deleted_is_put_back_from_the_bin_and_emptying_can_be_taken_back(window, settled, act, go):
    act(lambda store: store.add_medicine(Medicine(id="m", name="阿昔洛韦")))
    act(lambda store: store.delete_medicine("m"))
    page = go("history")
    press(page.bin, "放回去")
    settled()
    assert [one.name for one in window.context.state.medicines] == ["阿昔洛韦"]
    act(lambda store: store.delete_medicine("m"))
    settled()
    assert "没有办法找回来" in said(page.empty)
    page.empty.press.click()
    assert page.empty.timer.isActive()
    assert "半分钟后清空" in window.foot.text
    window.foot.offer.click()
    assert not page.empty.timer.isActive()
    page.empty.press.click()
    window.context.keep(theme="night")  # a window that is built anew goes on waiting
    settled()
    page = window.page
    assert page.empty.timer.isActive()
    assert window.context.bridge.record.submit(Store.bin).result()
    page.empty.timer.timeout.emit()
    settled()
    assert window.context.bridge.record.submit(Store.bin).result() == ()
    assert "阿昔洛韦" not in said(page)


def test_who_empties_the_bin_and_closes_the_window_has_emptied_it(window, settled, act, go, reopen):
    act(lambda store: store.add_medicine(Medicine(id="m", name="阿昔洛韦")))
    act(lambda store: store.delete_medicine("m"))
    go("history").empty.press.click()
    assert reopen(window).context.bridge.record.submit(Store.bin).result() == ()


def test_an_entry_becomes_again_what_it_was(window, settled, act, go):
    act(lambda store: store.add_medicine(Medicine(id="m", name="阿昔洛韦", dose="一片")))
    act(lambda store: store.change_medicine(Medicine(id="m", name="阿昔洛韦", dose="两片")))
    page = go("history", "medicine/m")
    assert "两片" in said(page.versions)
    press(page.versions, "改回这个样子")
    settled()
    assert window.context.state.medicines[0].dose == "一片"
    window._undo()
    settled()
    assert window.context.state.medicines[0].dose == "两片"


def test_every_kind_of_entry_shows_its_versions(sample_window, settled, act, go):
    act(lambda store: store.add_note(Note("n", "", NoteKind.NOTE, "体温计在抽屉里", sample.NOW)))
    act(lambda store: store.set_lookback(LookBackAnswer("kitchen", "2026-09", Heard.YES, sample.NOW)))
    page = go("history")
    kinds = set()
    for number in range(1, page.versions.entries.count()):
        page.versions.entries.setCurrentIndex(number)
        settled()
        kinds.add(page.versions.entries.currentData().split("/")[0])
        assert "现在就是这样" in said(page.versions)
    assert kinds == {
        "medicine", "reading", "note", "symptom_answer", "lookback_answer", "team_number", "step_date", "person_field",
    }  # fmt: skip


def test_a_number_that_was_changed_is_put_back_and_named_in_words(window, settled, act, go):
    act(lambda store: store.set_number("fever_line", Told("38.0", "护士长", date(2026, 10, 20))))
    act(lambda store: store.set_number("fever_line", Told("39.0")))
    page = go("history", "team_number/fever_line")
    shown = said(page.versions).replace("\u00a0", " ").split("\n")
    assert {"写的是：38.0", "谁说的：护士长", "哪天说的：2026 年 10 月 20 日"} <= set(shown)
    press(page.versions, "改回这个样子")
    settled()
    assert window.context.state.numbers["fever_line"] == Told("38.0", "护士长", date(2026, 10, 20))
    assert "改回了以前的" in said(page)
    assert "fever_line" not in said(page)


def test_what_was_cleared_can_be_chosen_and_is_put_back(window, settled, act, go):
    act(lambda store: store.set_number("fever_line", Told("38.0")))
    act(lambda store: store.set_number("fever_line", None))
    act(lambda store: store.set_lookback(LookBackAnswer("kitchen", "2026-09", Heard.YES, sample.NOW)))
    act(lambda store: store.set_lookback(LookBackAnswer("bedside", "", Heard.NONE, sample.NOW)))
    for question, month in (("kitchen", "2026-09"), ("bedside", "")):
        act(lambda store, question=question, month=month: store.clear_lookback(question, month))
    page = go("history")
    entries = page.versions.entries
    gone = {str(entries.itemData(n)): entries.itemText(n) for n in range(1, entries.count())}
    assert set(gone) == {"team_number/fever_line", "lookback_answer/kitchen/2026-09", "lookback_answer/bedside/"}
    assert all("（现在没有了）" in words for words in gone.values())
    assert "2026-09" in gone["lookback_answer/kitchen/2026-09"]
    entries.setCurrentIndex(entries.findData("team_number/fever_line"))
    settled()
    press(page.versions, "改回这个样子")
    settled()
    assert window.context.state.numbers["fever_line"] == Told("38.0")
    assert "（现在没有了）" not in entries.currentText()


def test_an_entry_older_than_those_that_can_be_chosen_is_led_to(window, settled, act, go):
    for number in range(62):
        call = TeamCall(f"c{number}", sample.NOW - timedelta(hours=number), "值班", said=f"第 {number} 次")
        act(lambda store, call=call: store.add_call(call))
    act(lambda store: store.change_call(TeamCall("c61", sample.NOW - timedelta(hours=61), "值班", said="写错了")))
    diary = go("diary", "call")
    diary.calls._whole = True
    diary.calls.refresh()
    diary.calls.findChild(QPushButton, "change c61").click()
    press(diary.calls, "这一条以前的样子")
    settled()
    page = window.page
    assert window.place == "history"
    assert "第 61 次" in said(page.versions)
    press(page.versions, "改回这个样子")
    settled()
    assert next(one.said for one in window.context.state.calls if one.id == "c61") == "第 61 次"


def test_two_versions_that_differ_never_look_alike(window, settled, act, go):
    at, later = sample.NOW - timedelta(days=4), sample.NOW
    changes = {
        "medicine": [
            Medicine("x", "甲"),
            *(Medicine("x", "甲", **{name: value}) for name, value in {
                "strength": "5 mg", "dose": "1 片", "route": "口服", "how_often": "一天 1 次", "reason": "感冒",
                "prescriber": "市一院", "kind": Kind.INJECTION, "how_known": HowKnown.MEMORY, "told_by": "女儿",
                "note": "饭后", "start": PartialDate(2026, 8), "end": UNKNOWN, "brand": "乙", "form": "片",
                "bought_at": "药店", "daily_max": "3 片", "side_effect": "皮疹", "as_needed": True, "on_hold": True,
                "ingredients": (Ingredient("黄芪", "10 g"),),
            }.items()),
            Medicine("x", "甲", ingredients=(Ingredient("黄芪", "15 g"),)),
            Medicine("x", "甲", end=PartialDate(2026, 8)),
        ],
        "team_call": [TeamCall("x", at, "值班"), TeamCall("x", later, "值班"), TeamCall("x", later, "值班", by="女儿"),
                      TeamCall("x", later, "值班", said="来医院"), TeamCall("x", later, "值班", note="来医院")],
        "shift": [Shift("x", "女儿", at), Shift("x", "女儿", later), Shift("x", "女儿", at, later),
                  Shift("x", "女儿", at, note="睡得好")],
        "passport": [PassportEntry("x", PassportKind.VACCINE, UNKNOWN, "流感"),
                     PassportEntry("x", PassportKind.OTHER, UNKNOWN, "流感"),
                     PassportEntry("x", PassportKind.OTHER, PartialDate(2026, 10), "流感"),
                     PassportEntry("x", PassportKind.OTHER, UNKNOWN, "流感", where="市一院"),
                     PassportEntry("x", PassportKind.OTHER, UNKNOWN, "流感", note="市一院")],
    }  # fmt: skip
    for table, versions in changes.items():
        kind = table.removeprefix("team_")
        act(lambda store, kind=kind, one=versions[0]: getattr(store, f"add_{kind}")(one))
        for one in versions[1:]:
            act(lambda store, kind=kind, one=one: getattr(store, f"change_{kind}")(one))
        page = go("history", f"{table}/x")
        sheets = [one for one in page.versions._box.findChildren(Sheet) if one.isVisibleTo(page)]
        shown = [sheet.findChildren(QLabel)[1].text() for sheet in sheets]
        assert len(set(shown)) == len(versions)


def test_a_dose_and_a_reading_say_of_what_when_and_how(window, settled, act, go):
    act(lambda store: store.add_medicine(Medicine("m", "阿昔洛韦")))
    at = sample.NOW - timedelta(minutes=10)
    act(lambda store: store.add_dose(Dose("d", "m", at, "1 片", "女儿")))
    shown = said(go("history", "dose/d").versions)
    assert {"哪一种药：阿昔洛韦", "用了多少：1 片", "谁给的：女儿", "什么时候用的：今天 07:10"} <= set(
        shown.split("\n")
    )
    warm = Reading("r", Quantity.TEMPERATURE, from_fahrenheit(100.4), at, Site.EAR, "女儿", unit=FAHRENHEIT)
    act(lambda store: store.add_reading(warm))
    shown = said(go("history", "reading/r").versions)
    assert {"体温 100.4 °F", "什么时候量的：今天 07:10", "量的地方：耳朵", "记录人：女儿"} <= set(shown.split("\n"))


def test_the_history_says_what_was_answered_also_where_an_older_program_wrote_it(window, settled, act, go):
    card = SymptomCard("c", sample.NOW)
    act(lambda store: store.answer(card, "headache", Answer.NO, observer=""))
    assert window.foot.text == "已记下：症状卡，答了「头痛：没有」"
    assert "答了「头痛：没有」" in said(go("history"))
    old = Done(1, "symptom.answer", "headache")
    assert actions.sentence(window.context, old) == "症状卡，答了「头痛」"


@pytest.mark.parametrize("with_backups", [False, True])
def test_erasing_everything_lists_what_goes_and_takes_two_steps(sample_window, settled, go, with_backups, tmp_path):
    window = sample_window
    stick = tmp_path / "stick"
    stick.mkdir()
    set_second_folder(window.context.folder, stick, new_id=lambda: "mark")
    window._keeping.keep()
    settled()
    page = go("history")
    assert "用药：4" in page.erase.list.text()
    page.erase.backups.setChecked(with_backups)
    page.erase.steps.first.click()
    elsewhere = stick / "handbook-mark" / "2026-11-08.db"
    assert {"2026-11-08.db", str(elsewhere)} <= set(said(page.erase.steps).split("\n"))
    assert window.context.state.medicines
    page.erase.steps.second.click()
    settled()
    assert window.context.state.medicines == ()
    assert window.context.state.person == {}
    assert bool(list(window.context.folder.glob("backups/*.db"))) is not with_backups
    assert elsewhere.exists() is not with_backups
    assert page.erase.list.text() == window.context.phrases("erase.nothing")


def test_a_second_folder_out_of_reach_is_named_before_everything_goes(sample_window, settled, go, tmp_path):
    set_second_folder(sample_window.context.folder, tmp_path / "stick", new_id=lambda: "mark")
    page = go("history")
    page.erase.steps.first.click()
    assert str(tmp_path / "stick") in said(page.erase.steps)


def test_what_could_not_be_overwritten_is_told_and_the_page_shows_what_is_left(
    sample_window, settled, act, go, monkeypatch
):
    window = sample_window
    act(lambda store: store.delete_medicine("sample-0"))
    page = go("history")

    def refuse(_self, *_):
        raise MachineError("record.not-overwritten")

    monkeypatch.setattr(Store, "empty_bin", refuse)
    monkeypatch.setattr(Store, "erase_everything", refuse)
    sentence, steps = window.context.phrases("error.record.not-overwritten"), page.erase.steps
    for presses in ((page.empty.press.click, page.empty.now), (steps.first.click, steps.second.click)):
        window.foot.tell("")
        for press_it in presses:
            press_it()
        settled()
        settled()
        assert window.foot.text == sentence


# -- the passphrase ----------------------------------------------------------------------------------------------


def test_a_passphrase_is_set_only_with_its_code_on_paper_changed_and_taken_off(window, settled, act, go):
    act(lambda store: store.set_person("name", "张某"))
    sheet = go("keep").passphrase
    folder = window.context.folder
    sheet.first.edit.setText(WORDS)
    sheet.again.edit.setText("另一句")
    sheet.go_on.click()
    assert sheet.again.field.fault_text == window.context.phrases("passphrase.differs")
    sheet.again.edit.setText(WORDS)
    sheet.go_on.click()
    code = sheet.code.text()
    sheet.set.click()
    settled()
    assert sheet._back_field.fault_text == window.context.phrases("passphrase.first_paper")
    sheet.typed_back.setText("0" + code[1:] if code[0] != "0" else "1" + code[1:])
    sheet.set.click()
    settled()
    assert sheet._back_field.fault_text == window.context.phrases("error.record.wrong-code")
    assert not is_locked(folder)
    sheet.typed_back.setText(code.lower())
    sheet.set.click()
    settled()
    assert is_locked(folder)
    assert "2026 年 11 月 8 日" in sheet.state.text()
    assert (sheet.code.text(), sheet.first.text, sheet._new, sheet._code) == ("", "", "", "")
    for field in (sheet.first, sheet.again):
        field.edit.setText("新的一句")
    sheet.go_on.click()
    settled()
    window.lock()
    settled()
    unlock(window, settled, WORDS)
    assert window.context.closed is not None
    unlock(window, settled, code)  # the old code still holds
    assert window.context.closed is None
    window.lock()
    settled()
    unlock(window, settled, "新的一句")
    sheet = go("keep").passphrase
    sheet.off.press.click()
    assert is_locked(folder)
    window.foot.offer.click()
    sheet.off.now()
    settled()
    assert is_locked(folder), "it was left on"
    sheet.off.press.click()
    sheet.off.timer.timeout.emit()
    settled()
    assert not is_locked(folder)


def test_who_goes_back_before_the_code_is_on_paper_has_changed_nothing(window, settled, go):
    sheet = go("keep").passphrase
    for field in (sheet.first, sheet.again):
        field.edit.setText(WORDS)
    sheet.go_on.click()
    sheet.leave.click()
    assert (sheet.code.text(), sheet._new, sheet._code) == ("", "", "")
    assert not is_locked(window.context.folder)


def test_a_backup_that_could_not_be_encrypted_is_named(window, settled, act, go):
    act(lambda store: store.set_person("name", "张某"))
    broken = window.context.folder / "backups/2026-01-01.db"
    broken.parent.mkdir(exist_ok=True)
    broken.write_bytes(b"no backup")
    sheet = go("keep").passphrase
    for field in (sheet.first, sheet.again):
        field.edit.setText(WORDS)
    sheet.go_on.click()
    sheet.on_paper.setChecked(True)
    sheet.set.click()
    settled()
    assert str(broken) in sheet.result.text()


def test_the_code_that_is_shown_is_the_one_that_is_printed(window, settled, go, monkeypatch):
    sheet = go("keep").passphrase
    printed = []
    monkeypatch.setattr(sheet.out, "print", lambda title, job, **_: printed.append(job()))
    for field in (sheet.first, sheet.again):
        field.edit.setText(WORDS)
    sheet.go_on.click()
    sheet.print.click()
    text = pypdfium2.PdfDocument(printed[0])[0].get_textpage().get_text_bounded()
    assert all(group in text for group in sheet.code.text().split())


def test_a_second_window_cannot_set_a_passphrase_and_says_why(window, settled, open_window, tmp_path):
    second = open_window(tmp_path / "data")
    second.go("keep")
    settled(second)
    sheet = second.page.passphrase
    for field in (sheet.first, sheet.again):
        field.edit.setText(WORDS)
    sheet.go_on.click()
    sheet.on_paper.setChecked(True)
    sheet.set.click()
    settled(second)
    assert "另一个窗口" in sheet.result.text()
    assert not is_locked(window.context.folder)


# -- the lock ----------------------------------------------------------------------------------------------------


def test_without_a_passphrase_the_lock_says_how_to_get_one(window, settled, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.foot.text == window.context.phrases("lock.none")
    window.foot.offer.click()
    settled()
    assert window.place == "keep"


def test_locked_the_window_has_the_book_the_numbers_and_nothing_else(sample_window, settled, qtbot, go):
    window = sample_window
    protect(window, settled)
    go("medicines")
    window.context.drafts["medicines"] = {"name": "写了一半"}
    record = window.context.bridge.record
    qtbot.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    settled()
    assert window.place == "shut"
    assert record._closed
    state = window.context.state
    assert (state.medicines, state.readings, state.notes) == ((), (), ())
    assert set(state.person) == {"name", "product", "hospital", "phone_24h", "caregiver_phone"}
    assert window.context.drafts == {}
    secret = window.page.secret
    assert secret.box.y() < secret.edit.height() * 2.5  # what belongs to the field stands at the field
    for key, place in ((Qt.Key.Key_F1, "call"), (Qt.Key.Key_M, "shut"), (Qt.Key.Key_F, "handbook")):
        modifier = Qt.KeyboardModifier.NoModifier if place == "call" else Qt.KeyboardModifier.ControlModifier
        qtbot.keyClick(window, key, modifier)
        settled()
        assert window.place == place
        assert "阿昔洛韦" not in said(window)
    window._undo()
    assert window.foot.text == "记录没有打开，现在不能撤销。"
    for place in ("today", "team", "history", "keep", "people"):
        assert place not in OPEN_TO_ALL
        assert go(place) is window._pages["shut"]
    unlock(window, settled, "不对")
    assert "密码不对" in window.page.secret.field.fault_text
    unlock(window, settled, WORDS)
    assert window.context.closed is None
    assert window.place == "people"  # where somebody wanted to go last
    assert len(window.context.state.medicines) == 4
    assert window.context.drafts["medicines"] == {"name": "写了一半"}


def test_what_is_asked_of_a_locked_record_is_told_and_not_lost_in_silence(window, settled):
    protect(window, settled)
    window.lock()
    settled()
    told = []
    window.context.bridge.failed.connect(told.append)
    window.context.bridge.ask(Store.counts, told.append)
    window.context.bridge.do(lambda store: store.set_person("name", "x"))
    assert [error.code for error in told] == ["record.locked", "record.locked"]
    window.lock()
    assert window.place == "shut"


def test_after_the_lock_no_entry_is_left_in_the_memory_of_the_window(sample_window, settled, go):
    window = sample_window
    protect(window, settled)
    # One of its own: windows of other tests in this process may still hold the sample family.
    window.context.bridge.do(lambda store: store.add_medicine(Medicine("only-here", "只在这里的药", dose="1 片")))
    settled()
    for place in ("medicines", "symptoms", "diary", "history", "card", "handbook", "call", "today"):
        go(place)
    window.lock()
    settled()
    background.drain()  # a sheet that was being drawn holds what is on it until it is done
    settled()
    gc.collect()
    left = [one for one in gc.get_objects() if isinstance(one, Medicine) and one.id == "only-here"]
    assert left == []


def test_who_wrote_in_one_record_is_not_told_beside_another(sample_window, settled, go, tmp_path):
    window = sample_window
    people.call(people.Someone(people.next_folder(tmp_path / "data"), 2, "", 0), "爸爸", 1)
    window.context.remember(observer="三姨")
    go("people").sheets[2].opens.click()
    settled()
    assert window.context.settings.observer == ""
    assert "三姨" not in (tmp_path / "data/settings.toml").read_text(encoding="utf-8")


def test_a_window_built_anew_while_it_unlocks_still_gets_the_record(window, settled):
    protect(window, settled)
    window.lock()
    settled()
    window.page.secret.edit.setText(WORDS)
    window.page.press.click()
    window.larger_text()
    settled()
    assert window.context.closed is None
    assert not window.context.bridge.record.read_only


def test_a_locked_record_opens_locked_and_is_no_fault(open_window, settled, tmp_path, capsys, monkeypatch):
    window = open_window(tmp_path / "data")
    window.context.bridge.do(lambda store: store.set_number("phone_24h", Told("021-0000 1111")))
    protect(window, settled)
    window.close()
    shown = []
    made = start.MainWindow

    def make(context):
        shown.append(made(context))
        return shown[0]

    monkeypatch.setattr(start, "MainWindow", make)
    assert start.run_window(tmp_path / "data", smoke=True) == 0
    assert shown[0].place == "shut"
    assert "021-0000 1111" in said(shown[0])
    assert capsys.readouterr().err == ""
    shown[0].deleteLater()


def test_it_locks_by_itself_after_the_time_that_was_chosen(open_window, settled, tmp_path, qtbot):
    now = [sample.NOW]
    window = open_window(tmp_path / "data", clock=lambda: now[0])
    settled(window)
    now[0] += timedelta(hours=3)
    window._idle.look()
    assert window.context.closed is None  # no passphrase
    protect(window, settled)
    window.go("keep")
    settled(window)
    window.page.idle.button(5).click()
    now[0] += timedelta(minutes=4)
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    now[0] += timedelta(minutes=4)
    window._idle.look()
    assert window.context.closed is None
    window.context.keep(lock_after=0)
    now[0] += timedelta(hours=4)
    window._idle.look()
    assert window.context.closed is None
    window.context.keep(lock_after=5)
    window._idle._state(Qt.ApplicationState.ApplicationActive)  # awake again
    assert window.context.closed is not None
    settled(window)


def test_a_dialog_that_waits_is_closed_before_the_lock(open_window, settled, tmp_path):
    now = [sample.NOW]
    window = open_window(tmp_path / "data", clock=lambda: now[0])
    protect(window, settled)
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.show()
    now[0] += timedelta(hours=1)
    window._idle.look()
    assert not dialog.isVisible()
    assert window.context.closed is None
    window._idle.look()
    assert window.context.closed is not None
    settled(window)


def test_a_passphrase_tried_when_the_window_turns_to_another_person_leaves_nothing_open(window, settled, tmp_path):
    first = window.context.folder
    people.call(people.Someone(people.next_folder(tmp_path / "data"), 2, "", 0), "爸爸", 1)
    protect(window, settled)
    window.lock()
    settled()
    window.page.secret.edit.setText(WORDS)
    window.page.press.click()
    press(window.page, "爸爸")
    settled()
    background.drain()
    settled()
    assert window.context.folder.name == "record-2"
    with Record.open(first, clock=lambda: sample.NOW, new_id=lambda: "x", key=unlock_key(first, WORDS)) as record:
        assert not record.read_only


def test_card_toml_says_only_what_is_ticked(window, settled, act, go):
    act(lambda store: store.set_person("name", "张某"))
    page = go("keep")
    assert page.on_card["name"].isChecked()
    page.on_card["name"].click()
    settled()
    assert "张某" not in (window.context.folder / "card.toml").read_text(encoding="utf-8")
    window._undo()
    settled()
    assert page.on_card["name"].isChecked()
    assert all(isinstance(box, QCheckBox) for box in page.on_card.values())


def test_after_the_lock_no_planted_word_is_in_any_file(open_window, settled, tmp_path, monkeypatch, write):
    temp = tmp_path / "temp"
    temp.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temp))
    window = open_window(tmp_path / "data")
    words = [f"种下的词{number}号" for number in "甲乙丙丁戊己庚辛壬癸"]
    at = sample.NOW

    def plant(store):
        store.set_person("allergies", words[0])
        store.add_medicine(Medicine(id="m", name=words[1], dose=words[2], note=words[3]))
        store.add_reading(Reading("r", Quantity.TEMPERATURE, 38.0, at, Site.ARMPIT, words[4], words[5]))
        store.add_note(Note("n", "", NoteKind.QUESTION, words[6], at))
        store.set_number("department", Told(words[7], by=words[8]))

    window.context.bridge.record.submit(plant).result()
    window.context.keep(observer=words[9])
    window._keeping.keep()
    window.context.bridge.refresh()
    settled(window)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    found = [word for word in words if any(word.encode() in path.read_bytes() for path in files)]
    assert found == words  # before: a test that would find nothing would prove nothing
    window.go("keep")
    settled(window)
    sheet = window.page.passphrase
    for field in (sheet.first, sheet.again):
        field.edit.setText(WORDS)
    sheet.go_on.click()
    sheet.on_paper.setChecked(True)
    sheet.set.click()
    settled(window)
    for place in ("history", "medicines", "symptoms", "today"):
        window.go(place)
        settled(window)
    window.lock()
    settled(window)
    for path in [one for one in tmp_path.rglob("*") if one.is_file()]:
        data = path.read_bytes()
        assert [word for word in [*words, WORDS] if word.encode() in data or word.encode("utf-16-le") in data] == []
    unlock(window, settled, WORDS)
    assert window.context.state.medicines[0].name == words[1]


# -- a record that cannot be opened ------------------------------------------------------------------------------


def test_a_damaged_record_offers_its_newest_backup_beside_it(open_window, settled, tmp_path, qtbot):
    window = open_window(tmp_path / "data")
    window.context.bridge.do(lambda store: store.set_person("name", "张某"))
    settled(window)
    window.close()
    path = tmp_path / "data/record/record.db"
    path.write_bytes(b"not a database, " * 400)
    before = path.read_bytes()
    # As the program does when the record is refused
    context = start._closed(tmp_path / "data", "", _why(path.parent))
    again = start.MainWindow(context)
    again.show()
    settled(again)
    assert "2026 年 11 月 8 日 07:20" in again.page.backup.text()
    again.go("handbook")
    settled(again)
    assert again.place == "handbook"
    again.go("shut")
    settled(again)
    again.page.restoring.here.click()
    settled(again)
    again.page.restoring.open.click()
    settled(again)
    assert again.context.state.person["name"] == "张某"
    assert path.read_bytes() == before
    again.close()
    again.deleteLater()


def _why(folder):
    try:
        Record.open(folder, clock=lambda: sample.NOW, new_id=lambda: "x")
    except start.HandbookError as error:
        return error
    raise AssertionError("it opens")


# -- several people ----------------------------------------------------------------------------------------------


def test_a_second_person_has_a_name_a_colour_and_nothing_of_the_first(sample_window, settled, go, write, tmp_path):
    window = sample_window
    assert window.places.person is None
    window.go("medicines")
    settled()
    page = go("people")
    write(page.name, "爸爸")
    page.name.setText("爸爸")
    page._add()
    settled()
    assert window.places.person.text() == "样张·张某"
    page = window.page
    page.sheets[2].opens.click()
    settled()
    assert window.places.person.text() == "爸爸"
    assert window.context.state.medicines == ()
    assert "阿昔洛韦" not in said(window)
    assert window.context.folder == tmp_path / "data/record-2"
    settings = (tmp_path / "data/settings.toml").read_text(encoding="utf-8")
    assert 'person_folder = "record-2"' in settings
    assert "爸爸" not in settings
    page = go("people")
    page.sheets[2].colours.press("3").click()
    settled()
    assert window.context.theme.people[3] in window.places.person.styleSheet()
    page = window.page
    page.sheets[1].opens.click()
    settled()
    assert len(window.context.state.medicines) == 4


def test_a_name_is_changed_and_an_empty_or_endless_one_is_not_taken(window, settled, go, write, tmp_path):
    page = go("people")
    for text, key in (("", "no_name"), ("长" * 41, "long_name")):
        page.name.setText(text)
        page._add()
        assert page._field.fault_text == page.say(key)
    sheet = page.sheets[1]
    write(sheet.name, "长" * 41)
    assert sheet._field.fault_text == page.say("long_name")
    write(sheet.name, "妈妈")
    settled()
    assert people.everybody(tmp_path / "data")[0].name == "妈妈"


def test_the_person_seen_last_is_opened_again(open_window, settled, tmp_path):
    data = tmp_path / "data"
    window = open_window(data)
    people.call(people.Someone(people.next_folder(data), 2, "", 0), "爸爸", 1)
    window.go("people")
    settled(window)
    window.page.sheets[2].opens.click()
    settled(window)
    window.close()
    window = open_window(data)
    assert window.context.folder.name == "record-2"
    assert window.places.person.text() == "爸爸"
    window.close()
    (data / "record-2/person.toml").write_bytes(b"\xff")
    assert people.everybody(data)[1].name == ""
    assert people.last_opened(data, "../elsewhere") == data / "record"


def cut(page):
    """Whether something is wider than the page or lower than its words."""
    found = [
        part.text()
        for part in page.findChildren(QLabel)
        if part.isVisible() and part.wordWrap() and part.height() < part.heightForWidth(part.width())
    ]
    return found + (["sideways"] if page.content.width() > page.viewport().width() else [])


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_in_a_small_window_nothing_of_what_unfolds_is_cut(sample_window, settled, act, go, language, monkeypatch):
    window = sample_window
    act(lambda store: store.delete_medicine("sample-0"))
    window.context.keep(language=language, scale=200)
    window.resize(1024, 640)
    window._keeping.keep()
    settled()
    page = go("history", "medicine/sample-1")
    page.empty.press.click()
    page.erase.steps.first.click()
    settled()
    assert cut(page) == []
    page = go("keep")
    backup = next(window.context.folder.glob("backups/*.db"))
    monkeypatch.setattr(dialogs, "open_path", lambda *_: backup)
    page.backups.back.click()
    page.backups.restoring.here.click()
    page.backups.test.click()
    for field in (page.passphrase.first, page.passphrase.again):
        field.edit.setText(WORDS)
    page.passphrase.go_on.click()
    settled()
    assert cut(page) == []
    page.passphrase.set.click()
    page.passphrase.on_paper.setChecked(True)
    page.passphrase.set.click()
    settled()
    page.passphrase.off.press.click()
    page.backups.test.click()
    settled()
    settled()
    assert page.backups.secret.isVisible()
    assert cut(page) == []


@pytest.mark.parametrize("look", [("en", 200), ("zh-Hans", 100)])
def test_in_a_small_window_nothing_of_the_lock_is_cut(sample_window, settled, look):
    window = sample_window
    protect(window, settled)
    window.lock()
    settled()
    window.context.keep(language=look[0], scale=look[1])
    window.resize(1024, 640)
    settled()
    assert cut(window.page) == []


@pytest.mark.parametrize("name", theme.NAMES)
def test_the_bands_of_people_stand_out_and_differ(name):
    look = theme.load(name, 100)
    assert len(set(look.people)) == people.COLOURS
    assert [colour for colour in look.people if contrast(colour, look.colours.sheet) < 3] == []


def contrast(one, other):
    """WCAG 2.2 contrast ratio."""

    def luminance(colour):
        parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_a_closed_window_watches_no_longer(window, settled):
    protect(window, settled)
    window.context.keep(lock_after=5)
    watch, handle = window._idle, window.windowHandle()
    watch.watch(handle)
    window.close()
    watch._last -= timedelta(hours=1)
    watch.look()  # nothing to lock any more, and no record to ask
    watch.watch(handle)
    assert watch._watched is None
