"""Photos of a medicine's box in the real window: added, looked at, deleted, brought back; no file is ever written."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from handbook.domain import InputError, Medicine
from handbook.ui import dialogs
from handbook.ui.pages.medicine_photos import _Large


@pytest.fixture
def box(tmp_path):
    path = tmp_path / "box.png"
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    image.save(str(path))
    return path


@pytest.fixture
def photos(window, settled, act):
    act(lambda store: store.add_medicine(Medicine(id="m", name="aspirin")))
    window.go("medicines", "m")
    settled()
    return window.page.form.photos


def test_a_photo_is_added_opened_closed_deleted_and_brought_back(window, photos, settled, qtbot, monkeypatch, box):
    answers = [None, box]
    monkeypatch.setattr(dialogs, "open_path", lambda *_: answers.pop(0))
    qtbot.mouseClick(photos.add_press, Qt.MouseButton.LeftButton)  # went back in the dialog
    settled()
    assert not photos.thumbs
    photos.add_press.click()
    settled()
    settled()
    (thumb,) = photos.thumbs
    assert "aspirin" in window.foot.text
    assert thumb.accessibleName() == photos._say("photo_open", n=1)
    files = sorted(path for path in window.context.data_dir.rglob("*") if path.suffix in {".jpg", ".jpeg", ".png"})
    assert files == []
    thumb.click()
    settled()
    assert photos.opened
    assert window.focusWidget() is photos.close_press
    (large,) = photos.findChildren(_Large)
    assert large.isVisible()
    assert large.heightForWidth(200) == 150
    assert large.heightForWidth(4000) == 300
    assert "aspirin" in large.accessibleName()
    qtbot.keyClick(photos.close_press, Qt.Key.Key_Escape)
    assert not photos.opened
    assert window.page.form is not None  # Esc led nowhere else
    assert window.focusWidget() is thumb
    thumb.click()
    photos.delete_press.click()
    settled()
    settled()
    assert not photos.thumbs
    assert not photos.opened
    window.foot.undo.click()
    settled()
    settled()
    assert len(photos.thumbs) == 1


def test_what_is_no_picture_is_told_and_nothing_is_kept(window, photos, settled, monkeypatch, tmp_path):
    path = tmp_path / "list.jpg"
    path.write_bytes(b"no picture")
    monkeypatch.setattr(dialogs, "open_path", lambda *_: path)
    photos.add_press.click()
    settled()
    assert window.foot.text == window.context.phrases.error(InputError("photo.unreadable"))[0]
    assert not photos.thumbs
    path.unlink()
    photos.add_press.click()
    settled()
    assert str(path) in window.foot.text


def test_a_photo_waits_until_the_medicine_is_written_down(window, settled):
    window.go("medicines", "new")
    settled()
    photos = window.page.form.photos
    assert photos.thumbs == []
    photos.refresh()
    assert not photos.busy
    assert not any("add_press" in name for name in vars(photos))


def test_a_fault_of_the_program_is_handed_on(window, photos, qtbot):
    with qtbot.waitSignal(window.context.bridge.crashed):
        photos._run(lambda: 1 / 0)
    assert not photos.busy
