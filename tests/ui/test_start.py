"""Starting: what is shown when the record cannot be opened, and Qt's own words."""

import os
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLabel

from handbook.domain import Dose, Told
from handbook.ui import app as start
from handbook.ui import people
from handbook.ui.app import application


def overwritten(path):
    path.write_bytes(b"not a database, " * 400)


def flipped(path):
    """One bit in a date, in the entry and in its history: still a sound database."""
    data = path.read_bytes()
    assert b"2026-11-02T" in data
    path.write_bytes(data.replace(b"2026-11-02T", b"202v-11-02T"))


@pytest.mark.parametrize("damage", [overwritten, flipped])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_a_damaged_record_is_told_in_the_window_with_the_number_and_left_alone(
    open_window, settled, tmp_path, language, monkeypatch, capsys, damage
):
    window = open_window(tmp_path / "data")
    window.context.bridge.do(lambda store: store.set_number("phone_24h", Told("021-0000 1111")))
    window.context.bridge.do(lambda store: store.add_dose(Dose("d", "m", datetime(2026, 11, 2, 8, tzinfo=UTC))))
    settled(window)
    window.close()
    path = tmp_path / "data" / people.FIRST / "record.db"
    damage(path)
    before = path.read_bytes()
    shown = []
    made = start.MainWindow

    def make(context):
        shown.append(made(context))
        return shown[0]

    monkeypatch.setattr(start, "MainWindow", make)
    assert start.run_window(tmp_path / "data", language=language, smoke=True) == 1
    texts = [part.text() for part in shown[0].findChildren(QLabel)]
    assert "021-0000 1111" in texts
    assert any("120" in text for text in texts)
    assert capsys.readouterr().err.strip() in "\n".join(texts)
    assert path.read_bytes() == before
    shown[0].deleteLater()


def test_the_window_opens_and_closes_by_itself_in_a_smoke_run(tmp_path):
    assert start.run_window(tmp_path / "data", smoke=True) == 0


def test_the_print_service_is_asked_by_no_network_unless_somebody_wants_it(qapp, monkeypatch):
    for chosen, used in ((None, start.PRINT_SERVICE), ("printers.example:631", "printers.example:631")):
        monkeypatch.delenv("CUPS_SERVER", raising=False)
        if chosen:
            monkeypatch.setenv("CUPS_SERVER", chosen)
        application()
        assert os.environ["CUPS_SERVER"] == used
        monkeypatch.undo()


def test_no_bus_is_started_where_the_session_names_none(qapp, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    for chosen, used in ((None, f"unix:path={tmp_path}/bus"), ("unix:path=/own", "unix:path=/own")):
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
        if chosen:
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", chosen)
        application()
        assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == used


def test_chinese_input_by_fcitx_goes_the_way_of_ibus(qapp, monkeypatch):
    for chosen, used in (("fcitx", "ibus"), ("fcitx5", "ibus"), ("compose", "compose")):
        monkeypatch.setenv("QT_IM_MODULE", chosen)
        application()
        assert os.environ["QT_IM_MODULE"] == used


def test_qts_own_words_follow_the_language_of_the_window(window, settled, context):
    application()
    assert QCoreApplication.translate("QLineEdit", "&Copy") == "复制(&C)"
    context.keep(language="en")
    settled()
    assert QCoreApplication.translate("QLineEdit", "&Copy") == "&Copy"
