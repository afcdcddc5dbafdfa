"""What Qt has made is never destroyed by another thread, however much garbage that thread makes."""

import gc
import threading
from typing import ClassVar

from PySide6.QtCore import QObject

from handbook.ui.app import application
from handbook.ui.garbage import Garbage


class _Page(QObject):
    """Holds itself, so that only looking for garbage finds it."""

    ended: ClassVar[list[int]] = []

    def __init__(self):
        super().__init__()
        self.me = self

    def __del__(self):
        self.ended.append(threading.get_ident())


def much():
    """More objects than Python makes before it looks for garbage of every age."""
    for _ in range(200_000):
        one = []
        one.append(one)


def test_garbage_of_other_threads_and_of_the_window_is_looked_for_in_the_gui_thread(qapp, qtbot):
    _Page.ended.clear()
    for _ in range(20):
        _Page()
    gc.collect(0)  # what is young is looked at first: now they are older
    thread = threading.Thread(target=much)
    thread.start()
    thread.join()
    here = threading.get_ident()
    assert set(_Page.ended) <= {here}
    qtbot.waitUntil(lambda: gc.get_count()[0] < gc.get_threshold()[0], timeout=20_000)  # looked for all the same
    gc.collect()
    assert _Page.ended == [here] * 20


def test_one_watch_is_enough(qapp):
    assert application() is qapp
    (watch,) = qapp.findChildren(Garbage)
    gc.enable()  # by a command of the same process, say
    watch.look()
    assert not gc.isenabled()
