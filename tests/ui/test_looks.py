"""Colours, fonts and the signals underneath: what must hold before any page is drawn."""

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QFontMetricsF, QImage, QPainter, QRawFont
from PySide6.QtWidgets import QAbstractButton, QLabel

from handbook import resources
from handbook.settings import SCALES
from handbook.ui import fonts, theme
from handbook.ui.pages import MODULES

TEXT = [
    ("ink", "paper"), ("ink", "sheet"), ("ink", "wash"), ("soft", "paper"), ("soft", "sheet"), ("soft", "wash"),
    ("accent", "paper"), ("accent", "sheet"), ("accent", "wash"), ("on_accent", "accent"), ("call", "paper"),
    ("call", "sheet"), ("call", "call_wash"), ("on_bar", "bar"), ("paper", "ink"),
]  # fmt: skip
CONTROLS = [("outline", "paper"), ("outline", "sheet"), ("accent", "sheet"), ("call", "sheet"), ("focus", "paper"),
            ("focus", "sheet"), ("focus", "wash")]  # fmt: skip


def _luminance(colour):
    parts = [QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF()]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2 contrast ratio, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", theme.NAMES)
def test_text_has_seven_to_one_and_controls_three_to_one(name):
    colours = theme.load(name, 100).colours
    poor = [
        (one, other, round(contrast(getattr(colours, one), getattr(colours, other)), 2))
        for pairs, least in ((TEXT, 7.0), (CONTROLS, 3.0))
        for one, other in pairs
        if contrast(getattr(colours, one), getattr(colours, other)) < least
    ]
    assert poor == []


def test_every_length_follows_the_one_scale():
    small, large = theme.load("day", 100), theme.load("day", 200)
    assert large.target == 2 * small.target == 88
    assert large.text("body") == 2 * small.text("body") == 36
    assert SCALES[0] == 100
    assert SCALES[-1] == 200


def test_the_shipped_face_has_what_names_need(qapp):
    face = QRawFont.fromFont(fonts.font(18), QFontDatabase.WritingSystem.SimplifiedChinese)
    assert QFontInfo(fonts.font(18)).family() == "Noto Sans SC"
    assert all(face.supportsCharacter(ord(char)) for char in "药立生镕㛃℃")
    assert face.supportsCharacter(0x2B5AF)
    # Without a Chinese face every character is the same narrow box.
    assert QFontMetricsF(fonts.font(18)).horizontalAdvance("药") == pytest.approx(18, abs=0.5)


def test_chinese_is_drawn_with_the_shipped_font_everywhere(window, settled):
    for place in MODULES:
        window.go(place, "")
        settled()
        wrong = {
            (type(widget).__name__, widget.text()[:20], QFontInfo(widget.font()).family())
            for kind in (QLabel, QAbstractButton)
            for widget in window.findChildren(kind)
            if widget.text() and QFontInfo(widget.font()).family() != "Noto Sans SC"
        }
        assert wrong == set(), place


def test_bold_is_a_face_of_its_own(qapp):
    def ink(*, bold):
        image = QImage(60, 60, QImage.Format.Format_Grayscale8)
        image.fill(255)
        painter = QPainter(image)
        painter.setFont(fonts.font(40, bold=bold))
        painter.drawText(5, 45, "药")
        painter.end()
        return sum(255 - QColor(image.pixel(x, y)).red() for x in range(60) for y in range(60))

    assert ink(bold=True) > 1.15 * ink(bold=False) > 0


class _Bell(QObject):
    rung = Signal(int)


def test_two_thousand_signals_do_not_wear_out_true(qapp):
    """PySide6 6.12.0 drops a reference to True on every emit under Python 3.11 and aborts after some 560 of them."""
    bell, heard = _Bell(), []
    bell.rung.connect(heard.append)
    before = sys.getrefcount(True)
    for number in range(2000):
        bell.rung.emit(number)
    assert heard == list(range(2000))
    assert sys.version_info >= (3, 12) or abs(sys.getrefcount(True) - before) < 100


def test_english_words_keep_to_straight_quotes(qapp):
    """The shipped face draws curly ones as wide as a Chinese character: a hole in an English line."""
    fonts.register()
    assert QFontMetricsF(fonts.font(18)).horizontalAdvance("\u2019") == pytest.approx(18, abs=0.5)
    root = resources.root()
    texts = [*root.glob("translations/ui-*.en.toml"), *root.glob("content/en/*.md")]
    assert len(texts) > 40
    assert [path.name for path in texts if any(mark in path.read_text(encoding="utf-8") for mark in "‘’“”")] == []


def test_what_is_wrong_in_a_field_is_not_said_in_red():
    """Red means "call" and nothing else."""
    for name in ("day", "night", "contrast"):
        look = theme.load(name, 100)
        rule = theme.stylesheet(look, "Any").split('QLabel[role="error"]')[1].split("}")[0]
        assert look.colours.call not in rule
