"""What the tests of the record share: a clock that ticks, ids that count, and everything a record says."""

import itertools
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

import apsw

from handbook.domain import (
    Answer,
    Dose,
    Heard,
    HowKnown,
    Kind,
    LookBackAnswer,
    Medicine,
    Note,
    NoteKind,
    PartialDate,
    PassportEntry,
    PassportKind,
    Quantity,
    Reading,
    Shift,
    Site,
    TeamCall,
    Told,
)
from handbook.record import Record, Store

T = TypeVar("T")
BEIJING = timezone(timedelta(hours=8))
START = datetime(2026, 11, 2, 23, 50, tzinfo=BEIJING)

MEDICINE = Medicine(
    "m1", "阿昔洛韦片", "0.2 g", "1 片", "口服", "每天 2 次", "预防疱疹", "李医生",
    Kind.PRESCRIPTION, HowKnown.BOX_SEEN, "女儿", "饭后\n吃", PartialDate.parse("2026-08~"), None,
)  # fmt: skip
READING = Reading("r1", Quantity.TEMPERATURE, 38.2, START, Site.EAR, "儿子", "刚睡醒")
NOTE = Note("n1", "fever", NoteKind.NOTE, "体温计在抽屉里\n第二格", START)
QUESTION = Note("q1", "", NoteKind.QUESTION, "夜里打哪个电话？", START + timedelta(minutes=1))


class Clock:
    """A minute later at every look."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


DOSE = Dose("d1", "m1", START, "1 片", "女儿", "吃了一半吐了")
CALL = TeamCall("c1", START, "值班护士", "女儿", "体温到 38.0 ℃ 就来", "记在本子上")
SHIFT = Shift("s1", "儿子", START, START + timedelta(hours=8), "夜班")
ENTRY = PassportEntry("p1", PassportKind.VACCINE, PartialDate.parse("2026-08~"), "流感疫苗", "社区医院", "左臂")
ANSWER = LookBackAnswer("kitchen", "2026-09", Heard.YES, START, HowKnown.BOX_SEEN, "女儿", "冰箱里")
PHOTO = b"\x89PNG\r\n\x1a\n" + b"the box of m1"


def open_record(folder: Path) -> Record:
    counter = itertools.count(1)
    return Record.open(folder, clock=Clock(), new_id=lambda: f"id-{next(counter)}")


def do(record: Record, job: Callable[[Store], T]) -> T:
    return record.submit(job).result(timeout=60)


def snapshot(record: Record) -> dict[str, Any]:
    """Everything that a person sees, without the history."""
    return do(
        record,
        lambda s: {
            "medicines": s.medicines(), "cards": s.cards(10_000), "readings": s.readings(), "journey": s.journey(),
            "numbers": s.numbers(), "person": s.person(), "prepared": s.prepared(),
            "stars": s.stars(), "notes": s.notes(), "doses": s.doses(), "calls": s.calls(), "shifts": s.shifts(),
            "passport": s.passport(), "look-back": s.lookback_answers(),
            "photos": [s.photos(m.id) for m in s.medicines()], "bin": s.bin(), "card": s.left_off_card(),
        },
    )  # fmt: skip


def fill(record: Record) -> None:
    """Something in every table, in twenty-four actions."""
    card = do(record, lambda s: s.begin_card())
    for job in (
        lambda s: s.add_medicine(MEDICINE),
        lambda s: s.add_medicine(Medicine("m2", "鱼油", kind=Kind.SUPPLEMENT, end=PartialDate())),
        lambda s: s.stop_medicine("m1", PartialDate.parse("2026-10-30")),
        lambda s: s.answer(card, "fever", Answer.YES, observer="儿子"),
        lambda s: s.answer_rest(card, ["fever", "confused"], observer="儿子"),
        lambda s: s.set_card_note(card.id, "打了电话"),
        lambda s: s.add_reading(READING),
        lambda s: s.set_date("infusion", date(2026, 11, 5)),
        lambda s: s.set_number("fever_line", Told("38.0", "护士长", date(2026, 10, 20))),
        lambda s: s.set_person("name", "张𫖯"),
        lambda s: s.set_prepared("medicine-list", True),
        lambda s: s.set_star("fever", True),
        lambda s: s.add_note(NOTE),
        lambda s: s.add_note(QUESTION),
        lambda s: s.tick_question("q1", True),
        lambda s: s.add_dose(DOSE),
        lambda s: s.add_call(CALL),
        lambda s: s.add_shift(SHIFT),
        lambda s: s.add_passport(ENTRY),
        lambda s: s.set_lookback(ANSWER),
        lambda s: s.add_photo("m1", PHOTO),
        lambda s: s.set_on_card("product", False),
        lambda s: s.add_call(TeamCall("c2", START, "前台")),
        lambda s: s.delete_call("c2"),
    ):
        do(record, job)


def raw(folder: Path) -> apsw.Connection:
    """A connection from outside, as another program would open the file."""
    return apsw.Connection(str(folder / "record.db"), flags=apsw.SQLITE_OPEN_READWRITE)
