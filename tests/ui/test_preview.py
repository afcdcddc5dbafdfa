"""The card as it prints, seen: every choice, its pages, its size in millimetres, and what cannot be had together."""

from io import BytesIO
from types import SimpleNamespace

import pytest
import zxingcpp
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication, QRadioButton
from reportlab.pdfgen.canvas import Canvas

from handbook import tasks
from handbook.ui import dialogs, true_size

CARD = 85.60
MM = 25.4 / 72


def choose(page, key):
    """Press one of the round buttons."""
    next(press for press in page.findChildren(QRadioButton) if press.property("key") == key).click()


def sizes(page):
    """The pages of the preview in whole millimetres."""
    return [(round(width * MM), round(height * MM)) for width, height in page.preview.view._points]


def seen(view):
    """What is on the screen of the preview."""
    shown = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    return Image.frombytes(
        "L", (shown.width(), shown.height()), bytes(shown.constBits()), "raw", "L", shown.bytesPerLine()
    )


@pytest.fixture
def card(sample_window, settled):
    """The card page of the sample family."""
    sample_window.go("card", "")
    settled()
    return sample_window.page


def test_every_choice_changes_what_is_seen_and_saved(card, settled, monkeypatch, tmp_path):
    path = tmp_path / "card.pdf"
    monkeypatch.setattr(dialogs, "save_path", lambda *_: path)
    assert sizes(card) == [(297, 210)]
    for key, expected in (
        ("letter", [(279, 216)]),
        ("fold", [(216, 279)]),
        ("a4", [(210, 297)]),
        ("large-print", [(210, 297)]),
        ("zh-Hans+en", [(210, 297)] * 2),
        ("bank", [(86, 54)] * 8),
        ("family", [(86, 54)] * 4),
        ("en", [(86, 54)] * 2),
    ):
        choose(card, key)
        settled()
        assert sizes(card) == expected, key
        shown = card.preview.view._pdf
        card.save_button.click()
        settled()
        assert path.read_bytes() == shown, key
    card.choices._code.click()
    settled()
    assert sizes(card) == [(86, 54)] * 4


def test_how_to_fold_is_shown_where_something_is_folded(card, settled):
    shown = {}
    for key in ("booklet", "fold", "bank", "large-print"):
        choose(card, key)
        settled()
        shown[key] = [name for name, parts in card._folds.items() if all(part.isVisible() for part in parts)]
    assert shown == {"booklet": ["fold-booklet"], "fold": ["fold-card"], "bank": [], "large-print": []}


def test_front_and_back_are_turned_by_button_and_by_key(card, settled, qtbot):
    choose(card, "bank")
    settled()
    preview, view = card.preview, card.preview.view
    assert (view.numbers, view.cards) == ([0, 1], 2)
    first = seen(view).tobytes()
    preview.next_button.click()
    settled()
    assert view.numbers == [2, 3]
    assert "3" in view.accessibleName()
    assert seen(view).tobytes() != first
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    settled()
    assert view.numbers == [0, 1]
    preview.previous_button.click()
    assert view.numbers == [2, 3]  # round to the last
    choose(card, "booklet")
    settled()
    assert not preview.next_button.isVisible()


def test_a_measured_screen_shows_a_card_as_large_as_it_is(card, sample_window, settled, qtbot, context):
    choose(card, "bank")
    settled()
    view = card.preview.view
    card.preview.measure_button.click()
    settled()
    screen = sample_window.page
    assert not screen.forget_button.isVisible()
    system = screen.slider.value()
    screen.slider.setFocus()
    qtbot.keyClick(screen.slider, Qt.Key.Key_Right)
    assert screen.slider.value() == system + 1
    screen.smaller_button.click()
    assert screen.slider.value() == system
    screen.larger_button.click()
    assert context.settings.screens == {}  # nothing is kept by trying
    screen.slider.setValue(401)
    assert "401" in screen.slider.accessibleDescription()
    assert screen.outline.card.width() == 401
    screen.keep_button.click()
    settled()
    (kept,) = context.settings.screens.values()
    assert kept.dots == pytest.approx(401 / CARD)
    assert str(kept.measured) in screen._state.text()
    screen.back_button.click()
    settled()
    assert str(kept.measured) in card.preview._state.text()
    card.preview.true_button.click()
    settled()
    assert view.page_rect(0).width() / kept.dots == pytest.approx(CARD, abs=0.5)
    assert view.page_rect(0).height() / kept.dots == pytest.approx(53.98, abs=0.5)
    view.verticalScrollBar().setValue(0)
    settled()
    shown, row = seen(view), round(view.page_rect(0).y()) + 4
    white = sum(shown.getpixel((x, row)) == 255 for x in range(shown.width))
    assert white / kept.dots == pytest.approx(CARD, abs=0.5)
    assert (
        view._parts[0].image.width() == view.page_rect(0).width() == pytest.approx(401, abs=1)
    )  # a pixel of the card is a pixel of the screen
    sample_window.go("screen", "")
    sample_window.page.forget_button.click()
    settled()
    assert context.settings.screens == {}
    assert sample_window.page.slider.value() == system


