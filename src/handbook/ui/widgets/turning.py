"""For a printer without duplex: the fronts lie there, the stack must be turned and put back."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QScrollArea, QVBoxLayout, QWidget

from handbook import tasks
from handbook.ui import fonts
from handbook.ui.context import Context
from handbook.ui.theme import stylesheet
from handbook.ui.widgets.basic import Sheet, button, label
from handbook.ui.widgets.drawing import Canvas
from handbook.ui.widgets.layouts import flow

WIDE, HIGH = 700, 620
"""Of the dialog at 100 %, where the window has room."""


class TurnDialog(QDialog):
    """A picture and words of how to turn the stack; accepted when it lies in the tray again. Does not block the window.

    ``sheets`` is the number of sheets. Of a single one nobody has to know which comes first.
    """

    def __init__(self, context: Context, parent: QWidget, *, sheets: int) -> None:
        super().__init__(parent)
        theme, say = context.theme, context.phrases
        self.setStyleSheet(stylesheet(theme, fonts.register()))  # the window has none, only what lies in it
        self.setWindowTitle(say("turning.title"))
        self.setAccessibleName(say("turning.title"))
        within = parent.window().size()
        self.resize(min(theme.px(WIDE), within.width()), min(theme.px(HIGH), within.height()))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(theme.px(18), theme.px(18), theme.px(18), theme.px(18))
        whole.setSpacing(theme.gap)
        inner = Sheet(theme, say("turning.title"))
        colours = theme.colours
        picture = tasks.howto_picture("turn-stack", ink=colours.ink, wash=colours.wash, paper_colour=colours.sheet)
        canvas = Canvas(picture.svg, picture.width, picture.height, theme.px(1.6 * picture.width))
        canvas.setAccessibleName(say("turning.picture"))
        inner.add(canvas, label(say("turning.steps")))
        self.last = QCheckBox(say("turning.last_first"))
        self.last.setAccessibleName(say("turning.last_first"))
        self._many = sheets > 1
        if self._many:
            inner.add(label(say("turning.order", n=sheets)), self.last)
        else:
            self.last.setParent(self)
            self.last.hide()
        inner.column.addStretch(1)
        self.sheet = QScrollArea()
        self.sheet.setWidgetResizable(True)
        self.sheet.setWidget(inner)
        whole.addWidget(self.sheet, 1)
        self.go_on = button(say("turning.backs"), self.accept, role="primary")
        self.give_up = button(say("turning.stop"), self.reject)
        self.go_on.setDefault(True)
        whole.addWidget(flow(self.go_on, self.give_up, gap=theme.gap))
        self.go_on.setFocus()

    @property
    def last_first(self) -> bool:
        """Whether the backs must be printed in the reverse order."""
        return self._many and self.last.isChecked()
