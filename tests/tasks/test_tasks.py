"""The jobs that both fronts ask for: numbers that hold, look-back, sheets, pictures of pages, a record to print."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from handbook import content, tasks
from handbook.clinic import read_kit
from handbook.domain import ClinicNumbers, InputError, Journey, LookBack, Medicine, Person, Told
from handbook.record import Record

BOOK = content.load()
TODAY = date(2026, 11, 22)
KIT = read_kit(Path(__file__).parents[1] / "data" / "kit")
WHITE = b"\xff\xff\xff"


def card(languages: tuple[str, ...] = ("zh-Hans",), format: str = "bank") -> bytes:  # noqa: A002
    return tasks.make_card(
        BOOK,
        None,
        kit=None,
        numbers=ClinicNumbers(),
        languages=languages,
        format=format,
        which="family",
        printed_on=TODAY,
    )


def test_a_kit_goes_before_what_the_family_wrote_field_by_field() -> None:
    told = {"fever_line": Told("37.5"), "near_days": Told("x"), "address": Told("家里记的地址")}
    own = tasks.own_numbers(told, None)
    assert (own.fever_line, own.near_days, own.address) == (37.5, None, "家里记的地址")
    both = tasks.own_numbers(told, KIT)
    assert (both.fever_line, both.near_days, both.address) == (38.0, 28, "示例市示例路 1 号")


def test_the_look_back_ends_at_the_infusion_planned_or_done_else_today() -> None:
    for infusion in (date(2026, 11, 2), date(2026, 12, 24)):
        assert tasks.look_back(Journey(infusion=infusion), TODAY, 90) == LookBack(infusion, 90)
    assert tasks.look_back(Journey(collection=date(2026, 10, 1)), TODAY, 60) == LookBack(TODAY, 60)


def test_a_filled_card_needs_the_number_from_one_of_the_two() -> None:
    tasks.require_phone(Person("张三", phone_24h="120"), ClinicNumbers())
    tasks.require_phone(Person("张三"), KIT.numbers)
    with pytest.raises(InputError) as caught:
        tasks.require_phone(Person("张三"), ClinicNumbers(), where="p.toml")
    assert (caught.value.code, caught.value.where) == ("person.no-phone", "p.toml")


def test_what_the_card_leaves_blank_is_named() -> None:
    blank = tasks.blank_fields(BOOK, None, ClinicNumbers(), ("zh-Hans",))
    filled = tasks.blank_fields(BOOK, Person("张三", phone_24h="120"), KIT.numbers, ("zh-Hans",))
    assert "name" in blank
    assert {"name", "phone_24h", "fever_line"} & set(filled) == set()


@pytest.mark.parametrize("dpi", [72.0, 130.0, 300.0])
def test_a_page_as_a_picture_has_the_size_of_the_page(dpi: float) -> None:
    pictures = tasks.render(card(), dpi=dpi)
    assert len(pictures) >= 2
    for picture in pictures:
        assert picture.points == pytest.approx((242.646, 153.014), abs=0.01)
        assert picture.size_mm == pytest.approx((85.60, 53.98), abs=0.01)
        assert (picture.width, picture.height) == pytest.approx((242.646 * dpi / 72, 153.014 * dpi / 72), abs=1)
        assert picture.stride >= picture.width * 4
        assert len(picture.data) == picture.stride * picture.height
        assert picture.data[:3] == WHITE, "the corner is paper"
        pixels = {picture.data[place : place + 3] for place in range(0, len(picture.data), 4)}
        assert min(sum(pixel) for pixel in pixels) < 150, "there is ink"


def test_the_picture_is_blue_green_red() -> None:
    """Red comes last, as Qt's 32-bit format wants it: read from a page of pure red."""
    red = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]/Contents 4 0 R>>endobj
4 0 obj<</Length 21>>stream
1 0 0 rg 0 0 10 10 re f
endstream endobj
trailer<</Root 1 0 R>>"""
    (picture,) = tasks.render(red, dpi=72)
    assert picture.data[:3] == b"\x00\x00\xff"


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_sheet_can_be_made_and_shown(language: str) -> None:
    medicines = [Medicine("1", "阿昔洛韦")]
    window = LookBack(TODAY, 90)
    sheets = [
        card((language,), "booklet"),
        tasks.make_checklist(BOOK, numbers=KIT.numbers, kit=KIT, languages=(language,), printed_on=TODAY),
        tasks.make_medicines(
            BOOK,
            medicines,
            as_="pdf",
            window=window,
            person=Person(),
            look_back=(),
            language=language,
            printed_on=TODAY,
        ),
    ]
    for sheet in sheets:
        assert sheet.startswith(b"%PDF")
        (first, *_) = tasks.render(sheet, dpi=50)
        assert sorted(first.size_mm) == pytest.approx([210, 297], abs=0.1)
    table = tasks.make_medicines(
        BOOK, medicines, as_="csv", window=window, person=Person(), look_back=(), language=language, printed_on=TODAY
    )
    assert "阿昔洛韦" in table.decode("utf-8-sig")


def test_a_record_is_read_with_what_can_be_read_of_the_person(tmp_path: Path) -> None:
    def clock() -> datetime:
        return datetime(2026, 11, 22, 8, tzinfo=UTC)

    with closing(Record.open(tmp_path / "r", clock=clock, new_id=lambda: "x")) as record:
        record.submit(lambda store: store.add_medicine(Medicine("m", "阿昔洛韦"))).result()
        record.submit(lambda store: store.set_date("infusion", date(2026, 11, 2))).result()
        record.submit(lambda store: store.set_person("name", "张三")).result()
        record.submit(lambda store: store.set_person("birth_date", "1961-03-04")).result()
    family = tasks.read_record(tmp_path / "r", clock=clock)
    assert [medicine.name for medicine in family.medicines] == ["阿昔洛韦"]
    assert family.journey.infusion == date(2026, 11, 2)
    assert family.person == Person("张三", birth_date=date(1961, 3, 4), infusion_date=date(2026, 11, 2))
    with closing(sqlite3.connect(tmp_path / "r" / "record.db")) as other:  # a program with other rules wrote here
        other.execute("UPDATE person_field SET value = 'in spring' WHERE key = 'birth_date'")
        other.commit()
    family = tasks.read_record(tmp_path / "r", clock=clock)
    assert family.person == Person("张三", infusion_date=date(2026, 11, 2))


def test_a_record_is_not_made_by_looking(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        tasks.read_record(tmp_path, clock=lambda: datetime.now(UTC))
    assert caught.value.code == "record.absent"
    assert list(tmp_path.iterdir()) == []
