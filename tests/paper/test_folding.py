"""The fold card, the booklet on Letter and large print."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from cards import KIT, NUMBERS, PERSON, PRINTED, flat, run, sizes, text
from pictures import Mark, mark_in, render, turned_over

from handbook.content import load
from handbook.domain import ClinicNumbers, InputError, Person
from handbook.paper import booklet, card, fold
from handbook.paper.booklet import PLACES
from handbook.paper.formats import CARD, FORMATS, MM, PAPERS

BOOK = load()
UNSET = ClinicNumbers()
LANGUAGES = [("zh-Hans",), ("en",), ("zh-Hans", "en"), ("en", "zh-Hans")]


def make(person=PERSON, numbers=NUMBERS, *, languages=("zh-Hans",), shape="fold", which="both", paper="a4", qr=False):
    return card(
        BOOK, person, numbers, KIT, languages=languages, format=shape, which=which, paper=paper, qr=qr,
        printed_on=PRINTED,
    )  # fmt: skip


@pytest.mark.parametrize("languages", LANGUAGES)
@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("shape", ["fold", "booklet", "large-print"])
@pytest.mark.parametrize(
    ("person", "numbers"), [(PERSON, NUMBERS), (None, UNSET), (PERSON, UNSET), (Person(name="王芳"), NUMBERS)]
)
def test_every_format_fits_both_papers(languages, paper, shape, person, numbers):
    pdf = make(person, numbers, languages=languages, shape=shape, paper=paper, qr=shape != "large-print")
    width, height = PAPERS[paper]
    want = (height * MM, width * MM) if shape == "booklet" else (width * MM, height * MM)
    pages = sizes(pdf)
    assert len(pages) == (len(languages) if shape == "large-print" else 1)
    for page in pages:
        assert page == pytest.approx(want, abs=0.1)
    rows = [line.split() for line in run("pdffonts", pdf).splitlines()[2:]]
    assert rows
    for row in rows:
        assert "NotoSansSC" in row[0]
        assert row[-5:-2] == ["yes", "yes", "yes"]
    assert b"/Duplex /Simplex" in pdf


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_a_piece_folds_at_the_top_edge_into_a_card(monkeypatch, paper):
    """Marks at the same spot of front and back; the upper half is folded back in memory and must meet the lower."""
    (left, top), spot = FORMATS["fold"].margin, (10.0, 12.0)
    front, back = (lambda _parts, x=x: [Mark(x - left, spot[1] - top)] for x in (spot[0], CARD[0] - spot[0]))
    monkeypatch.setattr(fold, "_pieces", lambda *_: [fold._Piece(front, back)] * 3)
    page = render(make(paper=paper))
    dots = 600 / 25.4
    for number in range(3):
        x, y = fold.place(number, paper)
        inner = (x + 1, y + 1, CARD[0] - 2, CARD[1] - 2)
        upper = page.crop([round(length * dots) for length in (x, y, x + CARD[0], y + CARD[1])])
        read = upper.rotate(180)  # as it is read when the folded card is turned like a page
        behind = turned_over(read, "vertical")
        below = mark_in(page, inner[0], inner[1] + CARD[1], inner[2], inner[3])
        behind_at = mark_in(behind, 1, 1, CARD[0] - 2, CARD[1] - 2)
        assert below == pytest.approx((spot[0] - 1, spot[1] - 1), abs=0.1)
        assert behind_at == pytest.approx(below, abs=0.1)


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_leaves_of_the_booklet_meet(monkeypatch, paper):
    """A mark at the same spot of both sides of each leaf, once every panel is turned upright."""
    form = booklet.FORMS[paper]
    spot = (10.0, 12.0)
    marks = {
        number: [Mark((spot[0] if number % 2 else form.width - spot[0]) - form.margin[0], spot[1] - form.margin[1])]
        for number in PLACES
    }
    monkeypatch.setattr(booklet._Panels, "all", lambda _: marks)
    page = render(make(shape="booklet", paper=paper))
    dots, found = 600 / 25.4, {}
    for number, (column, row) in PLACES.items():
        box = (column * form.width, row * form.height, (column + 1) * form.width, (row + 1) * form.height)
        panel = page.crop([round(length * dots) for length in box])
        panel = panel.rotate(180) if row == 0 else panel
        seen = panel if number % 2 else turned_over(panel, "vertical")
        found[number] = mark_in(seen, 6, 8, 10, 10)
    for number in (1, 3, 5, 7):
        assert found[number] == pytest.approx((4, 4), abs=0.1)
        assert found[number + 1] == pytest.approx(found[number], abs=0.1)


def halves(pdf, paper, number):
    """What stands on the upper and the lower half of a piece."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0].get_textpage()
    x, y = fold.place(number, paper)
    left, top = x * MM, (PAPERS[paper][1] - y) * MM
    found = [
        flat(page.get_text_bounded(left, top - (n + 1) * CARD[1] * MM, left + CARD[0] * MM, top - n * CARD[1] * MM))
        for n in (0, 1)
    ]
    document.close()
    return found


