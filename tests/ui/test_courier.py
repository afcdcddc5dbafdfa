"""From a thread into the GUI thread: in order, never to who is gone, and without letting go of what still sends."""

from threading import Thread

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Slot

from handbook.ui.courier import Courier


class _Page(QObject):
    def __init__(self):
        super().__init__()
        self.heard = []

    @Slot(object)
    def hear(self, value):
        self.heard.append(value)


def test_what_many_threads_send_arrives_in_the_order_of_each(qapp, qtbot):
    courier, page = Courier(), _Page()
    threads = [
        Thread(target=lambda name=name: [courier.send(page.hear, (name, n)) for n in range(500)]) for name in range(4)
    ]
    for thread in threads:
        thread.start()
    qtbot.waitUntil(lambda: len(page.heard) == 2000, timeout=20_000)
    for thread in threads:
        thread.join()
    assert all([n for name, n in page.heard if name == one] == list(range(500)) for one in range(4))


def test_a_page_that_is_gone_hears_nothing_more(qapp, qtbot):
    courier, page, other = Courier(), _Page(), _Page()
    thread = Thread(target=lambda: [courier.send(page.hear, n) for n in range(200)] + [courier.send(other.hear, "end")])
    heard = page.heard
    thread.start()
    thread.join()
    page.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qtbot.waitUntil(lambda: other.heard == ["end"], timeout=20_000)
    assert heard == []


def test_an_answer_that_goes_nowhere_in_particular_is_called(qapp, qtbot):
    heard = []
    courier = Courier()
    courier.send(heard.append, 1)
    qtbot.waitUntil(lambda: heard == [1], timeout=20_000)
