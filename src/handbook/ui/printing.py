"""Printing: the pages go to the printer in the background, a strip at a time, at their true size.

The printer's own faults (settings ``printers``, from its proof) are put right here and nowhere else: a saved PDF never
holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from pathlib import Path
from threading import Event

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from handbook import tasks
from handbook.domain import HandbookError, MachineError, PrinterSides
from handbook.tasks import Placed, PrintPages, Side, Strip
from handbook.ui import background, dialogs
from handbook.ui.context import Context
from handbook.ui.widgets.turning import TurnDialog

LEAST_DPI, MOST_DPI = 300, 600

Step = tuple[int | None, Side]
"""A page (None is an empty one) and the side of the paper that it goes to."""

MANY = 50
"""More pages than this are asked about before they are printed: paper does not come back."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be printed, and how; as for :meth:`handbook.ui.saving.SheetOut.print`."""

    title: str
    job: Callable[[], bytes]
    backs: bool = True
    corrected: bool = True
    printer: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """How the sheets go through this printer.

    ``tumbled``: it turns them on their short edge. ``turned``: the backs must be drawn standing on their head, because
    a person turned the stack on the other edge than the PDF wishes.
    """

    measured: PrinterSides = field(default_factory=PrinterSides)
    tumbled: bool = False
    turned: bool = False


def steps_of(pages: Sequence[int], *, two_sided: bool, copies: int = 1) -> tuple[Step, ...]:
    """The pages in the order in which the printer takes them; every copy begins on a sheet of its own."""
    odd = two_sided and len(pages) % 2 == 1
    one: list[Step] = [(page, "back" if two_sided and n % 2 else "front") for n, page in enumerate(pages)]
    between: list[Step] = [(None, "back")] if odd else []
    return tuple([*one, *between] * (copies - 1) + one)


def paint(
    document: PrintPages,
    printer: QPrinter,
    steps: Sequence[Step],
    way: Way,
    *,
    stop: Event,
    tell: Callable[[int], object],
) -> bool:
    """Print the steps; runs in the background. False if it was stopped: the job is then taken back from the printer.

    Args:
        document: What is printed.
        printer: As the person chose it, with the paper upright.
        steps: From :func:`steps_of`.
        way: What is known of this printer, and how it turns the sheets.
        stop: Set to stop.
        tell: Called with the number of each step, from 1.

    Raises:
        InputError: ``print.paper-small``; nothing was printed.
        MachineError: ``print.refused``.
    """
    # A pixel is a whole number of the printer's dots, or a whole part of one, so that edges stay sharp.
    dots = printer.resolution()
    zoom = ceil(LEAST_DPI / dots) if dots < LEAST_DPI else 1 / ceil(dots / MOST_DPI)
    whole = printer.pageLayout().fullRectPixels(dots)
    paper = round(whole.width() * zoom), round(whole.height() * zoom)
    placed = _placed(document, printer, steps, way, dots * zoom / 25.4)
    painter = QPainter()
    if not painter.begin(printer):
        raise MachineError("print.refused")
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    painter.scale(1 / zoom, 1 / zoom)
    done = refused = False
    try:
        for number, step in enumerate(steps):
            tell(number + 1)
            refused = number > 0 and not printer.newPage()
            if refused:
                break
            if step[0] is not None:
                _draw(painter, document.strips(step[0], placed[step], paper), stop)
            if stop.is_set():
                break
        done = not (refused or stop.is_set())
    finally:
        _finish(painter, printer, whole_job=done)
    if refused or printer.printerState() == QPrinter.PrinterState.Error:
        raise MachineError("print.refused")
    return done


def _draw(painter: QPainter, strips: Iterable[Strip], stop: Event) -> None:
    for strip in strips:
        if stop.is_set():
            return
        image = QImage(strip.data, strip.width, strip.height, strip.stride, QImage.Format.Format_RGB32)
        painter.drawImage(strip.left, strip.top, image)


def _placed(
    document: PrintPages,
    printer: QPrinter,
    steps: Sequence[Step],
    way: Way,
    dots: float,
) -> dict[Step, Placed]:
    """Where every page lies on the paper, before anything is printed."""
    paper = printer.pageLayout().pageSize().size(QPageSize.Unit.Millimeter)
    placed: dict[Step, Placed] = {}
    for page, side in dict.fromkeys(steps):
        if page is not None:
            placed[page, side] = tasks.place_page(
                document.sizes[page],
                (paper.width(), paper.height()),
                dots,
                correction=(way.measured.back if side == "back" else way.measured.front).correction,
                tumbled=side == "back" and way.tumbled,
                turned=side == "back" and way.turned,
            )
    return placed


def _finish(painter: QPainter, printer: QPrinter, *, whole_job: bool) -> None:
    """End the job, or take it back from the printer; of a file nothing is left then."""
    if not whole_job:
        printer.abort()
    painter.end()
    if not whole_job and printer.outputFileName():
        Path(printer.outputFileName()).unlink(missing_ok=True)


