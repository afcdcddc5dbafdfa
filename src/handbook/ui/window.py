"""The main window: bar of places, heading, the page, and the bar that undoes."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from handbook.settings import SCALES
from handbook.ui import actions, background, fonts, opening, shortcuts, theme
from handbook.ui.frame import Foot, PlacesBar
from handbook.ui.heading import Heading
from handbook.ui.keeping import Keeping
from handbook.ui.lock import IdleWatch
from handbook.ui.minute import MinuteHand
from handbook.ui.pages import OPEN_TO_ALL, page_class
from handbook.ui.qtwords import translate_qt
from handbook.ui.undo_keys import UndoKeys
from handbook.ui.unfinished import OF_NOBODY, Unfinished, written
from handbook.ui.widgets import show_part, spoken

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent, QShowEvent

    from handbook.domain import HandbookError
    from handbook.record import Done
    from handbook.ui.context import Context
    from handbook.ui.pages import Page

NARROW = 1000
"""Below this many pixels at 100 % the bar of places becomes slim."""

LOW = 600
"""Below this height at 100 % the slim bar shows words only."""

LAID_OUT_MS = 200
"""A page that is shown for the first time has been laid out after this time."""

WIDEST = 1320
"""No page becomes wider than this many pixels at 100 %."""


@runtime_checkable
class Form(Protocol):
    """What is filled in and then written down as a whole."""

    def submit(self) -> None:
        """Write it down, or say beside it what cannot be."""


class MainWindow(QMainWindow):
    """The one window. It is rebuilt as a whole when language, theme or text size change: nothing can be forgotten."""

    drawn = Signal()
    """The first page has been drawn."""
    crashed = Signal(object)
    """A bug in the record's thread, for the crash report."""

    record_shown = Signal()
    """Another record is shown, or the same one is open again, or shut."""

    def __init__(self, context: Context, place: str = "today") -> None:
        super().__init__()
        self.context = context
        self.resize(1280, 820)
        self.setMinimumSize(640, 480)
        self._back: list[tuple[str, str]] = []
        self._forward: list[tuple[str, str]] = []
        self.place, self.detail = place, ""
        self._chosen = ""
        """The place that was chosen on the bar since the night page was left, if one was."""
        self._wanted = ("", "")
        """Where somebody wanted to go while the record was locked: he finds himself there once it is open."""
        self._pages: dict[str, Page] = {}
        self._idle = IdleWatch(context, self)
        self._drawn = False
        self.starting = True
        """Whether something that waits for the first page to be drawn has not been done yet."""
        self._undo_keys = UndoKeys(self)
        self._hand = MinuteHand(context.clock, self)
        self._hand.turned.connect(self._minute_turned)
        does = {
            "back": self.back, "forward": self.forward, "undo": self._undo, "redo": self._redo,
            "larger": self.larger_text, "smaller": self.smaller_text, "normal": self.normal_text, "lock": self.lock,
            "print": self.print_page, "keep": self.keep,
        }  # fmt: skip
        for one in (*shortcuts.OPEN, *shortcuts.DO):
            for key in one.keys:
                shortcut = QShortcut(key, self)
                shortcut.setProperty("place", one.place)
                shortcut.setProperty("detail", one.detail)
                shortcut.activated.connect(self._shortcut if one.place else does[one.name])
        self._build()
        self._connect()
        self._tell_unfinished()

    # -- which record ------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        """Listen to the record that is shown, and look after its backups as soon as a page can be seen."""
        context, bridge = self.context, self.context.bridge
        context.looks_changed.connect(self._looks_changed)
        context.go.connect(self.go)
        context.back.connect(self.back)
        context.change.connect(self.change)
        context.lock.connect(self.lock)
        context.message.connect(self._tell)
        context.offered.connect(self._offer)
        bridge.changed.connect(self._record_changed)
        bridge.saved.connect(self._saved)
        bridge.undone.connect(self._undone)
        bridge.redone.connect(self._redone)
        bridge.failed.connect(self._failed)
        bridge.crashed.connect(self.crashed)
        self._idle.use(context)
        self._keeping = Keeping(context) if context.closed is None else None
        if self._keeping is not None and self._drawn:
            self._keeping.keep()
        may_write = context.closed is None and not opening.read_only(context)
        self._unfinished = Unfinished(context) if may_write else None

    @Slot(object)
    def change(self, context: Context) -> None:
        """Show another record, or none: all that is held of the one before goes, and the window is built anew.

        What was typed and not yet written down lies in the record itself: a carer who is called away finds the
        half-written note when the same record is opened again.
        """
        old, self.context = self.context, context
        if old.closed is None and self._keeping is not None:
            self._finish(old)
        context.drafts |= {place: old.drafts[place] for place in OF_NOBODY if place in old.drafts}
        if context.folder != old.folder:
            context.remember(observer="")  # who writes in the one record is not told in the other
        # A record that locks itself at night must not light up the room: the night page stays the way back.
        lately = (self.place, *(place for place, _ in self._back[-1:]))
        self._back = [(place, "") for place in lately if page_class(place).look][:1]
        self._forward.clear()
        wanted, self._wanted = self._wanted, ("", "")
        self.place, self.detail = ("today" if context.closed is None else "shut"), ""
        if context.closed is None and wanted[0]:
            self.place, self.detail = wanted
        self._pages = {}
        self._build()
        self._connect()
        self._tell_unfinished()
        old.blockSignals(True)
        old.bridge.close()
        old.deleteLater()
        QTimer.singleShot(0, self._sweep)
        if context.closed is None and context.folder.parent == context.data_dir:
            context.keep(person_folder=context.folder.name)
        self.record_shown.emit()

    @Slot()
    def _open_again(self) -> None:
        """Open a record anew that somebody else had open, to write in it if it is free now; the page stays."""
        again, place, detail = opening.again(self.context), self.place, self.detail
        if again is None:
            self.context.bridge.refresh()
            self.foot.tell(self.context.phrases("elsewhere.still"))
            return
        self.change(again)
        if again.closed is None:
            self.go(place, detail)
            self.foot.tell(again.phrases("elsewhere.free"))

    def _tell_unfinished(self) -> None:
        """Say which forms were half-written when the record was closed, and offer the first of them."""
        places = list(written(self.context)) if self._unfinished is not None else []
        if places:
            say = self.context.phrases
            names = say("book.comma").join(say(f"unfinished.{place}") for place in places)
            opened = partial(self.go, "handbook" if places[0] == "notes" else places[0])
            self.foot.tell(say("unfinished.found", places=names), offer=(say("unfinished.go"), opened), lasting=True)

    @Slot()
    def _sweep(self) -> None:
        """Let go of the pages that were just taken down: pages and widgets hold each other."""
        gc.collect()

    @Slot()
    def lock(self) -> None:
        """Close the record and forget its key; without a passphrase, say that there is none."""
        context = self.context
        if context.closed is not None:
            self.go("shut")
        elif context.bridge.record.passphrase_set_at is None:
            self.foot.tell(context.phrases("lock.none"), offer=(context.phrases("lock.set"), self._to_keep))
        else:
            self._finish(context)  # before card.toml is read for what is shown next
            self.change(opening.locked(context))

    @Slot()
    def _to_keep(self) -> None:
        self.go("keep", "passphrase")

    def _finish(self, context: Context) -> None:
        """Have everything on disk that can be, before the record is closed."""
        if (typing := self.focusWidget()) is not None:
            typing.clearFocus()  # fields that keep their text when the cursor leaves them do so now
        self.page.leave()
        context.flush()
        if self._unfinished is not None:
            self._unfinished.stop()
            self._unfinished = None
        if self._keeping is not None:
            self._keeping.stop()
            self._keeping = None

    # -- building ----------------------------------------------------------------------------------------------

    def _controls(self) -> list[QWidget]:
        """All of the frame and the page that can have the focus, in the order in which it was made."""
        page = self._pages.get(self.place)
        if page is None:
            return []
        wholes = (self.places, page, self.foot)
        parts = [part for whole in wholes for part in whole.findChildren(QWidget)]
        return [part for part in (*parts, self.heading.phone) if part.focusPolicy() != Qt.FocusPolicy.NoFocus]

    def _build(self, *, foot: Foot | None = None) -> None:
        """Make all of it anew; what ``foot`` says goes on being said."""
        self.context.wear(self._look(self.place))
        look = self.context.theme
        focused = self.focusWidget()
        before = self._controls() if focused is not None else []
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  # there is no window without one
        if self._drawn:
            translate_qt(app, self.context.language)
        app.setPalette(theme.palette(look))
        app.setFont(fonts.font(look.text("body")))
        self.setWindowTitle(self.context.phrases("app.name"))
        self._pages = {}
        self._form = self._fitting_form()
        whole = QWidget()
        whole.setProperty("role", "page")
        # Not the window's own: Qt would dress all that is about to go once more.
        whole.setStyleSheet(theme.stylesheet(look, fonts.register()))
        if first := self.centralWidget() is None:
            self.setCentralWidget(whole)  # later it would be dressed once more
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.places = PlacesBar(self.context, narrow=self._form[0], short=self._form[1])
        self.places.chosen.connect(self._place_chosen)
        self.places.smaller.clicked.connect(self.smaller_text)
        self.places.larger.clicked.connect(self.larger_text)
        sizes = theme.scales(elder=look.elder)
        self.places.smaller.setEnabled(self.context.view.scale > sizes[0])
        self.places.larger.setEnabled(self.context.view.scale < sizes[-1])
        across.addWidget(self.places)
        sheet = self._sheet()
        across.addStretch(1)
        across.addWidget(sheet, 1000)
        across.addStretch(1)
        if not first:  # what is on screen stays until this is ready
            self.setCentralWidget(whole)
        self.places.fit()
        self._show(self.place, self.detail)
        if self.context.kit_in_use.fault is not None:
            self._failed(self.context.kit_in_use.fault)
        if foot is not None:
            self.foot.take_over(foot)
        if focused in before:  # who turns the text size by keyboard stays where he was
            self._give_focus(before, before.index(focused))
        elif not first and self.focusWidget() is None:
            self.page.focus_first()

    def _give_focus(self, before: list[QWidget], number: int) -> None:
        """The control that had the focus: the same in number, else the first of its name, else the page's first."""
        after = self._controls()
        if len(before) == len(after):
            after[number].setFocus()
            return
        name = before[number].accessibleName()
        whole = self.centralWidget()
        assert whole is not None  # noqa: S101  # just built
        same = (part for part in after if part.isVisibleTo(whole) and part.accessibleName() == name)
        if one := next(same, None):
            one.setFocus()
        else:
            self.page.focus_first()

    def _sheet(self) -> QWidget:
        """Heading, page and foot."""
        look = self.context.theme
        sheet = QWidget()  # on a wide screen a page in the middle of the paper, no wider than can be read
        sheet.setMaximumWidth(look.px(WIDEST))
        right = QVBoxLayout(sheet)
        narrow, low = self._form
        side = look.px(24 if narrow else 44)
        right.setContentsMargins(side, look.px(4 if low else 28), side - look.px(16), look.px(4 if low else 16))
        right.setSpacing(look.px(5 if low else 14))
        self.heading = Heading(self.context, narrow=narrow, low=low)
        self.heading.call_pressed.connect(self._call_pressed)
        right.addLayout(self.heading)
        self._bands = QVBoxLayout()
        self._bands.setContentsMargins(0, 0, look.px(16), 0)
        right.addLayout(self._bands)
        self.stack = QStackedWidget()
        self.stack.setMinimumHeight(look.target)  # Qt's own least height would take it from the fixed text and the foot
        right.addWidget(self.stack, 1)
        self._add_elsewhere(right)
        self.foot = Foot(self.context)
        self.foot.undo_pressed.connect(self._undo)
        right.addWidget(self.foot)
        return sheet

    def _add_elsewhere(self, column: QVBoxLayout) -> None:
        """The bar that stands there as long as somebody else writes in the record, with the way to take over."""
        self.elsewhere = Foot(self.context)
        column.addWidget(self.elsewhere)
        if opening.read_only(self.context):
            offer = (self.context.phrases("elsewhere.again"), self._open_again)
            self.elsewhere.tell(opening.elsewhere(self.context, low=self._form[1]), offer=offer, lasting=True)

    def _fitting_form(self) -> tuple[bool, bool]:
        """Whether the bar must be slim, and whether it must do without its drawings."""
        scale = self.context.theme.scale / 100
        narrow = self.width() / scale < NARROW
        return narrow, narrow and self.height() / scale < LOW

    def showEvent(self, event: QShowEvent) -> None:
        """Only now there is a window of the system's to watch."""
        super().showEvent(event)
        self._idle.watch(self.windowHandle())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar of places becomes slim where there is little room."""
        super().resizeEvent(event)
        if self._fitting_form() != self._form:
            self._build_anew()

    # -- moving about ------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return self._pages[self.place]

    @Slot(str, str)
    def go(self, place: str, detail: str = "") -> None:
        """Open a place, keeping the way back."""
        if (place, detail) != (self.place, self.detail):
            self._back.append((self.place, self.detail))
            self._forward.clear()
        self._move(place, detail)

    @Slot()
    def back(self) -> None:
        """Where the reader was before. Nothing typed is discarded."""
        if not self.page.step_back() and self._back:
            self._forward.append((self.place, self.detail))
            self._move(*self._back.pop())

    @Slot()
    def forward(self) -> None:
        """Where the reader came back from."""
        if self._forward:
            self._back.append((self.place, self.detail))
            self._move(*self._forward.pop())

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab from the frame into the page: what it reaches there must be seen."""
        moved = super().focusNextPrevChild(forward)
        if (page := self._pages.get(self.place)) is not None:  # none while the window is built anew
            page.show_focus()
        return moved

    def _move(self, place: str, detail: str) -> None:
        """Show a place and tell readers where they are now; the focus alone does not say it."""
        self._show(place, detail)
        spoken.announce(
            self, self.context.phrases("app.page", title=self.page.title, subtitle=self.page.subtitle).strip()
        )

    def _show(self, place: str, detail: str) -> None:
        if self.context.closed is not None and place not in OPEN_TO_ALL:
            self._wanted = (place, detail)
            place, detail = "shut", ""
        if page_class(place).look:
            self._chosen = ""
        if self.context.look(self._look(place)) != self.context.theme:
            if (typing := self.focusWidget()) is not None:
                typing.clearFocus()  # what is kept when the cursor leaves it is kept before its page goes
            self.place, self.detail = place, detail
            self._build(foot=self.foot)
            return
        page = self._pages.get(place) or self._new_page(place)
        self.place, self.detail = place, detail
        if self.heading.day != self.context.today():  # one screen, one day
            self._fill_corner()
        page.refresh()
        page.open(detail)
        self.stack.setCurrentWidget(page)
        if page.to_read:  # Qt has just given the cursor to its first control, which may lie far below
            page.from_the_top()
        for other in self._pages.values():
            if other.band is not None:
                other.band.setVisible(other is page)
        self.places.mark(place)
        show_part(self.places, shown=not page.alone)
        self._heading_changed()

    def _new_page(self, place: str) -> Page:
        page = self._pages[place] = page_class(place)(self.context)
        page.heading_changed.connect(self._heading_changed)
        page.moved.connect(self._moved)
        self.stack.addWidget(page)
        if page.band is not None:
            self._bands.addWidget(page.band)
        return page

    def _fill_corner(self) -> None:
        self.heading.fill_corner()
        QWidget.setTabOrder(self.places.entry("settings"), self.heading.phone)  # where it stands: after the bar

    def _look(self, place: str) -> str:
        """The colours of a place: its own, which what is opened from it keeps, or "" for those of the settings.

        A white page at three in the morning blinds, whether it is the night page or what was opened from there, however
        many steps away. Who then chooses a place on the bar is back in the house of the day.
        """
        if place == "shut" and (asked := page_class(self._wanted[0] or place).look):
            return asked
        if place != self._chosen:
            for before in (place, *(before for before, _ in reversed(self._back))):
                if page_class(before).look or before == self._chosen:
                    return page_class(before).look
        return page_class(place).look

    @Slot()
    def _heading_changed(self) -> None:
        self.heading.show_page(self.page)

    @Slot(str)
    def _moved(self, detail: str) -> None:
        if self.sender() is self._pages.get(self.place):
            self.detail = detail

    @Slot(str)
    def _place_chosen(self, place: str) -> None:
        self._chosen = place
        self.go(place, "")

    @Slot()
    def _call_pressed(self) -> None:
        self.go("call", "")

    @Slot()
    def _shortcut(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._lead(sender.property("place"), sender.property("detail"))

    @Slot()
    def keep(self) -> None:
        """Write down the form in which the cursor is, as the button at its end does."""
        part: QWidget | None = self.focusWidget()
        while part is not None and not isinstance(part, Form):
            part = part.parentWidget()
        if part is not None:
            part.submit()

    @Slot()
    def print_page(self) -> None:
        """Print the page if it is one to be printed as it stands; else lead to the pocket card, ready to print."""
        if not self.page.print_page():
            self._lead("card", "print")

    def _lead(self, place: str, detail: str) -> None:
        self.go(place, detail)
        for pause in (0, LAID_OUT_MS):
            QTimer.singleShot(pause, self._show_focus)

    @Slot()
    def _show_focus(self) -> None:
        """What a key led to must be seen, once the page has been laid out."""
        if self.place in self._pages:  # while the window is rebuilt there is none
            self.page.show_focus()

    # -- text size ---------------------------------------------------------------------------------------------

    @Slot()
    def larger_text(self) -> None:
        """The next size up."""
        self._step(1)

    @Slot()
    def smaller_text(self) -> None:
        """The next size down."""
        self._step(-1)

    @Slot()
    def normal_text(self) -> None:
        """100 %."""
        self.context.keep(scale=SCALES[0])

    def _step(self, direction: int) -> None:
        view = self.context.view
        sizes = theme.scales(elder=view.elder)
        wanted = sizes.index(min(sizes, key=lambda scale: abs(scale - view.scale))) + direction
        if 0 <= wanted < len(sizes):
            self.context.keep(scale=sizes[wanted])

    @Slot()
    def _looks_changed(self) -> None:
        self._build_anew()

    def _build_anew(self) -> None:
        """The same in another form: what the foot says, and what it offers to undo, stays as long as it was to."""
        self._build(foot=self.foot)

    # -- the record --------------------------------------------------------------------------------------------

    @Slot()
    def _undo(self) -> None:
        self._in_record(self.context.bridge.undo)

    @Slot()
    def _redo(self) -> None:
        self._in_record(self.context.bridge.redo)

    def _in_record(self, step: Callable[[], object]) -> None:
        if self.context.closed is None:
            step()
        else:
            self.foot.tell(self.context.phrases("app.undo_shut"))

    @Slot()
    def _record_changed(self) -> None:
        self._fill_corner()
        self.page.refresh()
        self._heading_changed()

    @Slot(object)
    def _saved(self, done: Done) -> None:
        if done.number:  # 0: nothing had to change, so nothing was written
            self.foot.tell(self._sentence("app.saved", done), undo=True)
            QTimer.singleShot(0, self._undo_keys.forget)  # once the page has heard of it

    @Slot(object)
    def _undone(self, done: Done) -> None:
        self.foot.tell(self._sentence("app.undone", done))

    @Slot(object)
    def _redone(self, done: Done) -> None:
        self.foot.tell(self._sentence("app.redone", done), undo=True)

    def _sentence(self, key: str, done: Done) -> str:
        return self.context.phrases(key, action=actions.sentence(self.context, done))

    @Slot(object)
    def _failed(self, error: HandbookError) -> None:
        if error.code == "record.read-only":  # the bar above says why
            self.foot.tell(self.context.phrases("elsewhere.not_written"))
        else:
            self.foot.tell(" ".join(self.context.phrases.error(error)))

    @Slot(str)
    def _tell(self, sentence: str) -> None:
        self.foot.tell(sentence)

    @Slot(str, str, object, bool)
    def _offer(self, sentence: str, words: str, pressed: Callable[[], object], lasting: bool) -> None:
        self.foot.tell(sentence, offer=(words, pressed), lasting=lasting)

    @Slot(str)
    def tell_crash(self, path: str) -> None:
        """Say once that the program has a fault, that what was saved is safe, and where the report lies."""
        self.foot.tell(self.context.phrases("app.crashed", path=path))

    # -- the clock ---------------------------------------------------------------------------------------------

    @Slot()
    def _minute_turned(self) -> None:
        """After midnight corner and page say the new day together."""
        if self.heading.day != self.context.today() and self.place in self._pages:
            self._record_changed()
        self.context.minute.emit()
        self._look_elsewhere()

    def _look_elsewhere(self) -> None:
        """What somebody else writes in the record that is only read here is not told: it must be looked for."""
        if opening.read_only(self.context):
            self.context.bridge.refresh()

    # -- Qt ----------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """What can wait begins when the first page has been drawn."""
        super().paintEvent(event)
        if not self._drawn:
            QTimer.singleShot(0, self._begin)

    @Slot()
    def _begin(self) -> None:
        if self._drawn or not self.isVisible():
            return
        self._drawn = True
        self.drawn.emit()
        if not self.isVisible():
            return  # it was only to be seen that a page is drawn
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101  # there is no window without one
        spoken.install()
        translate_qt(app, self.context.language)  # no page begins with words of Qt's own
        if self._keeping is not None:
            self._keeping.keep()
        whole = partial(self.context.book.pages, self.context.language)
        background.run(whole, done=self._whole_book, failed=self._whole_book, bug=self._bug)

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self.starting = False
        self.crashed.emit(error)

    @Slot(object)
    def _whole_book(self, _pages: object) -> None:
        """The book has been read once from end to end, beside the window: say what is missing from it."""
        from handbook.ui.beside import missing_words  # noqa: PLC0415  # not for the first page

        self.starting = False
        if (words := missing_words(self.context)) and self.context.kit_in_use.fault is None:
            self.foot.tell(words)  # once; the handbook itself says it as long as it is so

    def changeEvent(self, event: QEvent) -> None:
        """Whoever comes back to the window finds it of this minute."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isActiveWindow():
            self._hand.look()
            if not self._hand.over:
                self._look_elsewhere()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Wait for what was submitted, then close the record."""
        self._idle.stop()
        self._hand.stop()
        background.drain()
        self._finish(self.context)
        self.context.bridge.close()
        super().closeEvent(event)
