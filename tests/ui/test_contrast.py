"""Contrast once more, from the pixels of every page as it is drawn, and nothing that blinks or slides."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QStyle,
)

import handbook.ui
from handbook.ui import theme
from ui.test_looks import contrast
from ui.test_reach import STATES, name_of

TEXT, CONTROL = 7.0, 3.0
TALL = 2400
"""Nearly all of a page at once."""

BORDERLESS = {"link", "row", "card", "place", "place-short"}
"""Buttons that are known by their words or by what lies on them, not by an edge."""


def picture(window, area=None):
    """What is drawn, as an RGB image."""
    image = window.grab(area or window.rect()).toImage().convertToFormat(QImage.Format.Format_RGB888)
    data = bytes(image.constBits())
    return Image.frombytes("RGB", (image.width(), image.height()), data, "raw", "RGB", image.bytesPerLine())


def hexed(colour):
    return "#{:02X}{:02X}{:02X}".format(*colour)


def ratio(one, other):
    return contrast(hexed(one), hexed(other))


def place_of(widget, window):
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def text_contrast(image, place):
    """Between what most of a rectangle is painted with and the pixel of it that differs most: the heart of a stroke."""
    box = (place.left(), place.top(), place.right() + 1, place.bottom() + 1)
    colours = sorted(image.crop(box).getcolors(1 << 14), reverse=True)
    ground = colours[0][1]
    return max(ratio(colour, ground) for _, colour in colours)


def edge_contrast(image, place):
    """Between what lies just outside of a control and the best of its first pixels, on its left edge."""
    best = 1.0
    for part in range(3, 8):
        y = place.top() + place.height() * part // 10
        outside = image.getpixel((max(0, place.left() - 2), y))
        best = max(best, *(ratio(image.getpixel((place.left() + x, y)), outside) for x in range(4)))
    return best


def visible(window, *kinds):
    """What of these can be seen whole: not scrolled away, not even by half."""
    parts = (part for kind in kinds for part in window.findChildren(kind) if part.isVisible())
    return [part for part in parts if part.visibleRegion().boundingRect() == part.rect()]


def poor(window):
    """What of a page cannot be told from what it stands on."""
    image = picture(window)
    found = []
    for part in visible(window, QLabel, QAbstractButton):
        inner = place_of(part, window).marginsRemoved(part.contentsMargins())
        if part.property("role") not in {"link", "row"} and isinstance(part, QPushButton):
            inner.adjust(6, 6, -6, -6)  # inside of its edge
        if isinstance(part, (QRadioButton, QCheckBox)):
            inner.setLeft(inner.left() + 42)  # its words, not its mark
        if not part.text().strip() or not part.isEnabled():
            continue
        measured = text_contrast(image, inner)
        if measured < TEXT:
            found.append((name_of(part), round(measured, 2)))
    for part in visible(window, QPushButton, QLineEdit, QPlainTextEdit, QComboBox):
        edged = part.property("role") not in BORDERLESS and part.parentWidget() is not window.foot
        if edged and (measured := edge_contrast(image, place_of(part, window))) < CONTROL:
            found.append((name_of(part), "edge", round(measured, 2)))
    return found


@pytest.mark.parametrize("name", theme.NAMES)
def test_words_and_controls_can_be_told_from_what_they_stand_on(sample_window, settled, name):
    window = sample_window
    window.context.keep(theme=name)
    window.resize(1280, TALL)
    settled()
    found = {}
    for place, detail in STATES:
        window.go(place, detail)
        settled()
        if window.focusWidget() is not None:
            window.focusWidget().clearFocus()
        faults, bar = poor(window), window.page.verticalScrollBar()
        if bar.maximum():
            bar.setValue(bar.maximum())
            faults += poor(window)
        if faults:
            found[place, detail] = faults
    assert found == {}


@pytest.mark.parametrize("name", theme.NAMES)
def test_the_focus_can_be_told_from_what_surrounds_it(sample_window, settled, name):
    window = sample_window
    window.context.keep(theme=name)
    window.activateWindow()
    window.resize(1280, TALL)
    settled()
    found, kinds = [], set()
    for place in ("today", "symptoms", "medicines", "card", "handbook", "settings", "call", "night", "keep"):
        window.go(place, "")
        settled()
        ring = window.context.theme.colours.focus
        for part in visible(window, QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView):
            kind = (place, type(part).__name__, part.property("role"), isinstance(part.parentWidget(), QLabel))
            if part.focusPolicy() == Qt.FocusPolicy.NoFocus or not part.isEnabled() or kind in kinds:
                continue
            kinds.add(kind)  # one of a kind a page
            part.setFocus(Qt.FocusReason.TabFocusReason)
            area = place_of(part, window).adjusted(-4, -4, 4, 4)
            image = picture(window, area)
            y = image.height // 2
            row = [image.getpixel((x, y)) for x in range(12)]
            ring_pixels = [pixel for pixel in row if hexed(pixel) == ring.upper()]
            if len(ring_pixels) < 3 or ratio(ring_pixels[0], row[0]) < CONTROL:
                found.append((place, name_of(part), [hexed(pixel) for pixel in row]))
            part.clearFocus()
    assert found == []
    assert {kind for _, kind, *_ in kinds} >= {"QPushButton", "QLineEdit", "QRadioButton", "LinkButton"}


def test_nothing_blinks_slides_or_fades(window, settled):
    app = QApplication.instance()
    assert app.cursorFlashTime() == 0
    assert [effect for effect in Qt.UIEffect if app.isEffectEnabled(effect)] == []
    for place in ("settings", "symptoms", "card"):
        window.go(place, "")
        settled()
        for part in visible(window, QAbstractButton, QLineEdit, QComboBox, QScrollBar):
            assert part.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, part) == 0
    words = ("QPropertyAnimation", "QVariantAnimation", "QMovie", "QTimeLine", "setAnimated")
    sources = [path.read_text(encoding="utf-8") for path in Path(handbook.ui.__file__).parent.rglob("*.py")]
    assert [word for word in words for source in sources if word in source] == []


def test_the_search_for_poor_contrast_finds_it(window, settled):
    window.go("settings", "")
    settled()
    assert poor(window) == []
    press, box = window.places.larger, visible(window.page, QRadioButton)[0]
    press.setStyleSheet("color: #777777; border-color: #EEEEEE;")
    box.setStyleSheet("color: #888888;")
    settled()
    assert len(poor(window)) == 3
