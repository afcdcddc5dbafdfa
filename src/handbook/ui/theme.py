"""Colours and sizes: a theme is named colours in TOML, and one factor scales everything that is drawn."""

from __future__ import annotations

import tomllib
from functools import lru_cache

import msgspec
from PySide6.QtGui import QColor, QPalette

from handbook import resources
from handbook.domain import MachineError
from handbook.settings import SCALES

NAMES = ("day", "night", "contrast")
ELDER = 4 / 3
"""In the elder view every length is so many times as large: body text of 24 instead of 18 pixels at 100 %."""

MOST = 200
"""Nothing is drawn larger than at this scale, in per cent: a window of 1024 x 640 must hold it."""

BAR = 14
"""Width of a scroll bar at 100 %."""

_BASE = {"tiny": 14, "small": 15, "body": 18, "large": 21, "title": 32, "digits": 24, "huge": 53}
_SMALL = frozenset({"tiny", "small"})
"""In the elder view there is no smaller text than that of the page."""


class Colours(msgspec.Struct, frozen=True):
    """The named colours of one theme, as ``#RRGGBB``."""

    paper: str
    sheet: str
    wash: str
    ink: str
    soft: str
    line: str
    outline: str
    accent: str
    on_accent: str
    call: str
    call_wash: str
    focus: str
    bar: str
    on_bar: str


class Theme(msgspec.Struct, frozen=True):
    """Colours and sizes of one window. ``scale`` is in per cent, 100 to 200; every length goes through it."""

    name: str
    dark: bool
    colours: Colours
    scale: float
    people: tuple[str, ...] = ()
    """The bands by which several people's records are told apart: six, 3:1 on a sheet."""
    elder: bool = False
    """Larger, and fewer things on a page; nothing is left out, it is folded away."""

    def px(self, length: float) -> int:
        """A length at 100 % in logical pixels, scaled."""
        return round(length * self.scale / 100)

    def text(self, role: str) -> int:
        """The size of a text role (tiny, small, body, large, title, digits, huge) in logical pixels, scaled."""
        return self.px(_BASE["body" if self.elder and role in _SMALL else role])

    def at(self, scale: int) -> Theme:
        """The same at another size."""
        return msgspec.structs.replace(self, scale=scale)

    @property
    def gap(self) -> int:
        """The space between neighbours on a sheet."""
        return self.px(12)

    @property
    def target(self) -> int:
        """The least height of anything that is pressed."""
        return self.px(45 if self.elder else 44)

    @property
    def large_target(self) -> int:
        """The same on the night page."""
        return self.px(96)


def scales(*, elder: bool) -> tuple[int, ...]:
    """The text sizes that can be chosen, in per cent."""
    return tuple(scale for scale in SCALES if not elder or scale * ELDER <= MOST)


@lru_cache(maxsize=16)
def load(name: str, scale: int, *, elder: bool = False) -> Theme:
    """Read a theme by name; ``scale`` is the text size that was chosen.

    In a damaged installation another one. Raises ``MachineError("resources.missing")``.
    """
    drawn = min(scale * ELDER, MOST) if elder else scale
    folder = resources.root() / "themes"
    for path in (folder / f"{name}.toml", *sorted(folder.glob("*.toml"), reverse=True)):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            return Theme(name, data["dark"], Colours(**data["colours"]), drawn, tuple(data["people"]), elder)
        except (OSError, ValueError, KeyError, TypeError):
            continue
    raise MachineError("resources.missing", where=str(folder))


def palette(theme: Theme) -> QPalette:
    """Our own palette for every role: the system's colour scheme must not shine through."""
    c = theme.colours
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.paper,
        QPalette.ColorRole.WindowText: c.ink,
        QPalette.ColorRole.Base: c.sheet,
        QPalette.ColorRole.AlternateBase: c.wash,
        QPalette.ColorRole.Text: c.ink,
        QPalette.ColorRole.PlaceholderText: c.soft,
        QPalette.ColorRole.Button: c.sheet,
        QPalette.ColorRole.ButtonText: c.ink,
        QPalette.ColorRole.BrightText: c.call,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.LinkVisited: c.accent,
        QPalette.ColorRole.ToolTipBase: c.sheet,
        QPalette.ColorRole.ToolTipText: c.ink,
        QPalette.ColorRole.Light: c.sheet,
        QPalette.ColorRole.Midlight: c.wash,
        QPalette.ColorRole.Mid: c.outline,
        QPalette.ColorRole.Dark: c.outline,
        QPalette.ColorRole.Shadow: c.ink,
        QPalette.ColorRole.Accent: c.accent,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(c.soft))
    return made


