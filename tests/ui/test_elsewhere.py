"""Two windows on one record: the second says who writes, follows what is written, and takes over when it may."""

import os

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication

from handbook.domain import Medicine, Quantity
from handbook.record import Store, keys
from handbook.record.lock import FolderLock
from handbook.ui import opening

SECRET = "一句长长的话"


@pytest.fixture
def second(window, open_window, tmp_path):
    return open_window(tmp_path / "data")


def names(window):
    return [one.name for one in window.context.state.medicines]


def test_the_second_window_says_from_the_start_who_writes_and_follows(window, second, act, settled, qtbot):
    assert window.elsewhere.isHidden()
    assert not second.elsewhere.isWindow()
    where = f"就在这台电脑上，进程 {os.getpid()}"
    assert second.elsewhere.text == f"另一个窗口开着这份记录（{where}），这里只能看，不能写。"
    act(lambda store: store.add_medicine(Medicine("m", "阿昔洛韦")))
    assert names(second) == []
    QApplication.sendEvent(second, QEvent(QEvent.Type.ActivationChange))
    settled(second)
    assert names(second) == ["阿昔洛韦"]
    act(lambda store: store.add_medicine(Medicine("n", "氟康唑")))
    second._minute_turned()
    settled(second)
    assert names(second) == ["氟康唑", "阿昔洛韦"]
    second.go("symptoms", "temperature")
    second.page.form.values[Quantity.TEMPERATURE].input.setText("37.2")
    second.page.form.submit()
    settled(second)
    assert second.foot.text == "没有写下：这里只能看，不能写。"
    assert not second.elsewhere.isHidden()  # lasts, whatever else is said


def test_it_is_opened_again_when_the_other_is_closed_and_nothing_typed_is_lost(window, second, settled, qtbot):
    second.context.keep(scale=150)  # a window that is built anew says it too
    second.go("symptoms", "temperature")
    settled(second)
    qtbot.keyClicks(second.page.form.values[Quantity.TEMPERATURE].input, "37.2")
    qtbot.mouseClick(second.elsewhere.offer, Qt.MouseButton.LeftButton)
    settled(second)
    assert second.foot.text == second.context.phrases("elsewhere.still")
    assert second.context.bridge.record.read_only
    window.go("medicines", "new")  # what was begun there and left is not lost either
    qtbot.keyClicks(window.page.form.input("name"), "aciclovir")
    window.go("diary", "call")
    qtbot.keyClicks(window.page.calls._inputs["who"], "Dr")
    second.go("diary", "call")
    second.go("symptoms", "temperature")
    window.close()
    qtbot.mouseClick(second.elsewhere.offer, Qt.MouseButton.LeftButton)
    settled(second)
    assert second.elsewhere.isHidden()
    assert second.foot.text == second.context.phrases("elsewhere.free")
    assert second.place == "symptoms"
    second.page.form.submit()
    settled(second)
    assert [one.value for one in second.context.state.readings] == [37.2]
    assert second.context.drafts["medicines"]["forms"]["new"]["name"] == "aciclovir"
    assert second.context.drafts["diary"]["call"]["who"] == "Dr"


def test_a_record_with_a_passphrase_needs_it_only_once(window, open_window, settled, tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "COST", keys.Cost(64, 1, 1))
    window.context.bridge.record.set_passphrase(SECRET, keys.new_recovery_code()).result()
    second = open_window(tmp_path / "other")
    second.change(opening.beside(second.context, window.context.folder))
    settled(second)
    second.page.secret.edit.setText(SECRET)
    second.page.press.click()
    settled(second)
    window.context.bridge.record.submit(lambda store: store.add_medicine(Medicine("m", "阿昔洛韦"))).result()
    assert opening.read_only(second.context)
    window.close()
    second.elsewhere.offer.click()
    settled(second)
    assert names(second) == ["阿昔洛韦"]
    assert not opening.read_only(second.context)


def test_a_record_that_cannot_be_opened_again_says_why(window, second, settled):
    second.context.bridge.record.submit(Store.counts).result()
    window.close()
    (second.context.folder / "record.db").write_bytes(b"x" * 5000)
    second.elsewhere.offer.click()
    settled(second)
    assert second.place == "shut"
    assert second.context.closed.code in {"record.damaged", "record.foreign"}
    assert second.elsewhere.isHidden()


def test_another_computer_is_named_and_one_without_a_name_is_not(second, monkeypatch):
    record = second.context.bridge.record
    monkeypatch.setattr(record, "holder", "厨房 (12)")
    assert "（在电脑 厨房 上，进程 12）" in opening.elsewhere(second.context)
    monkeypatch.setattr(record, "holder", "?")
    assert opening.elsewhere(second.context) == second.context.phrases("elsewhere.open")
    assert FolderLock.take(second.context.folder).held is False
