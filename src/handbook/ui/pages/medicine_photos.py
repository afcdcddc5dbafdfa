"""The photos of a medicine's box: read out of the record, looked at in the window, never written anywhere else."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from handbook.domain import HandbookError, Medicine
from handbook.record import Done, Record, Store
from handbook.ui import background, dialogs, pictures
from handbook.ui.context import Context
from handbook.ui.pages.medicine_fields import LAID_OUT_MS
from handbook.ui.widgets import Sheet, button, flow, label
from handbook.ui.widgets.measure import Measure

FILES = "*.jpg *.jpeg *.png *.webp *.bmp *.gif *.tif *.tiff"
THUMB = 132
"""Pixels of a small picture's longer side, at 100 %."""

Read = dict[str, QImage]
"""Pictures by id, oldest first."""


class _Large(QWidget):
    """One picture as wide as there is room, never larger than it is."""

    def __init__(self, image: QImage, name: str) -> None:
        super().__init__()
        self._image = QPixmap.fromImage(image)
        self.setAccessibleName(name)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Its height follows from its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """In the proportions of the picture."""
        return self._fitted(width).height()

    def sizeHint(self) -> QSize:
        """As large as it is."""
        return self._image.size()

    def minimumSizeHint(self) -> QSize:
        """It fits any room."""
        return QSize(1, 1)

    def _fitted(self, width: int) -> QSize:
        size = self._image.size()
        return size.scaled(min(width, size.width()), size.height(), Qt.AspectRatioMode.KeepAspectRatio)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002  # Qt's own hook
        """The picture at the left edge, where the words above it begin."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._fitted(self.width())
        painter.drawPixmap(0, 0, size.width(), size.height(), self._image)


class _Open(Sheet):
    """A picture in large; Esc closes it and leads nowhere else."""

    closed = Signal()

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() is QEvent.Type.KeyPress:
                self.closed.emit()
            return True
        return super().event(event)


class Photos(Sheet):
    """The small pictures and, below them, the one that was opened."""

    offered = Signal(object, object)
    """The button above a picture that was opened, and the picture, both to be seen."""

    def __init__(self, context: Context, medicine: Medicine | None) -> None:
        say = context.phrases
        super().__init__(context.theme, say("place.medicines.photos"), gap=10)
        self._context, self._medicine = context, medicine
        self._making = 0
        self._read: Read = {}
        self._open_id = ""
        if medicine is None:
            self.add(Measure(context.theme, label(self._say("photos_later"), "soft"), size=15))
            return
        self.add(Measure(context.theme, label(self._say("photos_words"), "soft"), size=15))
        self._thumbs = QWidget()
        self._large = QWidget()
        self.add_press = button(self._say("photo_add"), self._choose)
        self.add(self._thumbs, flow(self.add_press), self._large)
        for part in (self._thumbs, self._large):
            part.hide()
        context.bridge.changed.connect(self.refresh)
        self.refresh()

    def _say(self, key: str, **params: object) -> str:
        return self._context.phrases(f"place.medicines.{key}", **params)

    @property
    def busy(self) -> bool:
        """Whether a picture is being read or made."""
        return self._making > 0

    @property
    def thumbs(self) -> list[QPushButton]:
        """The small pictures, oldest first."""
        return [] if self._medicine is None else self._thumbs.findChildren(QPushButton)

    @property
    def opened(self) -> str:
        """The id of the picture that is shown in large; "" for none."""
        return self._open_id

    # -- reading -----------------------------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Read what the record has; pictures that were read already are not read again."""
        if self._medicine is None:
            return
        job = partial(_pictures, self._context.bridge.record, self._medicine.id, dict(self._read))
        self._run(job)

    def _run(self, job: partial[Read] | partial[bytes]) -> None:
        self._making += 1
        background.run(job, done=self._arrived, failed=self._refused, bug=self._bug)

    @Slot(object)
    def _arrived(self, result: Read | bytes) -> None:
        self._making -= 1
        if isinstance(result, bytes):
            assert self._medicine is not None  # noqa: S101  # nothing is chosen without one
            self._context.bridge.do(partial(_add, self._medicine.id, result))
        elif list(result) != list(self._read) or not self._thumbs.isVisible():
            self._read = result
            self._show()

    @Slot(object)
    def _refused(self, error: HandbookError) -> None:
        self._making -= 1
        self._context.message.emit(" ".join(self._context.phrases.error(error)))

    @Slot(object)
    def _bug(self, error: BaseException) -> None:
        self._making -= 1
        self._context.bridge.crashed.emit(error)

    # -- showing -----------------------------------------------------------------------------------------------

    def _show(self) -> None:
        theme = self._context.theme
        focused = self._thumbs.isAncestorOf(self.focusWidget() or self)
        presses = []
        for number, (key, image) in enumerate(self._read.items(), 1):
            press = button("", self._opened, role="", name=self._say("photo_open", n=number))
            press.setObjectName(f"photo {key}")
            press.setProperty("photo", key)
            side = theme.px(THUMB)
            small = QPixmap.fromImage(image)
            press.setIcon(QIcon(small))
            press.setIconSize(small.size().scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
            presses.append(press)
        self._thumbs = self._replaced(self._thumbs, flow(*presses, gap=theme.px(12)), shown=bool(presses))
        if self._open_id not in self._read:
            self._close()
        if focused:
            (presses[0] if presses else self.add_press).setFocus()

    def _replaced(self, old: QWidget, new: QWidget, *, shown: bool) -> QWidget:
        self.column.replaceWidget(old, new)
        old.hide()
        old.deleteLater()
        new.setVisible(shown)
        return new

    @Slot()
    def _opened(self) -> None:
        sender = self.sender()
        if sender is None or self._medicine is None:
            return
        self._open_id = key = str(sender.property("photo"))
        theme = self._context.theme
        large = _Open(theme, role="wash", gap=10)
        large.closed.connect(self._close)
        self.close_press = button(self._say("photo_close"), self._close)
        self.delete_press = button(self._say("photo_delete"), self._delete, role="link")
        name = self._say("photo_of", name=self._medicine.name, n=list(self._read).index(key) + 1)
        large.add(flow(self.close_press, self.delete_press, gap=theme.px(12)), _Large(self._read[key], name))
        self._large = self._replaced(self._large, large, shown=True)
        self.close_press.setFocus()
        for pause in (0, LAID_OUT_MS):
            QTimer.singleShot(pause, self._offer)

    @Slot()
    def _offer(self) -> None:
        if self._open_id:
            self.offered.emit(self.close_press, self._large)

    @Slot()
    def _close(self) -> None:
        before, self._open_id = self._open_id, ""
        self._large = self._replaced(self._large, QWidget(), shown=False)
        if before:
            (self._thumbs.findChild(QPushButton, f"photo {before}") or self.add_press).setFocus()

    # -- changing ----------------------------------------------------------------------------------------------

    @Slot()
    def _choose(self) -> None:
        kinds = f"{self._say('photo_files')} ({FILES})"
        path = dialogs.open_path(self, self._say("photo_add"), kinds)
        if path is not None:
            self._run(partial(pictures.clean_photo, Path(path)))

    @Slot()
    def _delete(self) -> None:
        self._context.bridge.do(partial(_delete, self._open_id))


def _add(medicine: str, data: bytes, store: Store) -> Done:
    return store.add_photo(medicine, data)


def _delete(photo: str, store: Store) -> Done:
    return store.delete_photo(photo)


def _bytes(medicine: str, known: frozenset[str], store: Store) -> dict[str, bytes]:
    """The pictures of a medicine in the record's thread; no bytes for those that were read before."""
    return {photo.id: b"" if photo.id in known else store.photo_bytes(photo.id) for photo in store.photos(medicine)}


def _pictures(record: Record, medicine: str, known: Read) -> Read:
    found = record.submit(partial(_bytes, medicine, frozenset(known))).result()
    return {key: known[key] if key in known else pictures.picture(data) for key, data in found.items()}
