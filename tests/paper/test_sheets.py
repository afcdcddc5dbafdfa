"""Cards on sheets: both sides meet, the fixed part is drawn once, and a card is the same as one drawn alone."""

import re
import time
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pypdfium2
import pytest
from cards import KIT, NUMBERS, PERSON, PRINTED, flat, run, sizes, texts
from pictures import Mark, mark_in, render, turned_over
from PIL import ImageChops, ImageFilter

from handbook.content import load
from handbook.domain import ClinicNumbers, InputError, Person, UsageError
from handbook.paper import Sheet, batch, card, cards, fits, places, read_sheet
from handbook.paper.blocks import Frame, Para
from handbook.paper.faces import Face
from handbook.paper.formats import FORMATS, MM

BOOK = load()
CHINESE = ("zh-Hans",)
BOTH = ("zh-Hans", "en")
LYING = Sheet(297.0, 210.0, 3, 3, 88.0, 56.0, 9.0, 14.0, 3.5, 4.25)
LEFT, TOP = FORMATS["bank"].margin
FAULTY = [{"batch": "X" * 200}, {"caregiver": "𠮷"}, {"phone_24h": "0" * 60}, {"hospital": "很长的医院名字" * 20}]


def make(
    people, *, numbers=NUMBERS, kit=None, languages=CHINESE, sheet="a4-10", which="family", start=1, flip="long",
    qr=False, **more,
):  # fmt: skip
    return cards(
        BOOK, people, numbers, kit, language_of=lambda _: languages, which=which, start=start, flip=flip, qr=qr,
        sheet=read_sheet(sheet) if isinstance(sheet, str) else sheet, printed_on=PRINTED, **more,
    )  # fmt: skip


