"""Killing the program at any moment after "saved" loses nothing.

A child writes entries and prints a line after each acknowledgement; it is killed at a random moment and everything that
it had printed must be there.
"""

import os
import random
import subprocess
import sys
import time
import tomllib

from record.record_helpers import do, open_record, raw

FULL = os.environ.get("HANDBOOK_FAULTS") == "full"
ROUNDS = 200 if FULL else 6
SAME_FOLDER = 10
"""So many rounds go on in one folder, so that a record is also killed that was recovered before."""

CHILD = """
import sys
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path
from handbook.domain import Answer, Medicine, Quantity, Reading, SymptomCard
from handbook.record import Record

now = datetime(2026, 11, 2, 3, tzinfo=timezone(timedelta(hours=8)))
record = Record.open(Path(sys.argv[1]), clock=lambda: now, new_id=str)
print("open", flush=True)
for n in count(int(sys.argv[2])):
    jobs = (
        lambda s: s.add_medicine(Medicine(f"m{n}", "药", note="长" * (n * 37 % 4000))),
        lambda s: s.add_reading(Reading(f"r{n}", Quantity.PULSE, n, now)),
        lambda s: s.answer(SymptomCard(f"c{n // 40}", now), f"i{n}", Answer.YES, observer="儿子"),
        lambda s: s.set_person("name", f"n{n}"),
    )
    record.submit(jobs[n % 4]).result()
    print(n, flush=True)
    if n % 7 == 0:
        record.submit(lambda s: s.undo()).result()
        record.submit(lambda s: s.redo()).result()
"""


def test_what_was_acknowledged_is_there(tmp_path):
    chance = random.Random(11)
    start, last, acknowledged = 0, -1, 0
    for number in range(ROUNDS):
        folder = tmp_path / str(number // SAME_FOLDER)
        if number % SAME_FOLDER == 0:
            start, last = 0, -1
        with subprocess.Popen(
            [sys.executable, "-c", CHILD, str(folder), str(start)], stdout=subprocess.PIPE, text=True
        ) as child:
            # Some die while the record is being made or opened, most in the middle of the work.
            if number % 9 == 8:
                time.sleep(chance.uniform(0.02, 0.4))
            else:
                assert child.stdout.readline() == "open\n"
                for _ in range(chance.randrange(1, 60)):
                    last = int(child.stdout.readline())
                time.sleep(chance.uniform(0, 0.004))
            child.kill()
            printed = [line for line in child.stdout.read().splitlines() if line.isdigit()]
        last = int(printed[-1]) if printed else last
        acknowledged += last + 1 - start if last >= start else 0
        start = check(folder, last)
    assert acknowledged > 10 * ROUNDS


def check(folder, last) -> int:
    """See that everything up to ``last`` is there; give the number to go on with."""
    with open_record(folder) as record:
        assert not record.read_only
        kept = {int(m.id[1:]) for m in do(record, lambda s: s.medicines())}
        kept |= {int(r.id[1:]) for r in do(record, lambda s: s.readings())}
        kept |= {int(a.item[1:]) for c in do(record, lambda s: s.cards(10_000)) for a in c.answers}
        name = do(record, lambda s: s.person()).get("name", "n-1")
        redoable = do(record, lambda s: s.redoable())
        if redoable:  # killed between undo and redo of an entry that was acknowledged
            do(record, lambda s: s.redo())
            return check_after_redo(record, folder, last)
    everything = kept | set(range(3, int(name[1:]) + 1, 4))
    assert everything >= set(range(last + 1))
    assert len(everything) <= last + 2
    outside = raw(folder)
    assert outside.pragma("integrity_check") == "ok"
    outside.close()
    card = tomllib.loads((folder / "card.toml").read_text(encoding="utf-8"))
    assert card.get("name", "n-1") == name
    return max(everything, default=-1) + 1


def check_after_redo(record, folder, last) -> int:
    record.close()
    return check(folder, last)