def test_what_stands_on_the_pieces():
    upper, lower = halves(make(), "a4", 0)
    assert flat(BOOK.words("zh-Hans")("fixed.call")) in upper
    assert "看不清或重影" in upper
    assert "000-12345678" in upper
    assert "姓名" in lower
    assert flat(PERSON.name) in lower
    upper, lower = halves(make(), "a4", 1)
    for words in ("Steroids:callthecentrefirst", "From2026-11-13irradiatedblood", "HIVNAT", "000-12345678", "CRS"):
        assert words in upper
    for words in (
        "用激素之前，先打电话给治疗中心。",
        "从2026-11-13起只用辐照血制品",
        "HIV核酸检测",
        "回输2026-11-20（计划）",
    ):
        assert words in lower
    both = make(languages=("zh-Hans", "en"))
    assert "Carer" in halves(both, "a4", 1)[1]
    assert "给没见过" in halves(both, "a4", 2)[1]


def test_parts_of_the_fold_card():
    family, doctor = text(make(which="family", qr=True)), text(make(which="doctor", qr=True))
    assert "给没见过" not in family
    assert "手机可读" in family
    assert "心跳快或乱" not in doctor
    assert "手机可读" not in doctor
    assert "给没见过" in doctor
    assert "怎么折" in family
    blank = halves(make(None, UNSET), "a4", 1)
    assert "只用辐照血制品，直到" in blank[1]
    assert "From" not in blank[0]


def test_the_clinic_s_own_words_stand_on_the_fold_card():
    own = {"zh-Hans": {"strangers": "请先联系我们。", "steroids": "激素：先打血液科。"}}
    found = text(make(numbers=replace(NUMBERS, words=own)))
    assert "请先联系我们。" in found
    assert "激素：先打血液科。" in found


def test_what_is_too_long_for_the_fold_card_is_named():
    with pytest.raises(InputError, match=r"paper\.does-not-fit") as caught:
        make(replace(PERSON, product="一种名字特别长的产品" * 18))
    assert caught.value.params["key"] == "product"


def test_the_booklet_says_and_shows_how_to_fold():
    import pypdfium2.raw as raw  # noqa: PLC0415

    for paper in ("a4", "letter"):
        pdf = make(shape="booklet", paper=paper)
        assert "怎么折" in text(pdf)
        document = pypdfium2.PdfDocument(pdf)
        form = booklet.FORMS[paper]
        column = PLACES[8][0]
        drawn = [
            part
            for part in document[0].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
            if column * form.width * MM < part.get_bounds()[0] < (column + 1) * form.width * MM
            and part.get_bounds()[3] < 0.4 * form.height * MM
        ]
        assert len(drawn) > 20
        document.close()


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_large_print_has_the_whole_list_in_sixteen_points(paper, language):
    pdf = make(languages=(language,), shape="large-print", paper=paper)
    found = flat(text(pdf))
    for group in BOOK.symptoms:
        for item in group.items:
            if item.id != "fever":
                assert flat(item.text[language]) in found
    for words in (PERSON.name, PERSON.product, PERSON.batch, "000-1234 5678", "38.3", "2026-11-20"):
        assert flat(words) in found
    document = pypdfium2.PdfDocument(pdf)
    for part in document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
        assert part.get_font_size() >= 16
    document.close()


def test_large_print_in_the_clinic_s_own_words():
    own = {"zh-Hans": {"call": "有事打本院电话。"}}
    found = text(make(numbers=replace(NUMBERS, words=own), shape="large-print"))
    assert "有事打本院电话。" in found
    assert "本手册的话" not in found
    assert date(2026, 11, 8).isoformat() in found
