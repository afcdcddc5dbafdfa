"""The curve on the screen: what the geometry of :mod:`handbook.domain.curve` says, in ink, shapes and dashes.

All strips share one gutter on the left, so that the same moment stands at the same place in each of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from handbook.content import FixedWords, axis_text, date_texts, value_text
from handbook.domain import Quantity, Site
from handbook.domain.curve import Bar, Curve, Mark, Panel, Series
from handbook.ui import fonts
from handbook.ui.theme import Theme
from handbook.ui.widgets import spoken
from handbook.ui.widgets.basic import label
from handbook.ui.widgets.layouts import flow
from handbook.ui.widgets.rows import breakable

GUTTER = 46
"""Room for the numbers of the axis of values, in pixels at 100 %."""

SAID = 12
"""So many readings of a series are said of a drawing."""

_EDGE = 12
_TALL, _LOW = 220, 130

# A shape and a dash of its own for each, so that nothing hangs on colour.
_SHAPES = {
    (Quantity.TEMPERATURE, Site.ARMPIT): ("circle", ()),
    (Quantity.TEMPERATURE, Site.MOUTH): ("square", (6, 3)),
    (Quantity.TEMPERATURE, Site.EAR): ("triangle", (2, 3)),
    (Quantity.TEMPERATURE, Site.FOREHEAD): ("diamond", (8, 3, 2, 3)),
    (Quantity.TEMPERATURE, Site.NOT_SAID): ("cross", (4, 4)),
    (Quantity.SYSTOLIC, Site.NOT_SAID): ("triangle", ()),
    (Quantity.DIASTOLIC, Site.NOT_SAID): ("down", ()),
}


def _shape(series: Series) -> tuple[str, Sequence[float]]:
    return _SHAPES.get((series.quantity, series.site), ("circle", ()))


def _draw_mark(painter: QPainter, shape: str, at: QPointF, size: float, colours: tuple[QColor, QColor]) -> None:
    """A mark of ``size`` around ``at`` in ink; hollow ones have the ground, so that no line shines through."""
    ink, ground = colours
    half = size / 2
    x, y = at.x(), at.y()
    painter.setPen(QPen(ink, max(1.5, size / 5)))
    painter.setBrush(ink if shape == "circle" else ground)
    if shape == "circle":
        painter.drawEllipse(at, half, half)
    elif shape == "square":
        painter.drawRect(QRectF(x - half, y - half, size, size))
    elif shape == "cross":
        painter.drawLine(QPointF(x - half, y - half), QPointF(x + half, y + half))
        painter.drawLine(QPointF(x - half, y + half), QPointF(x + half, y - half))
    else:
        corners = {
            "triangle": ((0, -1), (1, 1), (-1, 1)),
            "down": ((0, 1), (1, -1), (-1, -1)),
            "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
        }[shape]
        painter.drawPolygon(QPolygonF([QPointF(x + dx * half, y + dy * half) for dx, dy in corners]))


def _clinics_pen(theme: Theme) -> QPen:
    pen = QPen(QColor(theme.colours.ink), theme.px(3))
    pen.setDashPattern([4, 2.5])
    return pen


def _grid(theme: Theme) -> QColor:
    """Seen in every theme, and weaker than what is drawn on it."""
    colour = QColor(theme.colours.outline)
    colour.setAlphaF(0.4)
    return colour


class _Strip(QWidget):
    """A strip of the plot: the ground with its lines of time, and what a subclass draws on it."""

    spoken_role = spoken.CHART

    def __init__(self, theme: Theme, drawn: Curve, height: int, name: str) -> None:
        super().__init__()
        self._theme, self._drawn = theme, drawn
        self._gutter, self._edge = theme.px(GUTTER), theme.px(_EDGE)
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Wide enough to tell hours apart."""
        return QSize(self._theme.px(300), self.height())

    def _x(self, share: float) -> float:
        return self._gutter + (self.width() - self._gutter - self._edge) * share

    def _y(self, share: float) -> float:
        return (self.height() - self._edge) - (self.height() - 2 * self._edge) * share

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's signature
        """Lines of time, the present, and what belongs on them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(fonts.font(self._theme.text("tiny")))
        colours, px = self._theme.colours, self._theme.px
        for tick in self._drawn.ticks:
            painter.setPen(QPen(_grid(self._theme), px(2 if tick.midnight else 1)))
            painter.drawLine(QPointF(self._x(tick.x), 0), QPointF(self._x(tick.x), self.height()))
        if self._drawn.now is not None:
            painter.setPen(QPen(QColor(colours.accent), px(2)))
            painter.drawLine(QPointF(self._x(self._drawn.now), 0), QPointF(self._x(self._drawn.now), self.height()))
        self._paint(painter)
        painter.end()

    def _paint(self, painter: QPainter) -> None:
        """What belongs on the ground."""


class PanelPlot(_Strip):
    """Readings on one axis of values, with the clinic's own line if there is one."""

    def __init__(self, theme: Theme, drawn: Curve, panel: Panel, name: str, words: FixedWords) -> None:
        super().__init__(theme, drawn, theme.px(_TALL if panel.name == "temperature" else _LOW), name)
        self._panel = panel
        said = [_said(words, series) for series in panel.series] or [words("curve.none")]
        self.setAccessibleDescription(" ".join((*said, words("curve.said_table"))))

    def _paint(self, painter: QPainter) -> None:
        colours, px = self._theme.colours, self._theme.px
        metrics = QFontMetrics(painter.font())
        ink, ground = QColor(colours.ink), QColor(colours.sheet)
        for tick in self._panel.ticks:
            y = self._y(tick.y)
            painter.setPen(QPen(_grid(self._theme), px(1)))
            painter.drawLine(QPointF(self._gutter, y), QPointF(self.width() - self._edge, y))
            painter.setPen(QColor(colours.soft))
            box = QRectF(0, y - metrics.height() / 2, self._gutter - px(8), metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{tick.value:g}")
        if self._panel.line_y is not None:
            painter.setPen(_clinics_pen(self._theme))
            y = self._y(self._panel.line_y)
            painter.drawLine(QPointF(self._gutter, y), QPointF(self.width() - self._edge, y))
        for series in self._panel.series:
            shape, dashes = _shape(series)
            for stroke in series.strokes:
                places = [QPointF(self._x(point.x), self._y(point.y)) for point in stroke]
                pen = QPen(ink, px(2))
                if dashes:
                    pen.setDashPattern(dashes)
                painter.setPen(pen)
                painter.drawPolyline(QPolygonF(places))
                for place, point in zip(places, stroke, strict=True):
                    _draw_mark(painter, shape, place, px(9), (ink, ground))
                    if point.beyond:  # it lies outside the axis: an arrow points to where
                        tip = QPointF(place.x(), place.y() - point.beyond * px(11))
                        _draw_mark(painter, "triangle" if point.beyond > 0 else "down", tip, px(6), (ink, ink))


class BarStrip(_Strip):
    """The days of one medicine: whole where they are certain, dashed where they may be; a mark for each dose."""

    def __init__(self, theme: Theme, drawn: Curve, bar: Bar, name: str) -> None:
        super().__init__(theme, drawn, theme.px(26), name)
        self._bar = bar

    def _paint(self, painter: QPainter) -> None:
        px, ink, ground = self._theme.px, QColor(self._theme.colours.ink), QColor(self._theme.colours.sheet)
        middle, thick = self.height() / 2, px(8)
        bar = self._bar
        pen = QPen(ink, px(2))
        pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        whole = bar.end > bar.begin
        perhaps = ((bar.may_begin, bar.begin), (bar.end, bar.may_end)) if whole else ((bar.may_begin, bar.may_end),)
        for begin, end in perhaps:
            if end > begin:
                painter.drawRect(self._box(begin, end, middle, thick))
        if whole:
            painter.fillRect(self._box(bar.begin, bar.end, middle, thick), ink)
        for mark in bar.doses:
            _draw_mark(painter, "diamond", QPointF(self._x(mark.x), middle), px(10), (ink, ground))

    def _box(self, begin: float, end: float, middle: float, thick: float) -> QRectF:
        return QRectF(self._x(begin), middle - thick / 2, self._x(end) - self._x(begin), thick)


class MarkStrip(_Strip):
    """Moments: filled for yes and for calls, hollow for no."""

    def __init__(self, theme: Theme, drawn: Curve, filled: Sequence[Mark], hollow: Sequence[Mark], name: str) -> None:
        super().__init__(theme, drawn, theme.px(26), name)
        self._filled, self._hollow = filled, hollow

    def _paint(self, painter: QPainter) -> None:
        px, ink, ground = self._theme.px, QColor(self._theme.colours.ink), QColor(self._theme.colours.sheet)
        for marks, fill in ((self._hollow, ground), (self._filled, ink)):
            for mark in marks:
                painter.setPen(QPen(ink, px(2)))
                painter.setBrush(fill)
                painter.drawEllipse(QPointF(self._x(mark.x), self.height() / 2), px(5), px(5))


class TimeScale(_Strip):
    """The words below the lines of time: a day where it begins, else the hour."""

    def __init__(self, theme: Theme, drawn: Curve, words: FixedWords) -> None:
        metrics = QFontMetrics(fonts.font(theme.text("tiny")))
        super().__init__(theme, drawn, metrics.height() + theme.px(8), words("curve.time"))
        self._words = words

    def _paint(self, painter: QPainter) -> None:
        metrics, px = QFontMetrics(painter.font()), self._theme.px
        painter.fillRect(self.rect(), QColor(self._theme.colours.sheet))
        painter.setPen(QColor(self._theme.colours.soft))
        free = 0.0
        for tick in sorted(self._drawn.ticks, key=lambda tick: tick.x):
            at = tick.at
            text = self._words("curve.day", month=at.month, day=at.day) if tick.midnight else f"{at:%H:%M}"
            wide = metrics.horizontalAdvance(text)
            left = min(max(0.0, self._x(tick.x) - wide / 2), self.width() - wide - 1.0)
            if tick.labelled and left >= free:
                painter.drawText(QRectF(left, px(4), wide + 2, metrics.height()), Qt.AlignmentFlag.AlignLeft, text)
                free = left + wide + px(10)


class Legend(QWidget):
    """A mark with its dash, and beside it what it stands for."""

    def __init__(self, theme: Theme, series: Series, words: str) -> None:
        super().__init__()
        self._theme, self._series = theme, series
        text = label(words, "soft", wrap=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(40), 0, 0, 0)
        column.addWidget(text)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's signature
        """The same mark as in the plot."""
        px, ink = self._theme.px, QColor(self._theme.colours.ink)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape, dashes = _shape(self._series)
        pen = QPen(ink, px(2))
        if dashes:
            pen.setDashPattern(dashes)
        painter.setPen(pen)
        middle = self.height() / 2
        painter.drawLine(QPointF(0, middle), QPointF(px(32), middle))
        _draw_mark(painter, shape, QPointF(px(16), middle), px(9), (ink, QColor(self._theme.colours.sheet)))
        painter.end()


class LineLegend(QWidget):
    """The clinic's line with its dashes, and beside it whose it is."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(40), 0, 0, 0)
        column.addWidget(label(words, "soft"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's signature
        """The same dashes as in the plot."""
        painter = QPainter(self)
        painter.setPen(_clinics_pen(self._theme))
        painter.drawLine(QPointF(0, self.height() / 2), QPointF(self._theme.px(32), self.height() / 2))
        painter.end()


class CurveView(QWidget):
    """The whole drawing, top to bottom: readings, medicines, symptoms, calls, each with the time below it.

    ``symptoms`` are the plain words of the items of the symptom card by id; ``fever`` is the clinic's line in words.
    """

    def __init__(
        self, theme: Theme, drawn: Curve, words: FixedWords, *, symptoms: Mapping[str, str], fever: str
    ) -> None:
        super().__init__()
        self._theme, self._drawn, self._words = theme, drawn, words
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(4))
        for panel in drawn.panels:
            self._panel(panel, fever)
        if drawn.bars:
            self._head(words("curve.medicines"))
            for bar in drawn.bars:
                strip: _Strip = BarStrip(theme, drawn, bar, bar.medicine.name)
                strip.setAccessibleDescription(words("visit.join").join(date_texts(bar.medicine, words)))
                self._named(bar.medicine.name, strip)
            self._time()
            self._column.addWidget(label(words("curve.sure"), "soft"))
        if drawn.symptoms:
            self._head(words("curve.symptoms"))
            for row in drawn.symptoms:
                name = symptoms.get(row.item, row.item)
                yes, no = (sum(mark.count for mark in marks) for marks in (row.yes, row.no))
                strip = MarkStrip(theme, drawn, row.yes, row.no, name)
                strip.setAccessibleDescription(words("curve.said_marks", name=name, yes=yes, no=no))
                self._named(name, strip)
            self._time()
            self._column.addWidget(label(words("curve.dots"), "soft"))
        if drawn.calls:
            self._head(words("curve.calls"))
            self._column.addWidget(MarkStrip(theme, drawn, drawn.calls, (), words("curve.calls")))
            self._time()

    def _head(self, text: str) -> None:
        made = label(text, "strong")
        made.setContentsMargins(0, self._theme.px(8) if self._column.count() else 0, 0, 0)
        self._column.addWidget(made)

    def _named(self, name: str, strip: QWidget) -> None:
        self._column.addWidget(label(breakable(name), "soft"))
        self._column.addWidget(strip)

    def _time(self) -> None:
        self._column.addWidget(TimeScale(self._theme, self._drawn, self._words))

    def _panel(self, panel: Panel, fever: str) -> None:
        words = self._words
        name = axis_text(panel.name, words)
        self._head(name)
        self._column.addWidget(PanelPlot(self._theme, self._drawn, panel, name, words))
        self._time()
        legends: list[QWidget] = [Legend(self._theme, series, _series_words(words, series)) for series in panel.series]
        if not panel.series:
            legends.append(label(words("curve.none"), "soft"))
        if panel.name == "temperature":
            legends.append(label(fever, "soft") if panel.line is None else LineLegend(self._theme, fever))
        if any(point.beyond for series in panel.series for stroke in series.strokes for point in stroke):
            legends.append(label(words("curve.beyond"), "soft"))
        self._column.addWidget(flow(*legends, gap=self._theme.px(18)))


def _said(words: FixedWords, series: Series) -> str:
    """The newest readings of a series for ears; all of them are in the table."""
    points = sorted((point for stroke in series.strokes for point in stroke), key=lambda point: point.at, reverse=True)
    values = [
        f"{words('curve.day', month=point.at.month, day=point.at.day)} {point.at:%H:%M} "
        f"{value_text(series.quantity, point.value, words)}"
        for point in points[:SAID]
    ]
    return words("curve.said_series", name=_series_words(words, series), values=words("visit.join").join(values))


def _series_words(words: FixedWords, series: Series) -> str:
    if series.quantity is Quantity.TEMPERATURE:
        name = words(f"sites.{series.site}") if series.site else words("curve.site_unsaid")
    else:
        name = words(f"quantities.{series.quantity}")
    if series.drawn < series.count:
        return words("curve.thinned", what=name, count=series.count, drawn=series.drawn)
    return name