def crowd(count):
    """People as a clinic has them: own names, dates and batches, one of a few products and hospitals."""
    names = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
    given = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平𫖯㛃喆镕"
    for n in range(count):
        yield Person(
            name=names[n % 20] + given[n // 20 % 24] + given[n // 480 % 24], record_number=f"{n:07d}",
            birth_date=date(1940, 1, 1) + timedelta(days=n), product=("阿基仑赛注射液", "瑞基奥仑赛")[n % 2],
            batch=f"CN-{n:05d}", infusion_date=date(2026, 11, 1 + n % 28),
            hospital=("示例医院", "示例大学附属第一医院血液病研究所（东院区）和另外一个很长的名字")[n % 5 == 0],
            caregiver=("女儿", "")[n % 7 == 0], caregiver_phone=f"139-{n:04d}-0000" if n % 7 else "",
        )  # fmt: skip


@pytest.mark.parametrize("sheet", ["a4-10", "letter-8", "bank", LYING], ids=["a4-10", "letter-8", "bank", "own"])
@pytest.mark.parametrize("flip", ["long", "short", "none", "manual"])
def test_fronts_meet_backs(monkeypatch, sheet, flip):
    """A mark at the same spot of the card on both sides; the sheet is turned or the stacks are glued in memory."""
    spot, width = (10.0, 12.0), 85.60
    faces = [
        Face(name, lambda _language, _parts, x=x: [Mark(x - LEFT, spot[1] - TOP)], {})
        for name, x in (("front", spot[0]), ("back", width - spot[0]))
    ]
    monkeypatch.setattr(batch, "card_faces", lambda _which, **_: [tuple(faces)])
    form = read_sheet(sheet) if isinstance(sheet, str) else sheet
    form = replace(form, crop_marks=False)
    pdf, backs = make(crowd(form.places), sheet=form, flip=flip)
    front, back = render(pdf), render(backs or pdf, 0 if backs else 1)
    edge = "vertical"
    if flip in {"long", "short"}:
        edge = "vertical" if (flip == "long") == (form.height >= form.width) else "horizontal"
        if sheet == "bank":
            edge = "vertical"  # the machine turns single cards itself
    seen = back if flip == "none" else turned_over(back, edge)
    across, down = ((form.card_width - 85.60) / 2, (form.card_height - 53.98) / 2)
    for number in range(form.places):
        place = form.front(number)
        area = (place.x + across, place.y + down, 85.60, 53.98)
        on_front, on_back = mark_in(front, *area), mark_in(seen, *area)
        if flip == "none":
            on_back = 85.60 - on_back[0], on_back[1]  # each card is glued to its own back, turned like a page
        assert on_front == pytest.approx(spot, abs=0.1)
        assert on_back == pytest.approx(on_front, abs=0.1)


@pytest.mark.parametrize("sheet", ["a4-10", "letter-8"])
def test_crop_marks_stand_on_the_page_and_on_no_card(sheet):
    form = read_sheet(sheet)
    page = render(make([], sheet=sheet)[0], dpi=300)  # nobody: marks only
    dots = 300 / 25.4
    for number in range(form.places):
        place = form.front(number)
        inside = (place.x + 0.1, place.y + 0.1, place.x + 85.5, place.y + 53.88)
        assert page.crop([round(length * dots) for length in inside]).getextrema() == (255, 255)
    assert page.getextrema()[0] < 100


def test_outlines_stand_at_the_edge_of_every_card():
    form = replace(LYING, outlines=True, crop_marks=False)
    page = render(make(crowd(9), sheet=form)[0], dpi=300)
    place, dots = form.front(4), 300 / 25.4
    for x in (place.x, place.x + form.card_width):
        assert page.getpixel((round(x * dots), round((place.y + 40) * dots))) < 255


@pytest.mark.parametrize(
    ("sheet", "size"), [("a4-10", (210, 297)), ("letter-8", (215.9, 279.4)), ("bank", (85.6, 53.98))]
)
@pytest.mark.parametrize("flip", ["long", "manual"])
def test_page_sizes_and_fonts(sheet, size, flip):
    for pdf in filter(None, make(crowd(11), sheet=sheet, flip=flip)):
        for found in sizes(pdf):
            assert found == pytest.approx([length * MM for length in size], abs=0.1)
        rows = [line.split() for line in run("pdffonts", pdf).splitlines()[2:]]
        for row in rows:
            assert "NotoSansSC" in row[0]
            assert row[-5:-2] == ["yes", "yes", "yes"]
        assert rows
        assert b"/PrintScaling /None" in pdf
        assert {"long": b"/DuplexFlipLongEdge", "manual": b"/Simplex"}[flip] in pdf


def test_frames_are_part_of_what_is_fixed(monkeypatch):
    framed = Face("framed", lambda _language, parts: [Frame([Para("框", parts.body, "framed")], 4)], {})
    monkeypatch.setattr(batch, "card_faces", lambda _which, **_: [(framed, framed)])
    page = render(make([PERSON], sheet="bank")[0], dpi=300)
    dots = 300 / 25.4
    assert page.getpixel((round(LEFT * dots), round((TOP + 4) * dots))) < 128  # the left edge of the frame


def where(pdf, form, number, words):
    """The places of a page whose card says ``words``."""
    import pypdfium2  # noqa: PLC0415

    document = pypdfium2.PdfDocument(pdf)
    page = document[number].get_textpage()
    found = []
    for n in range(form.places):
        place = form.front(n)
        left, top = place.x * MM, (form.height - place.y) * MM
        area = page.get_text_bounded(left, top - 53.98 * MM, left + 85.6 * MM, top)
        if words in area:
            found.append(n)
    document.close()
    return found


def test_the_start_is_on_the_first_sheet_only():
    form = read_sheet("a4-10")
    people = list(crowd(12))
    pdf, _ = make(people, start=4)
    assert where(pdf, form, 0, "姓名") == [3, 4, 5, 6, 7, 8, 9]
    assert where(pdf, form, 0, people[0].name) == [3]
    assert where(pdf, form, 1, "叫不醒") == [2, 4, 5, 6, 7, 8, 9]  # the row is mirrored
    assert where(pdf, form, 2, "姓名") == [0, 1, 2, 3, 4]
    assert where(pdf, form, 3, "叫不醒") == [0, 1, 2, 3, 5]
    with pytest.raises(UsageError, match=r"paper\.start"):
        make(people, start=11)


def test_by_hand_there_are_as_many_backs_as_fronts_and_a_page_that_shows_how():
    fronts, backs = make(crowd(11), flip="manual")
    front, back = texts(fronts), texts(backs)
    assert len(front) == len(back) == 3
    for n in (1, 2):
        assert f"第 {n} 张，正面 / Sheet {n}, front" in front[n - 1]
        assert f"第 {n} 张，背面 / Sheet {n}, back" in back[n - 1]
    assert "怎么翻这一叠纸" in front[2]
    assert "How to turn the stack" in front[2]
    assert not back[2]
    small, _ = make(crowd(1), sheet="bank", flip="manual")
    assert len(texts(small)) == 2
    assert not texts(small)[1]  # a picture only
    tight, _ = make(crowd(1), sheet=Sheet(90, 60, 1, 1, margin_left=2, margin_top=3), flip="manual")
    assert "Sheet 1" not in texts(tight)[0]


ODD = [
    PERSON,
    replace(PERSON, name="王芳", name_latin=""),  # as many lines as the first, other words
    replace(PERSON, name="欧阳娜娜", hospital="中国医学科学院血液病医院（血液学研究所）淋巴瘤诊疗中心东院区"),
    Person(name="张𫖯"),
    replace(PERSON, infusion_date=None, product="", product_generic=""),
    replace(PERSON, infusion_date=date(2026, 1, 5), name_latin="A very long name in Latin letters, longer than a line"),
]


def same_ink(one, two):
    """Whether all ink of each lies within a dot of the other's: places are rounded to a hundredth of a point."""
    return all(
        ImageChops.subtract(a.filter(ImageFilter.MinFilter(3)), b).getextrema()[1] < 90
        for a, b in ((one, two), (two, one))
    )


@pytest.mark.parametrize("which", ["family", "doctor"])
@pytest.mark.parametrize("numbers", [NUMBERS, ClinicNumbers(), ClinicNumbers(phone_24h="021-5555 0120", near_days=28)])
def test_a_card_on_a_sheet_is_the_card_drawn_alone(which, numbers):
    for languages in (CHINESE, ("en",)):
        crowded = {2, 5} if which == "family" and languages == ("en",) and numbers.fever_line is None else set()
        people = [person for number, person in enumerate(ODD) if number not in crowded]
        pdf, _ = make(people, numbers=numbers, kit=KIT, languages=languages, sheet="bank", which=which)
        for number, person in enumerate(people):
            alone = card(
                BOOK, person, numbers, KIT, languages=languages, format="bank", which=which, printed_on=PRINTED
            )
            for side in (0, 1):
                one, two = render(alone, side, 150), render(pdf, 2 * number + side, 150)
                assert same_ink(one, two)
                assert sorted(flat(texts(alone)[side])) == sorted(flat(texts(pdf)[2 * number + side]))


@pytest.mark.parametrize("flip", ["long", "short"])
def test_the_words_that_come_out_are_those_that_went_in(flip):
    people = list(crowd(40))
    found = [flat(page) for page in texts(make(people, flip=flip)[0])]
    for number, person in enumerate(people):
        page = found[number // 10 * 2]
        for value in (
            person.name,
            person.batch,
            person.hospital,
            person.caregiver_phone,
            person.birth_date.isoformat(),
        ):
            assert flat(value) in page
    assert all("叫不醒、抽搐、喘不上气：先打120。" in page for page in found[1::2])
    doctor = [flat(page) for page in texts(make(people, flip=flip, which="doctor")[0])]
    assert "从2026-10-25起只用辐照血制品，直到治疗中心书面通知停止。" in doctor[1]
    assert "至少到2026-12-27，并且要等治疗团队说可以" in doctor[1]


def test_two_languages_take_two_places_and_a_code_takes_one_more():
    choices = product((CHINESE, BOTH), ("family", "doctor"), (False, True))
    taken = [places(languages, which, qr=qr) for languages, which, qr in choices]
    assert taken == [1, 2, 1, 1, 2, 4, 2, 2]
    pdf, _ = make([PERSON], languages=BOTH, qr=True)
    form = read_sheet("a4-10")
    assert where(pdf, form, 0, "批号") == [0]
    assert where(pdf, form, 0, "手机可读") == [1]
    assert where(pdf, form, 0, "Carer") == [2]
    assert where(pdf, form, 1, "记事") == [0]
    every = [("zh-Hans",), ("en",)]
    mixed, _ = cards(
        BOOK, crowd(4), NUMBERS, None, language_of=lambda person: every[int(person.batch[-1]) % 2], sheet=form,
        which="family", start=1, flip="long", qr=False, printed_on=PRINTED,
    )  # fmt: skip
    assert where(mixed, form, 0, "Infusion") == [1, 3]


@pytest.mark.parametrize("fault", FAULTY)
@pytest.mark.parametrize("which", ["family", "doctor"])
def test_what_does_not_fit_is_known_before_the_first_page(fault, which):
    person = replace(PERSON, **fault)
    if which == "doctor" and {"batch", "caregiver", "hospital"} & set(fault):
        fits(BOOK, person, NUMBERS, None, languages=BOTH, which=which)
        return
    with pytest.raises(InputError) as alone:
        card(BOOK, person, NUMBERS, None, languages=CHINESE, format="bank", which=which, printed_on=PRINTED)
    for doubtful in (
        lambda: fits(BOOK, person, NUMBERS, None, languages=BOTH, which=which, printed_on=PRINTED),
        lambda: make([PERSON, person], which=which),
    ):
        with pytest.raises(InputError) as caught:
            doubtful()
        assert (caught.value.code, caught.value.params) == (alone.value.code, alone.value.params)


def test_a_code_that_cannot_be_read_is_known_before_the_first_page():
    words = {"zh-Hans": {"call": "请打电话。" * 30}}
    fits(BOOK, PERSON, NUMBERS, None, languages=CHINESE, which="family", qr=True)
    many = replace(NUMBERS, words=words)
    with pytest.raises(InputError):
        fits(BOOK, PERSON, many, None, languages=CHINESE, which="family", qr=True)


def test_it_stops_when_it_is_told_to():
    told = []

    def progress(done):
        told.append(done)
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(crowd(100), progress=progress)
    assert told == [10, 20]
    assert make(crowd(25), progress=told.append)
    assert told[2:] == [10, 20, 25]


@pytest.mark.parametrize(
    ("count", "start", "languages"), [(25, 1, CHINESE), (25, 8, CHINESE), (3, 4, BOTH), (12, 10, CHINESE)]
)
def test_a_stack_that_is_cut_lies_in_the_order_of_the_list(count, start, languages):
    plain, stacked = (
        make(crowd(count), start=start, languages=languages, order=order)[0] for order in ("list", "stack")
    )
    form = read_sheet("a4-10")
    pages = len(sizes(plain)) // 2
    assert len(sizes(stacked)) == 2 * pages == 2 * form.count(count * len(languages), start)
    plain_at, stacked_at = (
        [[names_at(data, 2 * page, form, place) for place in range(form.places)] for page in range(pages)]
        for data in (plain, stacked)
    )
    assert [[bool(name) for name in page] for page in plain_at] == [
        [bool(name) for name in page] for page in stacked_at
    ]
    piles = [page[place] for place in range(form.places) for page in stacked_at if page[place]]
    assert piles == [name for page in plain_at for name in page if name]


def names_at(data, page, form, number):
    """Whose card stands on a place, and in which language; "" if none does."""
    document = pypdfium2.PdfDocument(data)
    place, height = form.front(number), form.height * MM
    words = document[page].get_textpage().get_text_bounded(
        left=place.x * MM, right=(place.x + form.card_width) * MM,
        bottom=height - (place.y + form.card_height) * MM, top=height - place.y * MM,
    )  # fmt: skip
    document.close()
    numbers = re.findall(r"CN-\d{5}", words)
    return "".join([*numbers, "姓名" * ("姓名" in words)])


def test_only_the_first_sheets_are_drawn():
    assert [len(sizes(make(crowd(25), most=most, order="stack")[0])) for most in (1, 2, None)] == [2, 4, 6]


def test_same_people_same_bytes():
    assert make(crowd(30), kit=KIT) == make(crowd(30), kit=KIT)
    assert make(crowd(30), numbers=replace(NUMBERS, fever_line=38.0)) != make(crowd(30))


def test_a_thousand_cards_are_quick_and_small():
    began = time.perf_counter()
    pdf, _ = make(crowd(1000))
    taken = time.perf_counter() - began
    assert len(pdf) < 400 * 1000
    assert taken < 10  # about a third of a second on a quiet machine
    assert len(texts(pdf)) == 200
    forms = re.findall(rb"/Subtype /Form", pdf)
    assert len(forms) < 20  # fronts and backs in their few shapes, and the crop marks
