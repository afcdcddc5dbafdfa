"""Work on the GUI thread while changing place, page and theme in the real window of the sample family; prints JSON."""

import json
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from statistics import median

from PySide6.QtCore import QEvent

from handbook.ui import sample
from handbook.ui.app import application, make_context
from handbook.ui.window import MainWindow

PLACES = ("today", "steps", "symptoms", "medicines", "card", "handbook")


def milliseconds(work, app):
    """How long this thread is kept busy by ``work`` and the drawing that follows, however busy the machine is."""
    began = time.thread_time()
    work()
    app.processEvents()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)  # what an event loop of its own would do
    return (time.thread_time() - began) * 1000


def longest(work, app, window):
    """The longest stretch for which the event loop is kept busy until the whole page is there."""
    stretches = [milliseconds(work, app)]
    while window.page.busy:
        stretches.append(milliseconds(lambda: None, app))
    return max(stretches)


def pages(context, app, window):
    """The slowest page in each language, and the slowest opened step: medians over three rounds."""
    slowest = []
    for language in ("en", "zh-Hans"):
        context.keep(language=language)
        stops = [("handbook", page.id) for page in context.book.pages(language)]
        stops += [("steps", page.id) for page in context.book.pages(language) if page.id.startswith("step-")]
        taken = {stop: [] for stop in stops}
        for _ in range(4):
            for place, detail in stops:
                taken[place, detail].append(longest(lambda: window.go(place, detail), app, window))  # noqa: B023
        slowest.append(max(median(times[1:]) for times in taken.values()))
    return max(slowest)


app = application()
numbers = count(1)
with tempfile.TemporaryDirectory() as home:
    context = make_context(Path(home), clock=lambda: sample.NOW, new_id=lambda: f"bench-{next(numbers)}")
    context.bridge.record.submit(sample.fill).result()
    window = MainWindow(context)
    window.show()
    app.processEvents()
    for place in PLACES:  # the first visit makes the page
        window.go(place, "")
        app.processEvents()
    places = [milliseconds(lambda place=place: window.go(place, ""), app) for _ in range(5) for place in PLACES]
    themes = [
        milliseconds(lambda theme=theme: context.keep(theme=theme), app)
        for _ in range(3)
        for theme in ("night", "contrast", "day")
    ]
    page = pages(context, app, window)
    window.close()
    json.dump({"place": median(places), "theme": median(themes), "page": page}, sys.stdout)