def _mark(name: str, *, light: bool) -> str:
    return (resources.root() / "icons" / "marks" / f"{name}-{'light' if light else 'dark'}.svg").as_posix()


def stylesheet(theme: Theme, family: str) -> str:
    """The one style sheet of the window. Widgets choose their part by the property ``role``."""
    c, px, text = theme.colours, theme.px, theme.text
    edge, ring = max(1, px(1)), px(3)
    gap = "background-clip: content;"  # on a filled button a ring is seen only where it does not touch the filling
    return f"""
    * {{ font-family: "{family}"; font-size: {text("body")}px; color: {c.ink}; widget-animation-duration: 0; }}
    QWidget[role="page"], QMainWindow, QDialog {{ background: {c.paper}; }}
    QScrollArea, QScrollArea > QWidget > QWidget[role="scrolled"] {{ background: transparent; border: none; }}
    QLabel {{ background: transparent; }}
    QLabel[role="title"] {{ font-size: {text("title")}px; font-weight: bold; }}
    QLabel[role="title-narrow"] {{ font-size: {px(25)}px; font-weight: bold; }}
    QLabel[role="clock"] {{ font-size: {text("huge")}px; font-weight: bold; }}
    QLabel[role="heading"] {{ font-size: {text("large")}px; font-weight: bold; }}
    QLabel[role="strong"] {{ font-weight: bold; }}
    QLabel[role="soft"] {{ color: {c.soft}; font-size: {text("small")}px; }}
    QLabel[role="subtitle"] {{ color: {c.soft}; }}
    QLabel[role="accent"] {{ color: {c.accent}; font-size: {text("small")}px; }}
    QLabel[role="error"] {{ font-size: {text("small")}px; font-weight: bold; border-left: {px(4)}px solid {c.ink};
        padding-left: {px(8)}px; }}
    QLabel[role="call-strong"] {{ color: {c.call}; font-weight: bold; }}
    QLabel[role="call-soft"] {{ color: {c.call}; font-size: {text("small")}px; }}
    QLabel[role="call-large"] {{ color: {c.call}; font-weight: bold; font-size: {text("large")}px; }}
    QLabel[role="digits"] {{ color: {c.call}; font-weight: bold; font-size: {text("digits")}px; }}
    QLabel[role="huge"] {{ color: {c.call}; font-weight: bold; font-size: {text("huge")}px; }}
    QLabel[role="link"] {{ color: {c.accent}; text-decoration: underline; }}
    QLabel[role="link-strong"] {{ color: {c.accent}; font-weight: bold; }}
    QLabel[role="tag"] {{ background: {c.wash}; color: {c.accent}; font-size: {text("small")}px;
        border-radius: {px(5)}px; padding: {px(2)}px {px(8)}px; }}
    QLabel[role="unset"] {{ color: {c.soft}; font-size: {text("small")}px; border: {edge}px dashed {c.outline};
        border-radius: {px(5)}px; padding: {px(1)}px {px(8)}px; }}
    QFrame[role="sheet"] {{ background: {c.sheet}; border: {edge}px solid {c.line}; border-radius: {px(14)}px; }}
    QFrame[role="wash"] {{ background: {c.wash}; border: none; border-radius: {px(10)}px; }}
    QFrame[role="call"] {{ background: {c.call_wash}; border: {edge}px solid {c.call}; border-radius: {px(14)}px; }}
    QFrame[role="rule"] {{ background: {c.line}; border: none; max-height: {edge}px; min-height: {edge}px; }}
    QFrame[role="nav"] {{ background: {c.sheet}; border: none; border-right: {edge}px solid {c.line}; }}
    QFrame[role="bar"] {{ background: {c.bar}; border-radius: {px(10)}px; }}
    QFrame[role="bar"] QLabel {{ color: {c.on_bar}; }}
    QPushButton, QToolButton {{ background: {c.sheet}; color: {c.ink}; border: {px(2)}px solid {c.outline};
        border-radius: {px(10)}px; padding: {px(6)}px {px(16)}px;
        min-height: {theme.target - 2 * px(6) - 2 * px(2)}px; }}
    QPushButton:hover, QToolButton:hover {{ background: {c.wash}; color: {c.ink}; }}
    QPushButton:focus, QToolButton:focus {{ border: {ring}px solid {c.focus};
        padding: {px(5)}px {px(15)}px; }}
    QPushButton[role="size"], QPushButton[role="size"]:focus {{ padding-left: {px(4)}px; padding-right: {px(4)}px; }}
    QPushButton[role="primary"] {{ background: {c.accent}; color: {c.on_accent}; border-color: {c.accent};
        font-weight: bold; }}
    QPushButton[role="primary"]:focus {{ border-color: {c.focus}; {gap} }}
    QPushButton[role="second"] {{ color: {c.accent}; border-color: {c.accent}; }}
    QPushButton[role="second"]:focus {{ border-color: {c.focus}; }}
    QPushButton[role="link"] {{ background: transparent; color: {c.accent}; border: {px(2)}px solid transparent;
        text-decoration: underline; padding: {px(6)}px {px(1)}px; text-align: left;
        min-width: {theme.target - 2 * px(1) - 2 * px(2)}px; }}
    QPushButton[role="link"]:focus {{ border: {ring}px solid {c.focus}; padding: {px(5)}px 0; }}
    QPushButton[role="call"] {{ color: {c.call}; border-color: {c.call}; font-weight: bold; }}
    QPushButton[role="call"]:focus {{ border-color: {c.focus}; }}
    QPushButton[role="answer"] {{ padding: {px(6)}px {px(8)}px; min-width: {px(48)}px; }}
    QPushButton[role="answer"]:checked {{ background: {c.ink}; color: {c.paper}; border-color: {c.ink}; }}
    QPushButton[role="answer"]:focus {{ border: {ring}px solid {c.focus}; padding: {px(5)}px {px(7)}px; }}
    QPushButton[role="answer"]:checked:focus {{ border-color: {c.focus}; {gap} }}
    QPushButton[role="row"] {{ background: transparent; border: {px(2)}px solid transparent; padding: 0; }}
    QPushButton[role="row"]:hover {{ background: {c.wash}; }}
    QPushButton[role="row"]:focus {{ border: {ring}px solid {c.focus}; padding: 0; }}
    QPushButton[role="large"], QPushButton[role="large-call"] {{ padding: 0;
        min-height: {theme.large_target - 2 * px(2)}px; }}
    QPushButton[role="large-low"], QPushButton[role="large-low"]:focus {{ padding: 0;
        min-height: {px(60) - 2 * ring}px; }}
    QPushButton[role="large-call"] {{ border-color: {c.call}; }}
    QPushButton[role="large"]:focus, QPushButton[role="large-call"]:focus {{ border: {ring}px solid {c.focus};
        padding: 0; min-height: {theme.large_target - 2 * ring}px; }}
    *[role="place-short"] {{ background: transparent; border: {px(2)}px solid transparent; min-height: 0;
        font-size: {text("small")}px; padding: {px(2)}px; }}
    *[role="place-short"]:checked {{ background: {c.wash}; color: {c.accent}; font-weight: bold; }}
    *[role="place-short"]:focus {{ border: {ring}px solid {c.focus}; padding: {px(1)}px; }}
    *[role="place"] {{ background: transparent; border: {px(2)}px solid transparent; text-align: left;
        padding: {px(8)}px {px(12)}px; }}
    QToolButton[role="place"] {{ font-size: {text("small")}px; padding: {px(4)}px; }}
    *[role="place"]:hover {{ background: {c.wash}; }}
    *[role="place"]:checked {{ background: {c.wash}; color: {c.accent}; font-weight: bold; }}
    QPushButton[role="place"]:focus {{ border: {ring}px solid {c.focus}; padding: {px(7)}px {px(11)}px; }}
    QToolButton[role="place"]:focus {{ border: {ring}px solid {c.focus}; padding: {px(3)}px; }}
    QFrame[role="bar"] QPushButton {{ background: transparent; color: {c.on_bar}; border-color: transparent;
        font-weight: bold; }}
    QFrame[role="bar"] QPushButton:hover {{ border-color: {c.on_bar}; }}
    QFrame[role="bar"] QPushButton:focus {{ border: {ring}px solid {c.on_bar}; }}
    QPushButton:disabled {{ color: {c.soft}; border-color: {c.outline}; border-style: dashed;
        background: transparent; }}
    QLineEdit, QPlainTextEdit, QComboBox, QDateEdit, QTimeEdit, QSpinBox {{ background: {c.sheet}; color: {c.ink};
        border: {px(2)}px solid {c.outline}; border-radius: {px(8)}px; padding: {px(4)}px {px(10)}px;
        min-height: {theme.target - 2 * px(4) - 2 * px(2)}px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent};
        placeholder-text-color: {c.soft}; }}
    QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QDateEdit:focus, QTimeEdit:focus, QSpinBox:focus {{
        border: {ring}px solid {c.focus}; padding: {px(3)}px {px(9)}px; }}
    QLineEdit QToolButton {{ background: transparent; border: none; padding: 0; min-height: 0; }}
    QLineEdit[role="digits"] {{ font-size: {text("huge")}px; font-weight: bold;
        min-height: {theme.large_target - 2 * px(4) - 2 * px(2)}px; }}
    QComboBox::drop-down {{ border: none; width: {px(30)}px; }}
    QComboBox QAbstractItemView {{ background: {c.sheet}; color: {c.ink}; border: {px(2)}px solid {c.outline};
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; outline: none; }}
    QComboBox QAbstractItemView::item {{ min-height: {theme.target}px; padding: 0 {px(10)}px; }}
    QCheckBox, QRadioButton {{ spacing: {px(10)}px; min-height: {theme.target}px; padding: 0 {px(6)}px;
        border: {px(2)}px solid transparent; border-radius: {px(8)}px; background: transparent; }}
    QCheckBox:focus, QRadioButton:focus {{ border: {ring}px solid {c.focus}; padding: 0 {px(5)}px; }}
    QCheckBox::indicator, QRadioButton::indicator {{ width: {px(22)}px; height: {px(22)}px; background: {c.sheet};
        border: {px(2)}px solid {c.outline}; border-radius: {px(5)}px; }}
    QRadioButton::indicator {{ border-radius: {(px(22) + 2 * px(2)) // 2}px; }}
    QRadioButton::indicator:checked {{ background: qradialgradient(cx:0.5, cy:0.5, radius:0.5, fx:0.5, fy:0.5,
        stop:0 {c.accent}, stop:0.55 {c.accent}, stop:0.6 {c.sheet}, stop:1 {c.sheet}); border-color: {c.accent}; }}
    QCheckBox::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
        image: url("{_mark("check", light=not theme.dark)}"); }}
    QComboBox::down-arrow {{ image: url("{_mark("down", light=theme.dark)}"); width: {px(20)}px; height: {px(20)}px; }}
    QTextBrowser {{ background: transparent; border: {px(3)}px solid transparent; border-radius: {px(8)}px;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QTextBrowser:focus {{ border: {ring}px solid {c.focus}; }}
    QListWidget {{ background: transparent; border: {px(3)}px solid transparent; outline: none; }}
    QListWidget:focus {{ border: {ring}px solid {c.focus}; border-radius: {px(8)}px; }}
    QListWidget::item {{ padding: {px(6)}px {px(10)}px; border-radius: {px(8)}px; color: {c.ink}; }}
    QListWidget::item:selected {{ background: {c.wash}; color: {c.accent}; }}
    QScrollBar:vertical {{ background: transparent; width: {px(BAR)}px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {c.outline}; border-radius: {px(5)}px; min-height: {px(48)}px;
        margin: {px(2)}px; }}
    QScrollBar::handle:vertical:disabled {{ background: transparent; }}
    QScrollBar:horizontal {{ background: transparent; height: {px(BAR)}px; margin: 0; }}
    QScrollBar::handle:horizontal {{ background: {c.outline}; border-radius: {px(5)}px; min-width: {px(48)}px;
        margin: {px(2)}px; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{ background: none;
        border: none; width: 0; height: 0; }}
    QSlider {{ border: {px(3)}px solid transparent; border-radius: {px(8)}px; background: transparent; }}
    QSlider:focus {{ border: {ring}px solid {c.focus}; }}
    QSlider::groove:horizontal {{ height: {px(6)}px; background: {c.outline}; border-radius: {px(3)}px; }}
    QSlider::handle:horizontal {{ width: {px(28)}px; height: {px(28)}px; margin: {-px(11)}px 0; background: {c.accent};
        border-radius: {px(14)}px; }}
    QMenu {{ background: {c.sheet}; border: {px(2)}px solid {c.outline}; padding: {px(6)}px; }}
    QMenu::item {{ padding: {px(8)}px {px(24)}px; border-radius: {px(6)}px; }}
    QMenu::item:selected {{ background: {c.wash}; }}
    QToolTip {{ background: {c.sheet}; color: {c.ink}; border: {edge}px solid {c.outline}; padding: {px(4)}px; }}
    """
