"""The fixed frame of the window: the bar of places on the left, the bar that undoes at the foot."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from handbook.ui import icons, people
from handbook.ui.pages import ESSENTIAL, MAIN, PART_OF, SHUT
from handbook.ui.widgets import button, label, show_part
from handbook.ui.widgets.spoken import announce

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import (
        QAbstractButton,
    )

    from handbook.ui.context import Context

BAR_SECONDS = 30


class PlacesBar(QFrame):
    """The slim bar on the left: six places, word and icon, and one gear."""

    chosen = Signal(str)

    def __init__(self, context: Context, *, narrow: bool, short: bool) -> None:
        super().__init__()
        self.setProperty("role", "nav")
        self._narrow, self._short = narrow, short
        self._theme, self._phrases = theme, phrases = context.theme, context.phrases
        self._marked = ""
        column = QVBoxLayout(self)
        ends = theme.px(4 if short else 18)
        column.setContentsMargins(theme.px(6), ends, theme.px(6), ends)
        column.setSpacing(theme.px(1 if short else 6))
        name = label(phrases("app.short_name" if narrow else "app.name"), "strong" if narrow else "heading")
        name.setContentsMargins(theme.px(8), 0, 0, 0)
        if narrow:
            name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(name)
        show_part(name, shown=not short)
        column.addSpacing(0 if short else theme.px(14))
        self._add_person(context, column)
        # No QButtonGroup: Tab would reach one of the places only.
        self._entries: dict[str, QAbstractButton] = {}
        places = MAIN if context.closed is None else SHUT
        first = ESSENTIAL if theme.elder and context.closed is None else places
        for place in first:
            column.addWidget(self._entry(context, place), 8 if short else 0)
        self._rest: list[QAbstractButton] = []
        if first is not places:
            self.more = self._press(context, "more", phrases("elder.places"))
            self.more.clicked.connect(self._turn)
            column.addWidget(self.more, 8 if short else 0)
        for place in (place for place in places if place not in first):
            self._rest.append(self._entry(context, place))
            column.addWidget(self._rest[-1], 8 if short else 0)
        column.addStretch(1)
        sizes = QWidget()
        line = QHBoxLayout(sizes)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.px(6))
        self.smaller = button("A−", role="size", name=phrases("app.smaller"))
        self.larger = button("A+", role="size", name=phrases("app.larger"))
        for press in (self.smaller, self.larger):
            line.addWidget(press)
        column.addWidget(sizes)
        settings = self._entry(context, "settings")
        column.addWidget(settings, 8 if short else 0)
        if first is not places:
            self._rest.append(settings)

    def fit(self) -> None:
        """Break names that are too long, and become as wide as the longest; asked for once the style sheet holds."""
        theme = self._theme
        least = theme.px(112 if self._narrow else 196 if self._phrases.language.startswith("zh") else 212)
        edges, widest = 2 * theme.px(6) + 2 * theme.px(1), 0
        for entry in self._entries.values():
            entry.ensurePolished()
            words = entry.text().split(" ")
            if entry.sizeHint().width() + edges > least and len(words) > 1 and not self._short:
                half = (len(words) + 1) // 2
                entry.setText(f"{' '.join(words[:half])}\n{self._face(' '.join(words[half:]))}")
            widest = max(widest, entry.sizeHint().width())
        self.setFixedWidth(max(least, widest + edges))

    def _entry(self, context: Context, place: str) -> QAbstractButton:
        short = context.phrases(f"place.{place}.short") if self._narrow else ""
        made = self._press(context, place, context.phrases(f"place.{place}.name"), short)
        made.setCheckable(True)
        made.setProperty("place", place)
        made.clicked.connect(self._clicked)
        self._entries[place] = made
        return made

    def _press(self, context: Context, icon: str, name: str, short: str = "") -> QAbstractButton:
        theme = context.theme
        made: QAbstractButton
        if self._narrow:
            made = QToolButton()
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            if self._short:  # the entries share the height that there is, up to a full target each
                made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
                made.setMaximumHeight(theme.target)
        else:
            made = QPushButton()
        made.setText(self._face(short or name))
        made.setProperty("role", "place-short" if self._short else "place")
        made.setAccessibleName(name)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        if not self._short:  # a low window at a large size has room for the words only
            size = theme.px(22 if self._narrow else 26)
            made.setIcon(icons.icon(f"places/{icon}", theme.colours.ink, size))
            made.setIconSize(QSize(size, size))
        return made

    def _face(self, words: str) -> str:
        """An en space before them: Fusion sets icon and word too close together and has no setting for it."""
        return words if self._narrow else f"\u2002{words}"

    @Slot()
    def _turn(self) -> None:
        self._fold(folded=self._rest[0].isVisible())

    def _fold(self, *, folded: bool) -> None:
        """Hide the places that are needed less, or show them; in a low window in place of the others."""
        for entry in self._entries.values():
            entry.setVisible(folded != (entry in self._rest) or not (folded or self._short))
        key = "elder.places" if folded else "elder.places_less"
        self.more.setText(self._face(self._phrases(key)))
        self.more.setAccessibleName(self._phrases(f"{key}_name"))

    def _add_person(self, context: Context, column: QVBoxLayout) -> None:
        """Whose record it is, in words and by a band of colour, wherever there is more than one."""
        self.person: QLabel | None = None
        if len(people.everybody(context.data_dir)) < 2 and context.folder.parent == context.data_dir:
            return
        someone = people.one_of(context.data_dir, context.folder)
        theme = context.theme
        self.person = label(people.called(context.phrases, someone, context.state.person.get("name", "")), "strong")
        self.person.setStyleSheet(
            f"border-left: {theme.px(8)}px solid {theme.people[someone.colour]}; padding: {theme.px(2)}px "
            f"{theme.px(4)}px {theme.px(2)}px {theme.px(8)}px;"
        )
        self.person.setAccessibleName(context.phrases("people.whose", name=self.person.text()))
        column.addWidget(self.person)
        column.addSpacing(0 if self._short else theme.px(6))

    def mark(self, place: str) -> None:
        """Show where the reader is, or what it is a part of. What is folded away opens for it."""
        place = PART_OF.get(place, place)
        for name, entry in self._entries.items():
            here = name == place
            if not self._short and here != (name == self._marked):
                colour = self._theme.colours.accent if here else self._theme.colours.ink
                entry.setIcon(icons.icon(f"places/{name}", colour, entry.iconSize().width()))
            entry.setChecked(here)
        self._marked = place
        if self._rest:
            self._fold(folded=self._entries.get(place) not in self._rest)

    def entry(self, place: str) -> QAbstractButton:
        """The button of a place."""
        return self._entries[place]

    @Slot()
    def _clicked(self) -> None:
        sender = self.sender()
        if sender is not None:
            self.chosen.emit(sender.property("place"))


class Foot(QFrame):
    """The bar at the foot of the window: what was written down, and the way back. Never asks, never covers anything."""

    undo_pressed = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("role", "bar")
        theme = context.theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(theme.px(22), theme.px(2), theme.px(10), theme.px(2))
        self._grid.setHorizontalSpacing(theme.px(8))
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._words = label("")
        self.undo = button(context.phrases("app.undo"), self.undo_pressed.emit, role="")
        self.offer = button(context.phrases("app.undo"), self._taken, role="")
        self._offered: Callable[[], object] | None = None
        self._below: bool | None = None
        self._arrange()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def tell(
        self,
        sentence: str,
        *,
        undo: bool = False,
        offer: tuple[str, Callable[[], object]] | None = None,
        lasting: bool = False,
    ) -> None:
        """Show a sentence and have it read aloud by readers, with or without the way back.

        ``offer`` is a button of its own: its words and what it does. ``lasting``: until the next sentence, not for half
        a minute only.
        """
        self._words.setText(sentence)
        self.undo.setVisible(undo)
        words, self._offered = offer or ("", None)
        if offer is not None and self.offer.text() != words:
            self.offer.setText(words)
            self.offer.setAccessibleName(words)
        self.offer.setVisible(offer is not None)
        self.show()
        self._arrange()
        self._last_in_order()
        if lasting:
            self._timer.stop()
        else:
            self._timer.start(BAR_SECONDS * 1000)
        announce(self, sentence)

    def take_over(self, other: Foot) -> None:
        """Go on saying what the foot of the window before said, for the time that was left to it."""
        if other.isHidden():
            return
        self._words.setText(other.text)
        self._offered = other._offered  # of the same class
        self.offer.setText(other.offer.text())
        self.offer.setAccessibleName(other.offer.accessibleName())
        self.undo.setVisible(not other.undo.isHidden())
        self.offer.setVisible(not other.offer.isHidden())
        self.show()
        self._arrange()
        if (left := other._timer.remainingTime()) > 0:
            self._timer.start(left)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The buttons stand beside the words, or below them where those would be squeezed into many lines."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        presses = [press for press in (self.offer, self.undo) if not press.isHidden()]
        margins, gap = self._grid.contentsMargins(), self._grid.horizontalSpacing()
        whole = self.width() - margins.left() - margins.right()
        beside = whole - sum(press.sizeHint().width() + gap for press in presses)
        two_lines = 2 * self._words.fontMetrics().lineSpacing()
        below = bool(presses) and self._words.heightForWidth(max(1, beside)) > two_lines
        if below == self._below:
            return
        self._below = below
        self._grid.addWidget(self._words, 0, 0, 1, 3 if below else 1)
        for column, press in ((1, self.offer), (2, self.undo)):
            self._grid.addWidget(press, int(below), column)

    def _last_in_order(self) -> None:
        """Have Tab reach the buttons where they stand: after the page, however much of it was made after them."""
        last: QWidget | None = self.window().previousInFocusChain()
        while last is not None and last.focusPolicy() == Qt.FocusPolicy.NoFocus:  # after a mere label Qt puts nothing
            last = last.previousInFocusChain()
        if last is not None and last is not self.undo:
            QWidget.setTabOrder(last, self.offer)
            QWidget.setTabOrder(self.offer, self.undo)

    @Slot()
    def _taken(self) -> None:
        if self._offered is not None:
            self._offered()

    @property
    def text(self) -> str:
        """The sentence that stands there."""
        return self._words.text()
