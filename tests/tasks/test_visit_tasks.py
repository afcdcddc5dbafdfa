"""What the tasks make of plain entries: the doctor's pages, the hand-over, the calendar, medicines in every form."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone

import pypdfium2
import pytest

from handbook import content, tasks
from handbook.domain import (
    Answer,
    ClinicNumbers,
    Heard,
    Journey,
    LookBack,
    LookBackAnswer,
    Medicine,
    PartialDate,
    Person,
    Quantity,
    Reading,
    SymptomAnswer,
    SymptomCard,
    TeamCall,
)
from handbook.exchange.json_record import decode
from handbook.paper import Question
from handbook.tasks.interview import none_taken, said_lines

BOOK = content.load()
NOW = datetime(2026, 11, 24, 21, 10, tzinfo=timezone(timedelta(hours=8)))
WINDOW = LookBack(date(2026, 11, 13), 90)
JOURNEY = Journey(infusion=date(2026, 11, 13))
MEDICINES = [
    Medicine("1", "阿昔洛韦", start=PartialDate.parse("2026-08")),
    Medicine("2", "鱼油", end=PartialDate.parse("2026-09-01")),
]
DIARY = {
    "readings": [Reading("r", Quantity.TEMPERATURE, 38.2, NOW - timedelta(hours=2))],
    "doses": [],
    "calls": [TeamCall("c", NOW - timedelta(hours=1), "护士", "女儿", "来")],
    "cards": [SymptomCard("k", NOW, (SymptomAnswer("fever", Answer.YES, NOW - timedelta(hours=2)),))],
    "medicines": MEDICINES,
    "person": Person(name="张三"),
    "numbers": ClinicNumbers(),
    "language": "zh-Hans",
    "printed_on": NOW.date(),
}


def text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "")
    document.close()
    return found


def test_the_visit_and_the_hand_over() -> None:
    pages = text(tasks.make_visit(BOOK, since=date(2026, 11, 20), now=NOW, journey=JOURNEY, window=WINDOW, **DIARY))
    for words in ("张三", "回输后第 11 天", "护士", "38.2", "阿昔洛韦", "鱼油"):
        assert words in pages
    shift = text(tasks.make_handover(BOOK, since=NOW - timedelta(hours=3), until=NOW, shifts=[], **DIARY))
    for words in ("交班", "护士", "38.2", "阿昔洛韦"):
        assert words in shift
    assert "鱼油" not in shift


def test_the_calendar_is_in_one_language() -> None:
    data = tasks.make_calendar(
        BOOK,
        JOURNEY,
        ClinicNumbers(near_days=28),
        language="zh-Hans+en",
        owner="x",
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert data.decode().count("BEGIN:VEVENT") == 2
    assert "至少到 2026-12-11" in data.decode().replace("\r\n ", "")


@pytest.mark.parametrize(
    ("as_", "begin"),
    [("pdf", b"%PDF"), ("csv", b"\xef\xbb\xbf"), ("json", b"{"), ("html", b"<!DOCTYPE"), ("fhir", b"{")],
)
def test_the_medicines_in_every_form(as_: str, begin: bytes) -> None:
    data = tasks.make_medicines(
        BOOK,
        MEDICINES,
        as_=as_,
        window=WINDOW,
        person=Person(),
        look_back=(),
        language="zh-Hans+en",
        printed_on=NOW.date(),
    )
    assert data.startswith(begin)
    if as_ == "json":
        assert decode(data).medicines == tuple(MEDICINES)
    if as_ == "fhir":
        assert json.loads(data)["timestamp"] == "2026-11-24T00:00:00+00:00"
    if as_ == "html":
        assert "Not yet approved" in data.decode()


def test_none_is_known_only_if_every_question_says_so() -> None:
    asked = [Question("a", {}), Question("b", {}, monthly=True), Question("old", {}, older=True)]
    none_a = LookBackAnswer("a", "", Heard.NONE, NOW)
    months = [LookBackAnswer("b", f"2026-{month:02}", Heard.NONE, NOW) for month in (8, 9, 10, 11)]
    assert none_taken(asked, [none_a, *months], WINDOW, today=NOW.date())
    assert none_taken(asked, [none_a, LookBackAnswer("b", "", Heard.NONE, NOW)], WINDOW, today=NOW.date())
    assert not none_taken(asked, [none_a, *months[1:]], WINDOW, today=NOW.date())
    assert not none_taken(asked, [none_a], WINDOW, today=NOW.date())
    assert not none_taken(
        asked, [none_a, *months, LookBackAnswer("b", "2026-07", Heard.YES, NOW)], WINDOW, today=NOW.date()
    )
    assert not none_taken(asked, [LookBackAnswer("a", "", Heard.NOT_KNOWN, NOW), *months], WINDOW, today=NOW.date())
    assert not none_taken([], [none_a], WINDOW, today=NOW.date())
    before = WINDOW.anchor - timedelta(days=1)
    assert not none_taken(asked, [none_a, *months], WINDOW, today=before), "the look-back is not over yet"


@pytest.mark.parametrize(
    ("month", "day", "covers"),
    [
        ("2026-08", date(2026, 8, 31), True), ("2026-08", date(2026, 8, 30), False), ("2026-12", WINDOW.anchor, True),
        ("", WINDOW.anchor, True), ("", WINDOW.anchor - timedelta(days=1), False),
    ],
)  # fmt: skip
def test_an_answer_speaks_of_no_day_after_it_was_given(month: str, day: date, covers: bool) -> None:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    answer = LookBackAnswer("a", month, Heard.NONE, at)
    assert answer.covers(WINDOW) is covers
    asked = [Question("a", {}, monthly=bool(month))]
    if not month:
        assert none_taken(asked, [answer], WINDOW, today=WINDOW.anchor + timedelta(days=9)) is covers


def test_the_list_says_on_which_day_was_asked_what_was_not_over_yet() -> None:
    book = BOOK
    question = next(q for group in book.lookback if not group.monthly and not group.older for q in group.questions)
    at = datetime(2026, 11, 1, 9, tzinfo=UTC)
    lines = said_lines(book, [LookBackAnswer(question.id, "", Heard.NONE, at)], WINDOW, "zh-Hans", today=WINDOW.anchor)
    assert lines[0] == f"没有（2026-11-01 问的）：{question.text['zh-Hans']}"


def test_a_note_is_of_the_time_at_which_it_was_written() -> None:
    begun = NOW - timedelta(hours=7)
    cards = [
        SymptomCard("a", begun, note="下午写的"), SymptomCard("b", begun - timedelta(days=40), note="补写的"),
        SymptomCard("c", begun, note="早上写的"),
    ]  # fmt: skip
    noted = {"a": NOW - timedelta(minutes=5), "b": NOW - timedelta(minutes=4)}
    made = tasks.make_handover(
        BOOK, since=NOW - timedelta(hours=1), until=NOW, readings=(), doses=(), calls=(), shifts=(), cards=cards,
        noted=noted, medicines=(), person=Person(), numbers=ClinicNumbers(), language="zh-Hans", printed_on=NOW.date(),
    )  # fmt: skip
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made))
    assert "下午写的" in text
    assert "补写的" not in text
    assert "早上写的" not in text


def test_the_list_of_medicines_says_what_the_interview_found() -> None:
    def says(*answers: LookBackAnswer) -> str:
        pages = tasks.make_medicines(
            BOOK, [], as_="pdf", window=WINDOW, person=Person(), language="zh-Hans", printed_on=NOW.date(),
            look_back=answers,
        )  # fmt: skip
        return text(pages).replace(" ", "")

    assert "还没有问过。" in says()
    assert "还没有问过。" in says(
        LookBackAnswer("bedside", "2020-01", Heard.YES, NOW), LookBackAnswer("x", "", Heard.YES, NOW)
    )
    found = says(
        LookBackAnswer("bedside", "2026-11", Heard.NONE, NOW), LookBackAnswer("bedside", "2026-10", Heard.YES, NOW),
        LookBackAnswer("kitchen", "", Heard.NOT_KNOWN, NOW), LookBackAnswer("steroid-tablets", "", Heard.NONE, NOW),
    )  # fmt: skip
    assert (
        "有：床头、枕边（2026-10）没有：床头、枕边（2026-11）；激素药片不清楚：厨房、饭桌、冰箱还没有回答：床头、枕边（2026-08、2026-09）；"
        in found
    )
    months = [LookBackAnswer("bedside", f"2026-{month:02}", Heard.NONE, NOW) for month in (8, 9, 10, 11)]
    assert "没有：床头、枕边还没有回答：厨房" in says(*months)
