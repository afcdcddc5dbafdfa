"""A button whose words go on to the next line where one line would be cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics, QPaintEvent


class Press(QPushButton):
    """As any button while there is room; a :class:`~handbook.ui.widgets.layouts.Flow` makes it narrower and taller."""

    tight = False
    """Whether its layout has less than one line of room for it."""

    def heightForWidth(self, width: int) -> int:
        """The height with the words broken to ``width``."""
        hint = self.sizeHint()
        if width >= hint.width():
            return hint.height()
        return hint.height() + (len(self._lines(width)) - 1) * self.fontMetrics().lineSpacing()

    def narrowest(self) -> QSize:
        """The least size: no word is broken."""
        hint, metrics = self.sizeHint(), self.fontMetrics()
        word = max((metrics.horizontalAdvance(part) for part in self.text().split()), default=0)
        return QSize(min(hint.width(), self._around(metrics) + word), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt draws one line."""
        if not self.tight:
            super().paintEvent(event)
            return
        from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter  # noqa: PLC0415  # 5 ms, for few buttons

        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = "\n".join(self._lines(self.width()))
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.end()

    def _around(self, metrics: QFontMetrics) -> int:
        """What edge, padding and icon take of the width."""
        return self.sizeHint().width() - metrics.size(int(Qt.TextFlag.TextShowMnemonic), self.text()).width()

    def _lines(self, width: int) -> list[str]:
        from PySide6.QtGui import QTextLayout  # noqa: PLC0415

        metrics, text = self.fontMetrics(), self.text()
        layout = QTextLayout(text, self.font())
        lines: list[str] = []
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width - self._around(metrics)))
            lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
        layout.endLayout()
        return lines or [text]
