"""Work on the GUI thread in a record of 100 000 entries: the curve, scrolling, unlocking; prints milliseconds as JSON.

The entries fill two years, so that the last month holds four thousand: thirty times what a careful family writes.
"""

import json
import sys
import tempfile
import time
from datetime import timedelta
from itertools import count
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEvent

from handbook.domain import Medicine, Quantity, Reading, Site
from handbook.record import keys
from handbook.ui import sample
from handbook.ui.app import application, make_context
from handbook.ui.lock import Unlocking
from handbook.ui.pages import MODULES
from handbook.ui.window import MainWindow

ENTRIES, AT_ONCE = 100_000, 500
YEARS = timedelta(days=730)
NAMES = ("阿昔洛韦片", "复方磺胺甲噁唑片", "左乙拉西坦片", "奥美拉唑肠溶胶囊")


def fill(record):
    """Readings of every kind at every site, by the hundred as an import writes them."""
    numbers = count()
    record.submit(lambda store: store.add_many([Medicine(f"m{n}", name) for n, name in enumerate(NAMES)])).result()
    kinds = [(q, s) for q in Quantity for s in (Site if q is Quantity.TEMPERATURE else [Site.NOT_SAID])]
    for _ in range(ENTRIES // AT_ONCE):
        some = []
        for n in (next(numbers) for _ in range(AT_ONCE)):
            quantity, site = kinds[n % len(kinds)]
            some.append(Reading(f"b{n}", quantity, 36.5 + n % 30 / 10, sample.NOW - YEARS * n / ENTRIES, site))
        record.submit(lambda store, some=some: store.add_many(some)).result()


def thread_ms(work, app):
    """How long this thread is kept busy by ``work`` and what it sets off, however busy the machine is."""
    began = time.thread_time()
    work()
    app.processEvents()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return (time.thread_time() - began) * 1000


def stretches(work, app, window):
    """Each stretch for which the event loop is kept busy until nothing is under way any more."""
    taken = [thread_ms(work, app)]
    while window.page.busy or window.context.bridge.busy:
        time.sleep(0.001)
        taken.append(thread_ms(lambda: None, app))
    return taken


def curve(window, app):
    """The slowest span of the curve, drawing and table: the longest stretch of each, medians over three rounds."""
    window.go("symptoms", "")
    stretches(lambda: None, app, window)
    sheet = window.page.curve
    slowest = []
    for table in (False, True):
        if sheet.as_table is not table:
            stretches(sheet.kind.click, app, window)
        for days in (3, 30, 7, 1):
            press = sheet.span.press(str(days))
            rounds = []
            for _ in range(3):
                stretches(sheet.span.press("3" if days != 3 else "1").click, app, window)
                rounds.append(max(stretches(press.click, app, window)))
            slowest.append(median(rounds))
    return max(slowest)


def scroll(window, app):
    """The slowest place to scroll: the median step of it, a page at a time from top to bottom."""
    slowest = []
    for place in MODULES:
        window.go(place, "")
        stretches(lambda: None, app, window)
        bar = window.page.verticalScrollBar()
        steps = [
            thread_ms(lambda value=value: bar.setValue(value), app)  # noqa: B023
            for value in range(0, bar.maximum() + 1, max(1, bar.pageStep() // 4))
        ]
        slowest.append(median(steps))
    return max(slowest)


def unlock(window, app):
    """The longest stretch while a passphrase is tried, and that in which the open record is then shown."""
    window.context.bridge.record.set_passphrase("bench", keys.new_recovery_code()).result()
    window.lock()
    stretches(lambda: None, app, window)
    trying = Unlocking(window.context)
    taken = [thread_ms(lambda: trying.begin("bench"), app)]
    while window.context.closed is not None:
        time.sleep(0.001)
        taken.append(thread_ms(lambda: None, app))
    return max(taken[:-1]), taken[-1]


app = application()
numbers = count(1)
with tempfile.TemporaryDirectory() as home:
    context = make_context(Path(home), clock=lambda: sample.NOW, new_id=lambda: f"bench-{next(numbers)}")
    fill(context.bridge.record)
    window = MainWindow(context)
    window.show()
    context.bridge.refresh()
    stretches(lambda: None, app, window)
    taken = {"scroll": scroll(window, app), "curve": curve(window, app)}
    taken["unlock"], taken["unlocked"] = unlock(window, app)
    json.dump(taken, sys.stdout)
    window.close()
