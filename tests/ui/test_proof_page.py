"""The printer proof in the window: printed, measured, kept for one printer, printed again, forgotten."""

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QRadioButton
from sheets_of_paper import Chosen
from test_reach import cut, place_of, show, walk

from handbook import settings
from handbook.domain import Measured, PrinterSides
from handbook.ui import dialogs

NAMES = ["Home", "Office"]
FRONT = {"across": "99,5", "down": "100", "left": "２３．５ mm", "top": "21。5毫米"}
BACK = {"across": "100.5", "down": "99", "left": "22", "top": "25"}


@pytest.fixture
def printers(monkeypatch):
    names = list(NAMES)
    monkeypatch.setattr(dialogs, "printer_names", lambda: names)
    return names


@pytest.fixture
def page(printers, window, settled):
    window.go("proof", "")
    settled()
    return window.page


@pytest.fixture
def chosen(monkeypatch, tmp_path):
    made = Chosen(tmp_path / "printed.pdf")
    monkeypatch.setattr(dialogs, "choose_printer", made)
    monkeypatch.setattr(dialogs, "turns_sheets", lambda _: True)
    return made


def fill(page, write, side, values):
    """Type one side."""
    for key, text in values.items():
        write(page._inputs[side, key], text)
        page._inputs[side, key].textEdited.emit(text)


def text(path):
    """The words of a PDF that was saved."""
    document = pypdfium2.PdfDocument(path)
    found = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return found


def test_it_is_one_step_from_the_card(window, settled):
    window.go("card", "")
    settled()
    next(b for b in window.page.findChildren(QPushButton) if b.text() == "打印机校准").click()
    assert window.place == "proof"


def test_without_a_printer_the_page_can_be_saved_and_nothing_is_asked(window, settled, monkeypatch, tmp_path):
    path = tmp_path / "proof.pdf"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: path)
    window.go("settings", "")
    settled()
    next(b for b in window.page.findChildren(QPushButton) if b.text() == "打开打印机校准").click()
    settled()
    page = window.page
    assert window.place == "proof"
    assert not page.print_button.isVisible()
    assert not any(field.isVisible() for field in page._inputs.values())
    next(press for press in page.findChildren(QRadioButton) if press.property("key") == "letter").click()
    page.save_button.click()
    settled()
    assert "Left edge of the paper" in text(path)
    document = pypdfium2.PdfDocument(path)
    assert document.get_page_size(1) == pytest.approx((612, 792), abs=0.1)
    document.close()


def test_what_was_measured_is_kept_for_this_printer_and_can_be_taken_back(
    page, window, context, write, settled, open_window
):
    page.printers.setCurrentIndex(1)
    fill(page, write, "front", FRONT)
    fill(page, write, "back", BACK)
    page.keep_button.click()
    settled()
    kept = PrinterSides(Measured(99.5, 100, 23.5, 21.5), Measured(100.5, 99, 22, 25))
    assert settings.load(context.data_dir).printers == {"Office": kept}
    assert "正面：偏右 1.5 毫米，偏上 0.5 毫米；100 毫米印成横 99.5、竖 100" in page._kept.text()
    assert "背面：左右不偏，偏下 3 毫米" in page._kept.text()
    assert {field.text() for field in page._inputs.values()} == {""}
    page.printers.setCurrentIndex(0)
    assert "按原样打印" in page._kept.text()
    assert not page.again_button.isVisible()
    window.foot.offer.click()
    assert settings.load(context.data_dir).printers == {}
    assert "改回去了：Office" in window.foot.text


def test_a_printer_s_measures_are_found_again_and_forgotten(window, context, settled, monkeypatch):
    context.keep(printers={"Gone": PrinterSides(front=Measured(left=20.0))})
    window.go("proof", "")  # it is not plugged in today, and can be forgotten all the same
    settled()
    page = window.page
    assert page.printers.currentData() == "Gone"
    assert "正面：偏左 2 毫米，上下不偏" in page._kept.text()
    assert "背面：没有偏差，或没有量" in page._kept.text()
    page.forget_button.click()
    assert settings.load(context.data_dir).printers == {}
    window.foot.offer.click()
    assert settings.load(context.data_dir).printers == {"Gone": PrinterSides(front=Measured(left=20.0))}
    assert page.again_button.isVisible()


def test_nonsense_is_asked_about_and_never_changed(page, context, write, settled):
    fill(page, write, "front", {"across": "10.1", "down": "九十九", "left": "", "top": "22"})
    page.keep_button.click()
    faults = [page._fields["front", key].fault_text for key in FRONT]
    assert "厘米" in faults[0]
    assert "「九十九」不像一个长度" in faults[1]
    assert "空着" in faults[2]
    assert faults[3] == ""
    assert page.window().focusWidget() is page._inputs["front", "across"]
    assert page._inputs["front", "across"].text() == "10.1"
    assert context.settings.printers == {}
    fill(page, write, "front", {"across": "101"})
    assert page._fields["front", "across"].fault_text == ""


def test_one_side_may_be_left_out_but_not_both(page, context, write, settled):
    page.keep_button.click()
    assert "先量好" in page._fault.text()
    assert context.settings.printers == {}
    fill(page, write, "front", FRONT)
    page.keep_button.click()
    assert context.settings.printers["Home"].back == Measured()


def test_what_was_typed_survives_another_text_size(page, window, context, write, settled):
    page.printers.setCurrentIndex(1)
    fill(page, write, "back", {"down": "99,"})
    context.keep(scale=125)
    settled()
    assert window.page is not page
    assert window.page._inputs["back", "down"].text() == "99,"
    assert window.page.printers.currentData() == "Office"


def test_the_first_proof_shows_the_faults_and_the_second_none(page, window, context, chosen, settled, monkeypatch):
    """What was printed on is the printer that is measured, whichever stood there before."""
    context.keep(printers={"New": PrinterSides(front=Measured(left=20.0))})
    asked = []
    monkeypatch.setattr(page._out, "print", lambda title, job, **more: asked.append((text(job()), more)))
    page.print_button.click()
    page._printed_on("New")
    assert page.printers.currentData() == "New"
    page.again_button.click()
    (first, how), (again, how_again) = asked
    assert how == {"corrected": False, "printer": "Home"}
    assert how_again == {"printer": "New"}
    assert "____" in first or "mm" in first
    assert "再印一张看看" in again
    assert "再印一张看看" not in first


def test_the_proof_goes_to_the_printer(page, window, chosen, settled):
    chosen.name = "Office"
    page.print_button.click()
    settled()
    assert [(count, flip, name) for _, count, flip, name in chosen.asked] == [(2, "long", "Home")]
    assert page.printers.currentData() == "Office"
    assert "已送去打印" in window.foot.text


@pytest.mark.parametrize("look", [("zh-Hans", 200), ("en", 100), ("en", 200)])
def test_it_is_read_whole_and_reached_by_keyboard(page, window, context, settled, qtbot, look):
    context.keep(printers={"Home": PrinterSides(front=Measured(left=20.0))})
    show(window, settled, look, (1024, 640))
    window.page.keep_button.click()
    settled()
    assert cut(window) == []

    order, unseen = walk(window, qtbot)
    assert unseen == []
    content = window.page.content
    for press in (window.page.print_button, window.page.keep_button, window.page.again_button, window.page.printers):
        assert press in order
    tops = [place_of(part, content).top() for part in order if content.isAncestorOf(part)]
    assert look[1] != 200 or tops == sorted(tops)
    window.page.print_button.setFocus(Qt.FocusReason.TabFocusReason)
    assert window.focusWidget() is window.page.print_button
