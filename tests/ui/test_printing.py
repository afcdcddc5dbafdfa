"""Printing through the real window, onto PDF files that stand for sheets of paper."""

from io import BytesIO
from threading import Event
from time import monotonic

import pypdfium2
import pytest
from PIL import ImageChops
from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas
from sheets_of_paper import Chosen

from handbook.domain import MachineError, Measured, PrinterSides
from handbook.tasks import PrintPages
from handbook.ui import dialogs, printing
from handbook.ui.saving import SheetOut
from handbook.ui.widgets.turning import TurnDialog

MM = 72 / 25.4
A4, CARD = (210.0, 297.0), (85.6, 53.98)
FRONT, BACK = Measured(99.0, 101.0, 23.5, 21.0), Measured(101.5, 100.5, 20.0, 24.5)
MARKS = ((30.0, 40.0), (180.0, 60.0), (40.0, 170.0), (170.0, 190.0))
"""Middles of black squares, from the top left corner in mm."""


def marked(count, *, size=A4, duplex="Simplex", marks=MARKS):
    """Pages with black squares of 4 mm; page n has only the first ``n + 1`` of them."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(size[0] * MM, size[1] * MM), invariant=1)
    canvas.setViewerPreference("Duplex", duplex)
    for page in range(count):
        for x, y in marks[: page + 1] if count <= len(marks) else marks:
            canvas.rect((x - 2) * MM, (size[1] - y - 2) * MM, 4 * MM, 4 * MM, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def sheets(path, dpi=300):
    """The printed sheets as grey pictures."""
    document = pypdfium2.PdfDocument(path)
    pictures = [page.render(scale=dpi / 72, grayscale=True).to_pil().copy() for page in document]
    document.close()
    return pictures


def ink(picture, near, reach):
    """Where there is ink within ``reach`` mm of a point of an A4 sheet: left, top, right, bottom in mm; None."""
    # Qt's A4 is 595 x 842 points, and a picture has whole pixels.
    dots = [pixels / (points * 25.4 / 72) for pixels, points in zip(picture.size, (595, 842), strict=True)]
    left, top = (round((length - reach) * each) for length, each in zip(near, dots, strict=True))
    part = picture.crop((left, top, left + round(2 * reach * dots[0]), top + round(2 * reach * dots[1])))
    box = part.point(lambda value: 255 * (value < 128)).getbbox()
    return box and tuple((length + (left, top)[n % 2]) / dots[n % 2] for n, length in enumerate(box))


def middle(picture, near):
    """The middle of the square that lies near a point, in mm."""
    left, top, right, bottom = ink(picture, near, 8)
    return (left + right) / 2, (top + bottom) / 2


def squares(picture):
    """How many of the squares are on a sheet."""
    return sum(ink(picture, mark, 4) is not None for mark in MARKS)


def lands(measured, point):
    """What the printer of these measures does to a point."""
    return (
        measured.left + measured.across / 100 * (point[0] - 22),
        measured.top + measured.down / 100 * (point[1] - 22),
    )


def paint(pdf, target, *, dpi=300, two_sided=False, steps=None, **way):
    """Print without a window."""
    document = PrintPages(pdf)
    printer = QPrinter()
    printer.setOutputFileName(str(target))
    printer.setResolution(dpi)
    dialogs.prepare(printer, document.sizes, "none")
    steps = steps or printing.steps_of(range(len(document.sizes)), two_sided=two_sided)
    done = printing.paint(document, printer, steps, printing.Way(**way), stop=Event(), tell=lambda _: None)
    document.close()
    return done


@pytest.mark.parametrize("dpi", [203, 300, 600, 1200])
def test_offset_and_scale_of_each_side_are_right_within_a_tenth_of_a_millimetre(qapp, tmp_path, dpi):
    pdf = marked(2, marks=MARKS[:1] + MARKS[3:], duplex="DuplexFlipLongEdge")
    assert paint(pdf, tmp_path / "out.pdf", dpi=dpi, two_sided=True, measured=PrinterSides(FRONT, BACK))
    front, back = sheets(tmp_path / "out.pdf", 600)
    for picture, measured in ((front, FRONT), (back, BACK)):
        sent = middle(picture, MARKS[0])
        assert sent == pytest.approx(measured.correction.point(*MARKS[0]), abs=0.1)
        assert lands(measured, sent) == pytest.approx(MARKS[0], abs=0.1)
    far = middle(back, MARKS[3])
    assert lands(BACK, far) == pytest.approx(MARKS[3], abs=0.1)
    assert far != pytest.approx(MARKS[3], abs=0.5)  # the fault was not too small to be seen


@pytest.mark.parametrize("size", [A4, A4[::-1]])
def test_a_sheet_turned_on_its_short_edge_is_put_right_from_the_other_corner(qapp, tmp_path, size):
    pdf = marked(2, size=size, marks=MARKS[:2])
    paint(pdf, tmp_path / "out.pdf", dpi=600, two_sided=True, tumbled=True, measured=PrinterSides(FRONT, BACK))
    front, back = sheets(tmp_path / "out.pdf", 600)
    for x, y in MARKS[:2]:
        # A page that lies across stands upright on the paper, its top to the left.
        place = (x, y) if size == A4 else (y, A4[1] - x)
        if (x, y) == MARKS[0]:
            assert lands(FRONT, middle(front, place)) == pytest.approx(place, abs=0.1)
        sent = middle(back, place)
        far = lands(BACK, (A4[0] - sent[0], A4[1] - sent[1]))  # as the machine sees the sheet
        assert (A4[0] - far[0], A4[1] - far[1]) == pytest.approx(place, abs=0.1)


def test_by_hand_on_the_short_edge_the_back_stands_on_its_head(qapp, tmp_path):
    paint(marked(1), tmp_path / "out.pdf", steps=((0, "back"),), turned=True)
    (back,) = sheets(tmp_path / "out.pdf", 600)
    place = A4[0] - MARKS[0][0], A4[1] - MARKS[0][1]
    assert middle(back, place) == pytest.approx(place, abs=0.1)


def test_cards_lie_in_the_middle_of_the_sheet_so_that_they_meet(qapp, tmp_path):
    paint(marked(2, size=CARD, marks=((10.0, 10.0), (75.0, 40.0))), tmp_path / "out.pdf")
    front, back = sheets(tmp_path / "out.pdf", 600)
    place = (A4[0] - CARD[0]) / 2 + 10, (A4[1] - CARD[1]) / 2 + 10
    assert middle(front, place) == pytest.approx(place, abs=0.1)
    assert middle(back, place) == pytest.approx(place, abs=0.1)


def test_copies_begin_on_sheets_of_their_own():
    one, two = (0, "front"), (1, "back")
    assert printing.steps_of((0, 1), two_sided=True, copies=2) == (one, two, one, two)
    assert printing.steps_of((0,), two_sided=True, copies=2) == (one, (None, "back"), one)
    assert printing.steps_of((0, 1), two_sided=False) == (one, (1, "front"))


def test_a_printer_that_takes_no_second_page_is_told_and_leaves_no_file(qapp, tmp_path, monkeypatch):
    monkeypatch.setattr(QPrinter, "newPage", lambda _: False)
    with pytest.raises(MachineError) as caught:
        paint(marked(2), tmp_path / "out.pdf")
    assert caught.value.code == "print.refused"
    assert list(tmp_path.iterdir()) == []


# -- through the window ------------------------------------------------------------------------------------------------


@pytest.fixture
def out(window, monkeypatch, tmp_path):
    chosen = Chosen(tmp_path / "printed.pdf")
    monkeypatch.setattr(dialogs, "choose_printer", chosen)
    monkeypatch.setattr(dialogs, "turns_sheets", lambda _: chosen.able)
    return SheetOut(window.context, window.page), chosen


@pytest.fixture
def told(window):
    """The sentence at the foot of the window."""
    return lambda: window.foot.text


@pytest.fixture
def finished(qtbot, settled):
    """Wait until nothing is being printed."""

    def wait(sheet_out):
        qtbot.waitUntil(lambda: not sheet_out.busy, timeout=20_000)
        settled()

    return wait


def test_every_page_is_printed_with_the_measures_of_this_printer_and_the_pdf_stays(
    out, context, finished, told, tmp_path, monkeypatch
):
    sheet_out, chosen = out
    chosen.name, chosen.duplex = "Home", QPrinter.DuplexMode.DuplexAuto
    context.keep(printers={"Home": PrinterSides(FRONT, BACK), "Other": PrinterSides()})
    made = []

    def job():
        made.append(marked(2, duplex="DuplexFlipLongEdge"))
        return made[-1]

    done = []
    sheet_out.printed.connect(done.append)
    sheet_out.print("Card", job, printer="Home")
    finished(sheet_out)
    assert chosen.asked == [("Card", 2, "long", "Home")]
    assert "已送去打印" in told()
    assert done == ["Home"]
    front, back = sheets(chosen.path, 600)
    for picture, measured in ((front, FRONT), (back, BACK)):
        assert lands(measured, middle(picture, MARKS[0])) == pytest.approx(MARKS[0], abs=0.1)
    saved = tmp_path / "saved.pdf"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: saved)
    sheet_out.save("t", "n", job)
    finished(sheet_out)
    assert saved.read_bytes() == made[0] == made[1]


def test_the_proof_itself_is_printed_as_the_printer_prints(out, context, finished):
    sheet_out, chosen = out
    chosen.name = "Home"
    context.keep(printers={"Home": PrinterSides(FRONT, BACK)})
    sheet_out.print("t", lambda: marked(1), corrected=False)
    finished(sheet_out)
    assert middle(sheets(chosen.path, 600)[0], MARKS[0]) == pytest.approx(MARKS[0], abs=0.1)


def test_a_file_that_was_saved_can_be_opened(out, finished, told, window, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url) or len(opened) == 1)
    sheet_out, _ = out
    path = tmp_path / "Saved here.pdf"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: path)
    sheet_out.save("t", "n", lambda: marked(1))
    assert not window.foot.offer.isVisible()
    finished(sheet_out)
    assert window.foot.offer.accessibleName() == "打开看看"
    window.foot.offer.click()
    assert opened == [QUrl.fromLocalFile(str(path))]
    window.foot.offer.click()
    assert str(path) in told()
    assert "没有能打开它的程序" in told()
    assert not window.foot.offer.isVisible()


def test_a_long_job_is_stopped_says_so_and_leaves_nothing(out, window, finished, told, qtbot):
    sheet_out, chosen = out
    seen = []
    window.context.offered.connect(lambda sentence, *_: seen.append(sentence))
    sheet_out.print("t", lambda: marked(30))
    qtbot.waitUntil(lambda: len(seen) >= 2, timeout=20_000)
    assert seen[0] == "正在打印第 1 页，共 30 页"
    window.context.keep(scale=125)  # the page that asked for it is gone
    qtbot.waitUntil(window.foot.offer.isVisible, timeout=20_000)
    assert window.foot.offer.text() == "停止打印"
    window.foot.offer.click()
    qtbot.waitUntil(lambda: "已停止打印" in told(), timeout=20_000)
    assert len(seen) < 30
    assert not chosen.path.exists()


def test_the_window_stays_alive_while_pages_are_printed(out, finished):
    sheet_out, chosen = out
    chosen.resolution = 600
    waits, last = [], monotonic()
    sheet_out.print("t", lambda: marked(2))
    while sheet_out.busy:
        QApplication.processEvents()
        waits.append(monotonic() - last)
        last = monotonic()
    finished(sheet_out)
    assert len(sheets(chosen.path, 72)) == 2
    assert sorted(waits)[-len(waits) // 100] < 0.1  # a strip, not a page, is what the window may wait for


@pytest.mark.parametrize("broken", ["begin", "state"])
def test_a_printer_that_refuses_is_told(out, finished, told, monkeypatch, broken):
    sheet_out, _ = out
    if broken == "begin":
        monkeypatch.setattr(QPainter, "begin", lambda *_: False)
    else:
        monkeypatch.setattr(QPrinter, "printerState", lambda _: QPrinter.PrinterState.Error)
    sheet_out.print("t", lambda: marked(2))
    finished(sheet_out)
    assert "打印机没有接受" in told()


def test_more_than_fifty_pages_are_asked_about(out, finished, told, monkeypatch):
    sheet_out, chosen = out
    asked = []
    monkeypatch.setattr(dialogs, "sure", lambda *words: asked.append(words[2:]))
    chosen.copies = 17
    sheet_out.print("t", lambda: marked(3))
    finished(sheet_out)
    assert asked == [("一共要打印 51 页。", "打印 51 页", "不打印")]
    assert "没有打印" in told()
    assert not chosen.path.exists()
    monkeypatch.setattr(printing, "MANY", 6)
    chosen.copies = 2
    sheet_out.print("t", lambda: marked(3))
    finished(sheet_out)
    assert len(asked) == 1  # as many as that are printed unasked
    assert chosen.path.exists()


@pytest.mark.parametrize(("key", "meant"), [(Qt.Key.Key_Return, False), (Qt.Key.Key_Escape, False), (None, True)])
def test_the_question_is_answered_no_by_enter_and_escape(window, qtbot, key, meant):
    def answer():
        box = QApplication.activeModalWidget()
        assert box.text() == "60 pages"
        assert all(press.height() >= window.context.theme.target for press in box.buttons())  # dressed as the window
        if key is None:
            next(press for press in box.buttons() if press.text() == "print").click()
        else:
            qtbot.keyClick(box, key)

    QTimer.singleShot(0, answer)
    assert dialogs.sure(window, "title", "60 pages", "print", "leave it") is meant


def test_going_back_in_the_dialog_prints_nothing(out, finished, monkeypatch, window):
    sheet_out, chosen = out
    monkeypatch.setattr(dialogs, "choose_printer", lambda *_: None)
    sheet_out.print("t", lambda: marked(2))
    finished(sheet_out)
    assert not chosen.path.exists()
    assert not window.foot.isVisible()


def test_a_page_too_large_for_the_paper_is_told_before_anything_is_printed(out, finished, told):
    sheet_out, chosen = out
    chosen.paper = (100.0, 148.0)
    sheet_out.print("t", lambda: marked(1))
    finished(sheet_out)
    assert "210 × 297" in told()
    assert "100 × 148" in told()
    assert not chosen.path.exists()


def test_only_the_pages_that_were_asked_for(out, finished):
    sheet_out, chosen = out
    chosen.pages, chosen.copies = "2-3", 2
    sheet_out.print("t", lambda: marked(4))
    finished(sheet_out)
    assert [squares(sheet) for sheet in sheets(chosen.path)] == [2, 3, 2, 3]


@pytest.mark.parametrize("last_first", [False, True])
def test_without_duplex_fronts_then_the_stack_is_turned_then_backs(
    out, window, context, finished, told, qtbot, last_first
):
    sheet_out, chosen = out
    chosen.able, chosen.name = False, "Home"
    context.keep(printers={"Home": PrinterSides(FRONT, BACK)})
    sheet_out.print("t", lambda: marked(3, duplex="DuplexFlipLongEdge"))
    qtbot.waitUntil(lambda: window.findChild(TurnDialog) is not None, timeout=20_000)
    dialog = window.findChild(TurnDialog)
    assert [squares(sheet) for sheet in sheets(chosen.path)] == [1, 3]
    assert sheet_out.busy
    assert not dialog.isModal()
    assert dialog.last.isVisible()
    dialog.last.setChecked(last_first)
    dialog.go_on.click()
    finished(sheet_out)
    backs = sheets(chosen.path, 600)
    assert [squares(sheet) for sheet in backs] == ([0, 2] if last_first else [2, 0])
    back = backs[1] if last_first else backs[0]
    assert lands(BACK, middle(back, MARKS[0])) == pytest.approx(MARKS[0], abs=0.1)
    assert "已送去打印" in told()


def test_backs_can_be_left_out(out, window, finished, told, qtbot):
    sheet_out, chosen = out
    chosen.able = False
    sheet_out.print("t", lambda: marked(2, duplex="DuplexFlipShortEdge"))
    qtbot.waitUntil(lambda: window.findChild(TurnDialog) is not None, timeout=20_000)
    dialog = window.findChild(TurnDialog)
    assert not dialog.last.isVisible()  # of one sheet nobody asks which comes first
    dialog.give_up.click()
    finished(sheet_out)
    assert "背面没有打" in told()


def test_where_two_sides_only_save_paper_a_printer_without_duplex_prints_one_page_a_sheet(out, finished):
    sheet_out, chosen = out
    chosen.able = False
    sheet_out.print("t", lambda: marked(3, duplex="DuplexFlipLongEdge"), backs=False)
    finished(sheet_out)
    assert [squares(sheet) for sheet in sheets(chosen.path)] == [1, 2, 3]
    assert chosen.duplex == QPrinter.DuplexMode.DuplexNone


@pytest.mark.parametrize(("theme", "scale"), [("day", 100), ("night", 200), ("contrast", 150)])
def test_how_to_turn_the_stack_is_read_whole(window, context, settled, theme, scale):
    window.resize(QSize(1024, 640))
    context.keep(theme=theme, scale=scale, language="en")
    settled()
    dialog = TurnDialog(context, window, sheets=3)
    dialog.show()
    settled()
    assert dialog.size().width() <= 1024
    assert dialog.size().height() <= 640
    assert dialog.go_on.hasFocus()
    assert dialog.styleSheet() == window.centralWidget().styleSheet()
    assert dialog.sheet.horizontalScrollBar().maximum() == 0
    dialog.close()


# -- the system's side -------------------------------------------------------------------------------------------------


def test_the_dialog_begins_with_the_paper_and_the_edge_of_the_pdf(window, monkeypatch):
    seen = []

    class Dialog(dialogs.QPrintDialog):
        def exec(self):
            seen.append((self.windowTitle(), self.styleSheet()))
            return self.DialogCode.Accepted if len(seen) == 1 else self.DialogCode.Rejected

    monkeypatch.setattr(dialogs, "QPrintDialog", Dialog)
    wished = []
    monkeypatch.setattr(dialogs.QPrinter, "setDuplex", lambda _, mode: wished.append(mode))
    printer = dialogs.choose_printer(window, "Title", [A4[::-1]], "short", "None of that name")
    assert wished == [QPrinter.DuplexMode.DuplexShortSide]
    assert printer.pageLayout().pageSize().id() == dialogs.QPageSize.PageSizeId.A4
    assert printer.fullPage()
    assert dialogs.choose_printer(window, "Title", [CARD], "none") is None
    assert seen == [("Title", window.centralWidget().styleSheet())] * 2
    assert "QDialog" in seen[0][1]
    assert dialogs.printer_names() == []
    assert not dialogs.turns_sheets(QPrinter())


def test_the_picture_in_the_file_is_the_page_itself(qapp, tmp_path):
    pdf = marked(1)
    paint(pdf, tmp_path / "out.pdf")
    (tmp_path / "in.pdf").write_bytes(pdf)
    (printed,), (drawn,) = sheets(tmp_path / "out.pdf", 100), sheets(tmp_path / "in.pdf", 100)
    difference = ImageChops.difference(printed.resize(drawn.size), drawn).point(lambda value: 255 * (value > 160))
    assert difference.getbbox() is None
