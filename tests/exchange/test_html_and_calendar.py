"""The list as a web page that needs nothing but itself, and the dates for a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from icalendar import Calendar

from handbook import content
from handbook.domain import ClinicNumbers, Journey, LookBack, Medicine, PartialDate, Person, group
from handbook.exchange import calendar_file, html_page

BOOK = content.load()
WINDOW = LookBack(date(2026, 11, 20), 90)
TODAY = date(2026, 11, 24)
DAY = PartialDate.parse
NOW = datetime(2026, 11, 24, 13, 10, tzinfo=UTC)
JOURNEY = Journey(date(2026, 10, 20), date(2026, 11, 15), date(2026, 11, 20))
NUMBERS = ClinicNumbers(near_days=28, no_driving_days=56, irradiated_from_days=-7)


class Reader(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def page(*medicines: Medicine, person: Person | None = None, languages: tuple[str, ...] = ("zh-Hans",)) -> Reader:
    words = [BOOK.words(language) for language in languages]
    data = html_page(
        group(medicines, WINDOW, TODAY),
        WINDOW,
        person or Person(),
        words,
        small_lines=["版本 · 印于 2026-11-24"] * len(words),
    )
    read = Reader(data.decode())
    assert read.open == []
    return read


def test_the_page_says_all_of_it_and_what_is_not_there() -> None:
    read = page(
        Medicine("1", "药<b>", strength="5 mg", dose="1 片", start=DAY("2026-08"), note="饭\n后\x01"),
        Medicine("2", "停了", end=DAY("2026-11-01")),
        person=Person(name="张𫖯", birth_date=date(1961, 3, 5)),
    )
    for words in ("张𫖯", "1961-03-05", "没有写下", "药<b> 5 mg", "1 片", "2026-08 起", "仍在用", "备注：饭\n后\ufffd",
                  "2026-11-01 停", "没有写下。", "回看 90 天", "版本 · 印于 2026-11-24"):  # fmt: skip
        assert words in read.text


def test_a_screen_reader_finds_its_way() -> None:
    read = page(Medicine("1", "药"), languages=("zh-Hans", "en"))
    assert ("html", {"lang": "zh-Hans"}) in read.tags
    assert [attributes["lang"] for tag, attributes in read.tags if tag == "section"] == ["zh-Hans", "en"]
    scopes = [attributes["scope"] for tag, attributes in read.tags if tag == "th"]
    assert scopes == ["col"] * 4 + ["row"] + ["col"] * 4 + ["row"]
    assert [tag for tag, _ in read.tags].count("caption") == 2


def test_the_page_needs_nothing_but_itself() -> None:
    read = page(Medicine("1", "药"))
    assert not {tag for tag, _ in read.tags} & {"script", "img", "link", "iframe", "a"}
    assert not any(key in {"src", "href", "style"} for _, attributes in read.tags for key in attributes)
    policy = next(attributes for tag, attributes in read.tags if attributes.get("http-equiv"))
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'"


def events(journey: Journey = JOURNEY, numbers: ClinicNumbers = NUMBERS, language: str = "zh-Hans") -> list:
    data = calendar_file(journey, numbers, BOOK.words(language), owner="/home/zhang/record", now=NOW)
    assert "VALARM" not in data.decode()
    assert "zhang" not in data.decode()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_dates_and_windows_are_whole_days_without_an_end() -> None:
    found = {str(event["summary"]): event for event in events()}
    assert list(found) == [
        "CAR-T：采集 T 细胞",
        "CAR-T：预处理化疗",
        "CAR-T：回输当天",
        "住在医院附近：至少到 2026-12-18，并且要等治疗团队说可以",
        "不开车、不操作机器：至少到 2027-01-15，并且要等治疗团队说可以",
        "从 2026-11-13 起只用辐照血制品，直到治疗中心书面通知停止。",
    ]
    for event in found.values():
        assert (event.decoded("dtend") - event.decoded("dtstart")).days == 1
        assert type(event.decoded("dtstart")) is date
        assert (str(event["transp"]), str(event["class"])) == ("TRANSPARENT", "PRIVATE")
        assert event["description"]


def test_an_event_keeps_its_identity_when_its_day_moves() -> None:
    before, after = (events(Journey(infusion=date(2026, 11, day)), ClinicNumbers()) for day in (20, 27))
    assert [event["uid"] for event in before] == [event["uid"] for event in after]
    assert before[0].decoded("dtstart") != after[0].decoded("dtstart")


@pytest.mark.parametrize(
    ("journey", "count"), [(Journey(), 0), (Journey(collection=date(2026, 1, 1)), 1), (Journey(infusion=date.max), 4)]
)
def test_what_is_not_written_down_gives_no_event(journey: Journey, count: int) -> None:
    assert len(events(journey)) == count


def test_english_events_say_the_same() -> None:
    found = [str(event["summary"]) for event in events(language="en")]
    assert "at least to 2026-12-18, and until the team says so" in found[3]
