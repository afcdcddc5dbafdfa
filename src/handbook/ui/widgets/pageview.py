"""Pages of a PDF on the screen as they print, sharp at every size, and no more of them in memory than is seen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy

from handbook import tasks
from handbook.ui import background, true_size
from handbook.ui.context import Context
from handbook.ui.widgets import spoken

STEP = 1.25
"""Of one press of the keys that zoom."""
MOST = 10.0
"""The largest zoom, in times the true size."""
_GAP = 14
_MM = 25.4 / 72
_COARSE = 700
"""The longer side of the picture that is shown until the sharp one is there, in pixels."""
_AROUND = 8
"""Around what is seen, one part in so many of the view is made too, so that small steps find it ready."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a page as pixels; ``area`` and ``scale`` as for :func:`handbook.tasks.render_part`."""

    number: int
    scale: float
    area: QRect
    image: QImage


class PageView(QAbstractScrollArea):
    """One card at a time: a page, or the pages that are its sides below each other.

    ``fit`` shows it whole, ``true`` in its real size; else ``zoom`` is a factor of the real size. Arrows move it, + and
    − zoom, 0 fits, 1 is the real size, Page Up and Page Down turn to the next. What a key cannot do here, the page of
    the window does.
    """

    spoken_role = spoken.PICTURE

    changed = Signal()
    """Another page or another size is shown."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._theme = context, context.theme
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.viewport().setAutoFillBackground(False)
        self._pdf = b""
        self._points: tuple[tuple[float, float], ...] = ()
        self._step = 1
        self.at = 0
        """The card that is shown, counted from 0."""
        self.mode = "fit"
        self._zoom = 1.0
        self._room = self._theme.px(400)
        self._scale = 1.0  # device pixels a point
        self._parts: dict[int, _Part] = {}
        self._coarse: dict[int, _Part] = {}
        self._making = self._stale = False
        self._grip: QPoint | None = None

    # -- what is shown -----------------------------------------------------------------------------------------

    def show_pdf(self, pdf: bytes, points: tuple[tuple[float, float], ...], step: int) -> None:
        """Show another file; ``step`` pages at a time. What is seen stays until the new pages are made."""
        if points != self._points or step != self._step:
            self._parts, self._coarse, self.at = {}, {}, 0
        self._pdf, self._points, self._step = pdf, points, step
        self._stale = True
        self._layout()

    @property
    def cards(self) -> int:
        """How many cards there are to turn to."""
        return -(-len(self._points) // self._step)

    @property
    def count(self) -> int:
        """How many pages the file has."""
        return len(self._points)

    @property
    def numbers(self) -> list[int]:
        """The pages that are shown, counted from 0."""
        return list(range(self.at * self._step, min(len(self._points), (self.at + 1) * self._step)))

    @property
    def zoom(self) -> float:
        """How large it is shown; 1 is the real size."""
        return self._scale / _MM / self.devicePixelRatioF() / true_size.dots(self._context, self)

    @property
    def busy(self) -> bool:
        """Whether pages are still being made."""
        return self._making

    def page_rect(self, number: int) -> QRectF:
        """Where page ``number`` lies in the viewport, in logical pixels."""
        ratio = self.devicePixelRatioF()
        width, _ = self._content()
        top = float(self._margin - self.verticalScrollBar().value())
        for each in self.numbers:
            size = self._pixels(each)
            if each == number:
                free = max(width, self.viewport().width()) - size.width() / ratio
                left = round(free / 2 * ratio) / ratio - self.horizontalScrollBar().value()
                return QRectF(left, top, size.width() / ratio, size.height() / ratio)
            top += size.height() / ratio + self._theme.px(_GAP)
        return QRectF()

    # -- turning and zooming -----------------------------------------------------------------------------------

    def turn(self, by: int) -> None:
        """Go ``by`` cards on, and from the last to the first."""
        if self.cards > 1:
            self.at = (self.at + by) % self.cards
            self._parts, self._coarse = {}, {}
            self._layout()

    def set_mode(self, mode: str) -> None:
        """``fit`` or ``true``."""
        self.mode = mode
        self._layout()

    def zoom_by(self, factor: float) -> None:
        """Larger or smaller, up to :data:`MOST` and down to half of the whole page."""
        least = min(self._fitting() / self._true(), 1.0) / 2
        self._zoom = max(least, min(self.zoom * factor, MOST))
        self.mode = "free"
        self._layout()

    def set_room(self, height: int) -> None:
        """How high it may become."""
        if height != self._room:
            self._room = height
            self._layout()

    # -- sizes -------------------------------------------------------------------------------------------------

    @property
    def _margin(self) -> int:
        return self._theme.px(6)

    def _true(self) -> float:
        """Device pixels a point in the real size."""
        return true_size.dots(self._context, self) * self.devicePixelRatioF() * _MM

    def _fitting(self) -> float:
        """Device pixels a point that show all of it."""
        sizes = [self._points[number] for number in self.numbers]
        ratio, margins = self.devicePixelRatioF(), 2 * self._margin
        high = self._room - margins - (len(sizes) - 1) * self._theme.px(_GAP)
        across = (self.width() - margins) / max(width for width, _ in sizes)
        # A pixel for each side less: every side is rounded up.
        return max(0.05, min(across, (high - len(sizes)) / sum(height for _, height in sizes)) * ratio)

    def _pixels(self, number: int) -> QSize:
        width, height = self._points[number]
        return QSize(math.ceil(width * self._scale), math.ceil(height * self._scale))

    def _content(self) -> tuple[float, float]:
        """Width and height of all that is shown with its margins, in logical pixels."""
        ratio, sizes = self.devicePixelRatioF(), [self._pixels(number) for number in self.numbers]
        gaps = (len(sizes) - 1) * self._theme.px(_GAP)
        wide, high = max(size.width() for size in sizes), sum(size.height() for size in sizes)
        return wide / ratio + 2 * self._margin, high / ratio + gaps + 2 * self._margin

    def _layout(self) -> None:
        if not self._points or self.width() < 3 * self._margin:
            return
        bars = self.horizontalScrollBar(), self.verticalScrollBar()
        before = [(bar.value() + bar.pageStep() / 2) / max(1, bar.maximum() + bar.pageStep()) for bar in bars]
        scales = {"fit": self._fitting(), "true": self._true()}
        self._scale = scales.get(self.mode, self._zoom * self._true())
        width, height = self._content()
        if self.mode == "fit":  # rounded up to whole pixels it may be one wider than the room it was made for
            width = min(width, self.viewport().width())
        thick = self.horizontalScrollBar().sizeHint().height() if width > self.width() else 0
        self.setFixedHeight(min(self._room, math.ceil(height) + thick))
        for bar, length, seen, middle in zip(
            bars, (width, height), (self.viewport().width(), self.height() - thick), before, strict=True
        ):
            bar.setPageStep(seen)
            bar.setSingleStep(self._theme.px(40))
            bar.setRange(0, max(0, math.ceil(length) - seen))
            bar.setValue(round(middle * (bar.maximum() + seen) - seen / 2))
        self.changed.emit()
        self.viewport().update()
        self._make()

    # -- making pixels -----------------------------------------------------------------------------------------

    def _seen(self, number: int) -> QRect:
        """What of a page is seen, and a little around it, in its pixels; empty if nothing is."""
        ratio, view, page = self.devicePixelRatioF(), QRectF(self.viewport().rect()), self.page_rect(number)
        if not page.intersects(view):
            return QRect()
        around = view.width() / _AROUND, view.height() / _AROUND
        part = page.intersected(view.adjusted(-around[0], -around[1], *around)).translated(-page.topLeft())
        whole = QRect(QPoint(0, 0), self._pixels(number))
        return QRectF(part.topLeft() * ratio, part.size() * ratio).toAlignedRect().intersected(whole)

    def _lacking(self, number: int) -> bool:
        page, view, ratio = self.page_rect(number), QRectF(self.viewport().rect()), self.devicePixelRatioF()
        if not page.intersects(view):
            return False
        part, made = page.intersected(view).translated(-page.topLeft()), self._parts.get(number)
        needed = QRectF(part.topLeft() * ratio, part.size() * ratio).toRect()
        needed &= QRect(QPoint(0, 0), self._pixels(number))
        return made is None or made.scale != self._scale or not made.area.contains(needed)

    def _make(self) -> None:
        """Have made what is seen and not there yet; one job at a time, the newest wishes win."""
        if self._making or not self.isVisible():
            return
        needed: list[tuple[int, float, QRect]] = []
        for number in self.numbers:
            area, whole = self._seen(number), QRect(QPoint(0, 0), self._pixels(number))
            if area.isEmpty():
                if self._stale:  # else it would show an older card when it comes into sight
                    self._parts.pop(number, None)
                    self._coarse.pop(number, None)
            elif self._stale or self._lacking(number):
                needed.append((number, self._scale, area))
                if area != whole and (self._stale or number not in self._coarse):
                    needed.append(self._coarsely(number))
        self._stale = False
        if needed:
            self._making = True
            background.run(partial(_made, self._pdf, needed), done=self._done, failed=self._bug, bug=self._bug)

    def _coarsely(self, number: int) -> tuple[int, float, QRect]:
        """The whole page in few pixels."""
        width, height = self._points[number]
        scale = min(self._scale, _COARSE / max(width, height))
        return number, scale, QRect(0, 0, math.ceil(width * scale), math.ceil(height * scale))

    @Slot(object)
    def _done(self, made: tuple[bytes, list[_Part]]) -> None:
        self._making = False
        pdf, parts = made
        if pdf is self._pdf:
            for part in parts:
                if part.number not in self.numbers:
                    continue
                if part.scale == self._scale:
                    self._parts[part.number] = part
                    if part.area.size() == self._pixels(part.number):
                        self._coarse.pop(part.number, None)
                elif (part.number, part.scale, part.area) == self._coarsely(part.number):
                    self._coarse[part.number] = part
            self.viewport().update()
        self._make()

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._making = False
        self._context.bridge.crashed.emit(error)

    # -- Qt ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """White pages, what was made of them, their edges; and the ring of the focus."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        colours, edge = self._theme.colours, max(1, self._theme.px(1))
        for number in self.numbers if self._points else []:
            page = self.page_rect(number)
            painter.fillRect(page, QColor("#FFFFFF"))
            for part in (self._coarse.get(number), self._parts.get(number)):
                if part is not None:
                    painter.drawImage(self._target(page, part), part.image)
            painter.setPen(QPen(QColor(colours.outline), edge))
            painter.drawRect(page.adjusted(-edge / 2, -edge / 2, edge / 2, edge / 2))
        if self.hasFocus():
            ring = self._theme.px(3)
            painter.setPen(QPen(QColor(colours.focus), ring))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2))
        painter.end()

    def _target(self, page: QRectF, part: _Part) -> QRectF:
        factor = self._scale / part.scale / self.devicePixelRatioF()
        area = QRectF(part.area)
        return QRectF(page.topLeft() + area.topLeft() * factor, area.size() * factor)

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002  # Qt's signature
        """Another part is seen."""
        self.viewport().update()
        self._make()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._layout()
        self._make()

    def showEvent(self, event: QShowEvent) -> None:
        """The screen may have been measured meanwhile."""
        super().showEvent(event)
        self._layout()

    def event(self, event: QEvent) -> bool:
        """Another screen has another scale."""
        if event.type() in {QEvent.Type.DevicePixelRatioChange, QEvent.Type.ScreenChangeInternal}:
            self._layout()
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, zoom and turn."""
        key = event.key()
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        moves = {
            Qt.Key.Key_Left: (across, -1), Qt.Key.Key_Right: (across, 1),
            Qt.Key.Key_Up: (down, -1), Qt.Key.Key_Down: (down, 1),
        }  # fmt: skip
        if key in moves:
            bar, way = moves[Qt.Key(key)]
            before = bar.value()
            bar.setValue(before + way * bar.singleStep())
            done = bar.value() != before
        elif done := key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus}:
            self.zoom_by(1 / STEP if key == Qt.Key.Key_Minus else STEP)
        elif done := key in {Qt.Key.Key_0, Qt.Key.Key_1}:
            self.set_mode("fit" if key == Qt.Key.Key_0 else "true")
        elif done := key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown} and self.cards > 1:
            self.turn(1 if key == Qt.Key.Key_PageDown else -1)
        event.setAccepted(done)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl it zooms; what it cannot move here, moves the page of the window."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(STEP if event.angleDelta().y() > 0 else 1 / STEP)
            event.accept()
            return
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before - round(event.angleDelta().y() / 120 * 3 * bar.singleStep() / 2))
        event.setAccepted(bar.value() != before)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the paper."""
        self._grip = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the paper."""
        if self._grip is not None:
            now = event.position().toPoint()
            for bar, by in (
                (self.horizontalScrollBar(), now.x() - self._grip.x()),
                (self.verticalScrollBar(), now.y() - self._grip.y()),
            ):
                bar.setValue(bar.value() - by)
            self._grip = now

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002  # Qt's signature
        """Let go."""
        self._grip = None


def _made(pdf: bytes, wanted: list[tuple[int, float, QRect]]) -> tuple[bytes, list[_Part]]:
    parts = []
    for number, scale, area in wanted:
        at = (area.x(), area.y(), area.width(), area.height())
        picture = tasks.render_part(pdf, number, scale=scale, area=at)
        image = QImage(picture.data, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB32)
        parts.append(_Part(number, scale, area, image.copy()))
    return pdf, parts