def test_what_is_being_set_survives_a_change_of_the_text_size(sample_window, settled, context):
    sample_window.go("screen", "")
    sample_window.page.slider.setValue(1300)  # wider than the page: the card stands upright
    context.keep(scale=200)
    settled()
    outline = sample_window.page.outline
    assert sample_window.page.slider.value() == 1300
    assert outline.card.height() == 1300
    assert outline.card.width() <= outline.width()


def test_a_screen_that_says_nonsense_is_not_believed(card, context, monkeypatch):
    projector = SimpleNamespace(physicalDotsPerInch=lambda: 3.0, name=lambda: "projector")
    monkeypatch.setattr(card, "screen", lambda: projector)
    assert true_size.dots(context, card) == pytest.approx(96 / 25.4)


def test_keys_and_wheel_zoom_and_move_without_holding_more_than_is_seen(card, settled, qtbot):
    view = card.preview.view
    view.setFocus()
    whole = view.page_rect(0)
    assert view.mode == "fit"
    for _ in range(16):
        qtbot.keyClick(view, Qt.Key.Key_Plus)
    settled()
    assert view.zoom == pytest.approx(10)
    assert "1000 %" in view.accessibleDescription()
    part = view._parts[0].image
    assert part.width() * part.height() < 1.6 * view.width() * view.height()
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()
    middle = across.value(), down.value()
    assert middle[0] == pytest.approx(across.maximum() / 2, rel=0.02)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(view, key)
    assert across.value() < middle[0]
    assert down.value() < middle[1]
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(view, key)
    settled()
    assert (across.value(), down.value()) == middle
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(view.viewport(), QPoint(60, 80))
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 80))
    assert (across.value(), down.value()) == (middle[0] + 40, middle[1] + 20)
    qtbot.keyClick(view, Qt.Key.Key_Minus)
    assert view.zoom == pytest.approx(8)
    card.preview.larger_button.click()
    card.preview.smaller_button.click()
    assert view.zoom == pytest.approx(8)
    qtbot.keyClick(view, Qt.Key.Key_1)
    assert view.zoom == pytest.approx(1)
    assert card.preview.true_button.isChecked()
    at = QPointF(50, 50)
    turned = QWheelEvent(
        at, view.mapToGlobal(at), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), turned)
    assert view.zoom == pytest.approx(1.25)
    for _ in range(30):
        qtbot.keyClick(view, Qt.Key.Key_Minus)
    settled()
    assert view.page_rect(0).width() == pytest.approx(whole.width() / 2, abs=2)
    card.preview.fit_button.click()
    settled()
    assert view.page_rect(0) == whole


def test_the_code_is_read_from_the_screen(card, settled, context):
    choose(card, "bank")
    choose(card, "family")
    choose(card, "zh-Hans+en")
    card.choices._code.click()
    settled()
    view, texts = card.preview.view, []
    for _ in range(view.cards):
        texts += [code.text for code in zxingcpp.read_barcodes(seen(view))]
        view.turn(1)
        settled()
    assert len(texts) == 2
    assert all("000-1234 5678" in text for text in texts)
    choose(card, "booklet")
    settled()
    assert card.choices._note.text() == card.say("note_code")
    view.zoom_by(2.5 / view.zoom)
    for bar, part in ((view.horizontalScrollBar(), 0.655), (view.verticalScrollBar(), 0.77)):  # the last panel
        bar.setValue(round(part * bar.maximum()))
    settled()
    found = [code.text for code in zxingcpp.read_barcodes(seen(view))]
    assert found == texts[:1]  # the first language


