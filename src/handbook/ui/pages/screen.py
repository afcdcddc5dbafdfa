"""How large a millimetre is on this screen: a drawn bank card is made as large as a real one held against it."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QRectF, QSignalBlocker, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from handbook.ui import true_size
from handbook.ui.context import Context
from handbook.ui.pages.base import Page
from handbook.ui.theme import Theme
from handbook.ui.true_size import CARD
from handbook.ui.widgets import Sheet, button, flow, label, row, spoken
from handbook.ui.widgets.measure import Measure

ROUND = 3.18
"""Radius of a card's corners in mm (ISO/IEC 7810)."""
LEAST, MOST = 2.0, 16.0
"""Logical pixels in a millimetre that can be set: from a wall screen to the finest that are made."""


class CardOutline(QWidget):
    """The outline of a card, ``wide`` device pixels wide; upright where it would not fit across."""

    spoken_role = spoken.PICTURE

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self._theme, self._wide = theme, 1
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_wide(self, wide: int) -> None:
        """Draw it so wide."""
        self._wide = wide
        self._fit()

    @property
    def card(self) -> QRectF:
        """Where it is drawn; its outer edge is the card's."""
        ratio = self.devicePixelRatioF()
        long, short = self._wide / ratio, self._wide * CARD[1] / CARD[0] / ratio
        return QRectF(0, 0, long, short) if long <= self.width() else QRectF(0, 0, short, long)

    def _fit(self) -> None:
        self.setFixedHeight(math.ceil(self.card.height()))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn it where it no longer fits."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A line inside the edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = max(2, self._theme.px(2))
        card, radius = self.card, ROUND / CARD[0] * self._wide / self.devicePixelRatioF()
        painter.setPen(QPen(QColor(self._theme.colours.ink), line))
        painter.setBrush(QColor(self._theme.colours.wash))
        inside = card.adjusted(line / 2, line / 2, -line / 2, -line / 2)
        painter.drawRoundedRect(inside, radius - line / 2, radius - line / 2)
        painter.end()


class ScreenPage(Page):
    """Nothing is kept before the button is pressed; what was kept can be forgotten."""

    place = "screen"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.subtitle = self.say("subtitle")
        theme = self.theme
        sheet = Sheet(theme, gap=14)
        sheet.add(Measure(theme, label(self.say("how"))))
        self.outline = CardOutline(theme, self.say("outline"))
        self.smaller_button = button("−", self._smaller, name=self.say("smaller"))  # a minus sign
        self.larger_button = button("+", self._larger, name=self.say("larger"))
        for press in (self.smaller_button, self.larger_button):
            press.setAutoRepeat(True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.say("slider"))
        self.slider.setMinimumHeight(theme.target)
        self.slider.setMinimumWidth(theme.px(120))
        self.slider.setPageStep(10)
        self.slider.valueChanged.connect(self._moved)
        self._value = label("", "soft")
        steps = row(self.smaller_button, self.slider, self.larger_button, gap=theme.gap, stretch=False)
        sheet.add(steps, self._value, self.outline)
        self.keep_button = button(self.say("keep"), self.keep, role="primary")
        self.forget_button = button(self.say("forget"), self.forget)
        self.back_button = button(self.say("back"), self._back)
        self._state = label("", "soft")
        sheet.add(flow(self.keep_button, self.forget_button, self.back_button, gap=theme.gap), self._state)
        self.column.addWidget(sheet)
        self.column.addStretch(1)
        self._range()
        self.refresh()

    def _range(self) -> None:
        ratio = self.devicePixelRatioF()
        with QSignalBlocker(self.slider):  # nobody has moved it
            self.slider.setRange(round(LEAST * CARD[0] * ratio), round(MOST * CARD[0] * ratio))

    def refresh(self) -> None:
        """Show what is kept, or what is being set."""
        kept = true_size.measured(self.context, self)
        self._state.setText(self.say("measured", date=kept.measured) if kept else self.say("unmeasured"))
        self.forget_button.setVisible(kept is not None)
        drafted = self.draft.get("wide")
        with QSignalBlocker(self.slider):
            self.slider.setValue(drafted if isinstance(drafted, int) else self._wide())
        self._show()

    def _wide(self) -> int:
        """How many device pixels wide a card is as things stand."""
        return round(true_size.dots(self.context, self) * self.devicePixelRatioF() * CARD[0])

    def _show(self) -> None:
        self._value.setText(self.say("value", n=self.slider.value()))
        self.slider.setAccessibleDescription(self._value.text())
        self.outline.show_wide(self.slider.value())

    def event(self, event: QEvent) -> bool:
        """Another screen has another scale."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self.draft.clear()
            self._range()
            self.refresh()
        return super().event(event)

    @Slot(int)
    def _moved(self, value: int) -> None:
        self.draft["wide"] = value
        self._show()

    @Slot()
    def _smaller(self) -> None:
        self.slider.setValue(self.slider.value() - 1)

    @Slot()
    def _larger(self) -> None:
        self.slider.setValue(self.slider.value() + 1)

    @Slot()
    def keep(self) -> None:
        """It is as large as the card in the hand."""
        true_size.keep(self.context, self, self.slider.value(), self.context.today())
        self.draft.clear()
        self.refresh()
        self.context.message.emit(self.say("kept"))

    @Slot()
    def forget(self) -> None:
        """Back to what the system says."""
        true_size.forget(self.context, self)
        self.draft.clear()
        self.keep_button.setFocus()
        self.refresh()
        self.context.message.emit(self.say("forgotten"))

    @Slot()
    def _back(self) -> None:
        self.context.go.emit("card", "")
