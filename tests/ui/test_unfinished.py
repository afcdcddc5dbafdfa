"""What was typed and not finished is there after the program was closed, and nowhere that others can read."""

import shutil

import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from handbook.domain import InputError, Quantity
from handbook.record import Store, new_recovery_code
from handbook.ui.widgets.notes import NoteForm, NotesSheet

PASSPHRASE = "窗台上的猫"
PLANTED = tuple(f"PLANTED{n}词" for n in range(10))
PLACES = ["symptoms", "medicines", "diary", "notes", "night"]


def found_in(folder):
    words = [word.encode(code) for word in PLANTED for code in ("utf-8", "utf-16-le", "gb18030")]
    words += [word.encode("ascii", "backslashreplace") for word in PLANTED]
    return [p.name for p in folder.rglob("*") if p.is_file() and any(word in p.read_bytes() for word in words)]


@pytest.fixture
def plant(settled, write):
    """Ten words into half-written forms of five places; none of them is sent to the record."""

    def type_(control, words):
        write(control, words) if isinstance(control, QLineEdit) else control.setPlainText(words)

    def all_of_them(window):
        words = iter(PLANTED)

        def at(place, detail=""):
            window.go(place, detail)
            settled(window)
            return window.page

        fields = at("medicines", "new").form._fields
        for key in ("name", "dose", "note"):
            type_(fields.inputs[key], next(words))
        for kind, name in (("call", "who"), ("call", "said"), ("passport", "what")):
            if name != "said":
                at("diary", kind)
            type_(window.page.findChild(QWidget, f"{kind} {name}"), next(words))
        at("handbook", "crs").findChild(QPushButton, "add note").click()
        type_(window.page.findChild(NotesSheet).forms[0].input, next(words))
        symptoms = at("symptoms", "temperature")
        type_(symptoms.form.values[Quantity.TEMPERATURE].input, next(words))
        type_(symptoms.note.input, next(words))
        type_(at("night", "changed").panel.input, next(words))
        settled(window)

    return all_of_them


def shown(window, settled):
    """What stands in the same forms."""

    def at(place, detail=""):
        window.go(place, detail)
        settled(window)
        return window.page

    fields = at("medicines", "new").form._fields
    found = [fields.draft[key] for key in ("name", "dose", "note")]
    for kind, name in (("call", "who"), ("call", "said"), ("passport", "what")):
        control = at("diary").findChild(QWidget, f"{kind} {name}")
        found.append(control.text() if isinstance(control, QLineEdit) else control.toPlainText())
    found.append(at("handbook", "crs").findChild(NoteForm).input.toPlainText())
    symptoms = at("symptoms")
    found += [symptoms.form.values[Quantity.TEMPERATURE].input.text(), symptoms.note.input.toPlainText()]
    return (*found, at("night", "changed").panel.input.text())


def test_ten_half_written_words_outlive_a_crash_and_a_lock_and_lie_in_no_plain_file(window, settled, plant, tmp_path):
    window.context.bridge.record.set_passphrase(PASSPHRASE, new_recovery_code()).result()
    plant(window)
    window._unfinished.keep()
    settled()
    assert window.context.bridge.record.submit(Store.history).result() == ()  # typing is no action
    assert found_in(tmp_path) == []
    shutil.copytree(tmp_path / "data", tmp_path / "after the power failed")
    window.lock()
    settled()
    (tmp_path / "data").rename(tmp_path / "gone")
    (tmp_path / "after the power failed").rename(tmp_path / "data")
    assert not any(window.context.drafts.values())
    window.page.secret.edit.setText(PASSPHRASE)
    window.page.press.click()
    settled()
    say = window.context.phrases
    names = say("book.comma").join(say(f"unfinished.{place}") for place in PLACES)
    assert window.foot.text == say("unfinished.found", places=names)
    assert shown(window, settled) == PLANTED
    window.lock()
    settled()
    assert found_in(tmp_path) == []
    assert not any(window.context.drafts.values())


def test_after_a_restart_one_press_leads_to_the_first_unfinished_form(window, settled, plant, reopen):
    plant(window)
    again = reopen(window)
    # The note of the card was written down when the cursor left it; everything else waits.
    assert [one.name for one in again.context.bridge.record.submit(Store.history).result()] == []
    again.foot.offer.click()
    settled(again)
    assert again.place == "symptoms"
    assert shown(again, settled) == PLANTED


def test_what_was_written_down_or_thrown_away_does_not_come_back(window, settled, write, reopen):
    window.go("medicines", "new")
    settled()
    write(window.page.form._fields.inputs["name"], "示例药")
    window.page.form.submit()  # and closed before the record has answered
    window = reopen(window)
    assert [medicine.name for medicine in window.context.state.medicines] == ["示例药"]
    assert window.foot.isHidden()
    window.go("medicines", window.context.state.medicines[0].id)  # looked at, not changed
    window.go("diary", "call")
    settled(window)
    write(window.page.findChild(QWidget, "call who"), "护士")
    window._unfinished.keep()
    settled(window)
    window.page.calls._drop()
    window = reopen(window)
    assert window.foot.isHidden()
    assert window.context.bridge.record.submit(Store.drafts).result() == {}


def test_a_second_window_keeps_none_and_leaves_those_of_the_first(window, settled, plant, open_window):
    plant(window)
    window._unfinished.keep()
    settled()
    reader = open_window()
    assert not any(reader.context.drafts.values())
    plant(reader)
    reader.close()
    assert len(window.context.bridge.record.submit(Store.drafts).result()) == len(PLACES)


def test_a_full_disk_is_told_once_and_tried_again(window, settled, plant, monkeypatch):
    def refuse(*_):
        raise InputError("record.no-entry")

    with monkeypatch.context() as patched:
        patched.setattr(Store, "keep_drafts", refuse)
        plant(window)
        for _ in range(2):
            window._unfinished.keep()
            settled()
    assert window.foot.text.startswith(window.context.phrases("unfinished.not_kept", why=""))
    window.foot.tell("")
    window._unfinished.keep()
    settled()
    assert window.foot.text == ""
    assert len(window.context.bridge.record.submit(Store.drafts).result()) == len(PLACES)


def test_erasing_everything_takes_half_written_forms_too(sample_window, settled, plant, tmp_path):
    window = sample_window
    plant(window)
    window._unfinished.keep()
    settled()
    assert found_in(tmp_path) != []
    window.go("history")
    settled()
    window.page.erase.steps.first.click()
    window.page.erase.steps.second.click()
    settled()
    window._unfinished.keep()
    settled()
    assert found_in(tmp_path / "data" / "record") == []


def test_the_name_of_a_new_person_outlives_closing(window, write, settled, reopen):
    window.go("people", "")
    write(window.page.name, "外公")
    again = reopen(window)
    settled(again)
    assert "新的一个人" in again.foot.text
    again.go("people", "")
    settled(again)
    assert again.page.name.text() == "外公"
