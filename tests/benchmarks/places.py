"""Work on the GUI thread while changing place and theme in the real window with the sample family; prints JSON."""

import json
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from statistics import median

from handbook.ui import sample
from handbook.ui.app import application, make_context
from handbook.ui.window import MainWindow

PLACES = ("today", "steps", "symptoms", "medicines", "card", "handbook")


def milliseconds(work, app):
    """How long the event loop is kept busy by ``work`` and the drawing that follows."""
    began = time.perf_counter()
    work()
    app.processEvents()
    return (time.perf_counter() - began) * 1000


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
    window.close()
    json.dump({"place": median(places), "theme": median(themes)}, sys.stdout)