class PrintRun(QObject):
    """One thing on its way to a printer: made, the printer asked for, printed, the stack turned, its backs printed.

    It belongs to the window's context and not to a page: a page that is left or drawn anew does not stop it.
    """

    over = Signal(str)
    """Everything is done or was given up; the name of the printer if something was printed, else ""."""
    _at = Signal(int)

    def __init__(self, context: Context, window: QWidget, wanted: Wanted) -> None:
        super().__init__(context)
        self._context, self._window, self._wanted = context, window, wanted
        self._stop = Event()
        self._steps: tuple[Step, ...] = ()
        self._pages: tuple[int, ...] = ()
        self._document: PrintPages | None = None
        self._printer: QPrinter | None = None
        self._turning: TurnDialog | None = None
        self._by_hand = self._printed = self._fronts_out = False
        self._at.connect(self._tell)

    def start(self) -> None:
        """Make what is printed; then the system's dialog asks for the printer."""
        self._do(partial(_opened, self._wanted.job), self._ask)

    def _do(self, job: Callable[[], object], done: Callable[[object], None]) -> None:
        background.run(job, done=done, failed=self._refused, bug=self._bug)

    @Slot(object)
    def _ask(self, document: object) -> None:
        assert isinstance(document, PrintPages)  # noqa: S101  # made above
        self._document = document
        flip, wanted = document.flip, self._wanted
        printer = dialogs.choose_printer(self._window, wanted.title, document.sizes, flip, wanted.printer)
        if printer is None:
            self._end()
            return
        self._printer = printer
        printer.setPageOrientation(QPageLayout.Orientation.Portrait)  # a page that lies across is turned by us
        able = dialogs.turns_sheets(printer)
        pages = tuple(range(len(document.sizes)))
        if printer.printRange() == QPrinter.PrintRange.PageRange and not printer.pageRanges().isEmpty():
            pages = tuple(page for page in pages if printer.pageRanges().contains(page + 1)) or pages
        count = len(pages) * max(1, printer.copyCount())
        if count > MANY and not self._means(count):
            self._end("printing.not_sent")
            return
        self._pages = pages
        self._by_hand = wanted.backs and not able and flip != "none" and len(pages) > 1
        if printer.duplex() == QPrinter.DuplexMode.DuplexAuto:
            short = flip == "short"
            printer.setDuplex(QPrinter.DuplexMode.DuplexShortSide if short else QPrinter.DuplexMode.DuplexLongSide)
        if not able:
            printer.setDuplex(QPrinter.DuplexMode.DuplexNone)
        if self._by_hand:
            self._send(tuple((page, "front") for page in pages[::2]) * self._copies)
        else:
            two_sided = printer.duplex() != QPrinter.DuplexMode.DuplexNone
            self._send(steps_of(pages, two_sided=two_sided, copies=self._copies))

    def _means(self, count: int) -> bool:
        say = self._context.phrases
        words = say("printing.many", n=count)
        return dialogs.sure(self._window, self._wanted.title, words, say("printing.all", n=count), say("printing.none"))

    @property
    def _copies(self) -> int:
        """How often we must send everything; most printers make the copies themselves."""
        assert self._printer is not None  # noqa: S101  # asked for before
        return 1 if self._printer.supportsMultipleCopies() else max(1, self._printer.copyCount())

    def _send(self, steps: tuple[Step, ...]) -> None:
        assert self._printer is not None  # noqa: S101  # asked for before
        assert self._document is not None  # noqa: S101  # opened before
        self._steps = steps
        kept = self._context.settings.printers if self._wanted.corrected else {}
        way = Way(
            kept.get(self._printer.printerName(), PrinterSides()),
            tumbled=not self._by_hand and self._printer.duplex() == QPrinter.DuplexMode.DuplexShortSide,
            turned=self._by_hand and self._document.flip == "short",
        )
        self._do(
            partial(
                paint,
                self._document,
                self._printer,
                steps,
                way,
                stop=self._stop,
                tell=self._report,
            ),
            self._sent,
        )

    def _report(self, number: int) -> None:
        """Called in the background."""
        with suppress(RuntimeError):  # the window is gone; what is printing goes on
            self._at.emit(number)

    @Slot(int)
    def _tell(self, number: int) -> None:
        say = self._context.phrases
        if not self._stop.is_set():
            sentence = say("printing.page", n=number, count=len(self._steps))
            self._context.offered.emit(sentence, say("printing.stop"), self.stop, True)

    @Slot()
    def stop(self) -> None:
        """Stop after the strip that is being printed."""
        self._stop.set()
        self._context.message.emit(self._context.phrases("printing.stopping"))

    @Slot(object)
    def _sent(self, complete: object) -> None:
        if not complete:
            self._end("printing.stopped")
            return
        self._printed = True
        if not self._by_hand or self._fronts_out:
            self._end("saving.printed")
            return
        self._fronts_out = True
        self._context.message.emit(self._context.phrases("printing.fronts"))
        self._turning = TurnDialog(self._context, self._window, sheets=ceil(len(self._pages) / 2))
        self._turning.finished.connect(self._turned)
        self._turning.show()

    @Slot(int)
    def _turned(self, result: int) -> None:
        assert self._turning is not None  # noqa: S101  # shown before
        dialog, self._turning = self._turning, None
        if result == TurnDialog.DialogCode.Accepted:
            order = tasks.turn_order(self._pages, last_first=dialog.last_first)
            self._send(tuple((page, "back") for page in order) * self._copies)
        else:
            self._end("printing.fronts_only")
        dialog.deleteLater()

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        self._context.message.emit(" ".join(self._context.phrases.error(error)))
        self._end()

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._context.bridge.crashed.emit(error)
        self._end()

    def _end(self, key: str = "") -> None:
        if key:
            self._context.message.emit(self._context.phrases(key))
        if self._document is not None:
            self._document.close()
        name = self._printer.printerName() if self._printer is not None and self._printed else ""
        self.over.emit(name)
        self.deleteLater()


def _opened(job: Callable[[], bytes]) -> PrintPages:
    return PrintPages(job())