def test_what_cannot_be_had_together_is_not_offered_and_said(card, settled):
    choices = card.choices
    choices._code.click()
    choose(card, "doctor")
    settled()
    assert not choices._code.isVisible()
    assert choices._note.text() == card.say("note_doctor")
    assert not choices.code
    choose(card, "large-print")
    settled()
    assert choices.which == "both"  # the family's page; of a doctor's there is none
    assert not any(part.isVisible() for part in choices._which)
    assert not choices._code.isVisible()
    assert choices._note.text() == card.say("note_large-print")
    assert card._fault.isHidden()
    choose(card, "bank")
    settled()
    assert choices.which == "doctor"  # as it was chosen
    assert not any(part.isVisible() for part in choices._paper)
    choose(card, "both")
    settled()
    assert choices._note.text() == card.say("note_bank")
    assert choices.code
    assert len(sizes(card)) == 6


def test_habits_are_kept_over_a_restart_and_the_card_asked_for_once_is_not(open_window, settled):
    first = open_window()
    first.go("card", "")
    settled(first)
    for key in ("fold", "zh-Hans+en", "letter", "doctor"):
        choose(first.page, key)
    first.page.choices._code.click()  # of a doctor's card alone it is not seen
    settled(first)
    true_size.keep(first.context, first.page, 401, first.context.today())
    first.close()
    again = open_window()
    again.go("card", "")
    settled(again)
    choices = again.page.choices
    checked = {press.property("key") for press in again.page.findChildren(QRadioButton) if press.isChecked()}
    assert checked == {"fold", "zh-Hans+en", "letter", "both"}
    assert (choices.format, choices.paper, choices.which, choices.code) == ("fold", "letter", "both", True)
    assert true_size.measured(again.context, again.page) == true_size.measured(first.context, first.page) is not None


@pytest.mark.parametrize(
    ("form", "key"), [("booklet", "hospital"), ("fold", "hospital"), ("bank", "hospital"), ("large-print", "product")]
)
def test_what_is_too_long_is_said_beside_its_field_in_place_of_the_card(card, settled, write, form, key):
    choose(card, form)
    settled()
    if form == "large-print":  # a whole page for the same words
        for other in ("product_generic", "caregiver", "department", "hospital"):
            write(card._inputs[other], "也很长的字" * 38)
    control = card._inputs[key]
    write(control, "很长的医院名字" * 28)
    settled()
    assert card._fields[key].fault_text in card._fault.text()
    assert card.say(f"field_{key}") in card._fields[key].fault_text
    assert not card.preview.isVisible()
    control.setFocus()  # looking at it does not take the sentence away
    control.editingFinished.emit()
    assert card._fields[key].fault_text
    write(control, "示例医院")
    for other in ("product_generic", "caregiver", "department", "hospital"):
        write(card._inputs[other], "短")
    settled()
    assert not card._fields[key].fault_text
    assert card._fault.isHidden()
    assert card.preview.isVisible()


def test_a_part_of_a_page_is_the_part_of_the_whole_page():
    file = BytesIO()
    drawing = Canvas(file, pagesize=(200.3, 100.7))
    drawing.circle(90, 60, 33, fill=1)
    drawing.save()
    whole = tasks.render_part(file.getvalue(), 0, scale=2.7, area=(0, 0, 541, 272))
    assert (whole.width, whole.height) == (541, 272)
    part = tasks.render_part(file.getvalue(), 0, scale=2.7, area=(130, 40, 200, 100))
    expected = b"".join(whole.data[y * whole.stride + 4 * 130 :][: 4 * 200] for y in range(40, 140))
    found = b"".join(part.data[y * part.stride :][: 4 * 200] for y in range(100))
    assert (part.width, part.height) == (200, 100)
    assert max(abs(one - other) for one, other in zip(found, expected, strict=True)) <= 1
    assert tasks.page_points(file.getvalue()) == (pytest.approx((200.3, 100.7), abs=0.01),)
