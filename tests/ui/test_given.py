"""A kit or a backup that is handed to the program: shown, not used; a locked record is waited for."""

import os

import pytest
from click.testing import CliRunner
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QLabel

from clinic.kits import kit
from handbook import clinic
from handbook.commands import cli
from handbook.domain import Medicine
from handbook.record import new_recovery_code
from handbook.ui import app as start
from handbook.ui.given import GivenFile


def told(page):
    return "\n".join(found.text() for found in page.findChildren(QLabel) if not found.isHidden())


@pytest.fixture
def kit_file(tmp_path):
    path = tmp_path / "from-usb.handbook-kit"
    path.write_bytes(kit())
    return path


def test_a_kit_is_shown_and_not_used(window, settled, kit_file, tmp_path):
    given = GivenFile(window)
    given.take(kit_file)
    settled()
    assert window.place == "kit"
    assert "021-5555 0120" in told(window.page)
    assert clinic.installed_kit(window.context.data_dir) is None
    for name in ("none.handbook-kit", "FROM-USB.HANDBOOK-KIT"):  # a second one takes the place of the first
        given.take(tmp_path / name)
        settled()
        assert window.page.candidate is None
        assert "找不到这个文件" in told(window.page)


def test_a_backup_is_tested_and_the_way_back_is_offered(window, settled, act, tmp_path):
    act(lambda store: store.add_medicine(Medicine("m1", "阿昔洛韦")))
    path = tmp_path / "car-t-2026-11-22.db"
    window.context.bridge.record.back_up(path).result()
    GivenFile(window).take(path)
    settled()
    assert window.place == "keep"
    assert path.name in window.page.backups.result.text()
    assert window.page.backups.restoring.isVisibleTo(window)
    assert not list(window.context.data_dir.glob("record-*")), "nothing is restored by looking"
    path.write_bytes(b"something else")
    GivenFile(window).take(path)
    settled()
    assert "car-t-2026-11-22.db" in window.page.backups.result.text()
    assert not window.page.backups.restoring.isVisibleTo(window), "there is nothing to go back to"


def test_what_has_no_end_is_not_read(window, settled, tmp_path):
    os.mkfifo(tmp_path / "endless.handbook-kit")
    GivenFile(window).take(tmp_path / "endless.handbook-kit")
    settled()
    assert window.place == "today"
    assert "endless.handbook-kit" in window.foot.text


def test_a_locked_record_is_waited_for(window, settled, act, kit_file):
    act(lambda store: store.add_medicine(Medicine("m1", "阿昔洛韦")))
    window.context.bridge.record.set_passphrase("sample passphrase 2026", new_recovery_code()).result()
    window.lock()
    settled()
    GivenFile(window).take(kit_file)
    settled()
    assert window.place == "shut"
    assert kit_file.name in window.foot.text
    window.page.secret.edit.setText("sample passphrase 2026")
    window.page.press.click()
    settled()
    assert window.context.closed is None
    assert window.place == "kit"
    assert window.page.candidate is not None


def test_macos_tells_the_running_program_and_other_systems_do_not(window, settled, kit_file):
    event = QFileOpenEvent(QUrl.fromLocalFile(str(kit_file)))
    GivenFile(window, platform="linux")
    QCoreApplication.sendEvent(QCoreApplication.instance(), event)
    settled()
    assert window.place == "today"
    given = GivenFile(window, platform="darwin")
    QCoreApplication.sendEvent(QCoreApplication.instance(), event)
    QCoreApplication.instance().removeEventFilter(given)
    settled()
    assert window.place == "kit"


def test_the_command_line_hands_it_over(tmp_path, monkeypatch, kit_file):
    shown = []
    made = start.MainWindow

    def make(context):
        shown.append(made(context))
        return shown[0]

    monkeypatch.setattr(start, "MainWindow", make)
    monkeypatch.setattr("handbook.commands.window._leave", int)  # it ends the process, which here is that of the tests
    monkeypatch.chdir(kit_file.parent)
    done = CliRunner().invoke(cli, ["--data-dir", str(tmp_path / "data"), "--smoke", "--open", kit_file.name])
    assert (done.exit_code, done.stderr) == (0, "")
    assert shown[0].place == "kit"
    shown[0].deleteLater()
