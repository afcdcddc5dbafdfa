from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from cards import KIT, NUMBERS, PERSON, PRINTED, RARE, flat, run, sizes, text, texts
from hypothesis import given, settings
from hypothesis import strategies as st

from handbook.content import load
from handbook.domain import ClinicNumbers as Numbers
from handbook.domain import InputError, Person, Signature
from handbook.paper import card, missing
from handbook.paper.booklet import PLACES
from handbook.paper.breaks import breaks

MM = 72 / 25.4
LANGUAGES = [("zh-Hans",), ("en",), ("zh-Hans", "en"), ("en", "zh-Hans")]
BOOK = load()
LONG = replace(
    PERSON,
    hospital="中国医学科学院血液病医院（血液学研究所）",
    department="淋巴瘤诊疗中心",
    disease="复发难治性弥漫大 B 细胞淋巴瘤",
)


def make(person=PERSON, numbers=NUMBERS, kit=None, *, languages=("zh-Hans",), shape="bank", which="both", on=PRINTED):
    return card(BOOK, person, numbers, kit, languages=languages, format=shape, which=which, printed_on=on)


@pytest.mark.parametrize("languages", LANGUAGES)
@pytest.mark.parametrize("shape", ["booklet", "bank"])
@pytest.mark.parametrize("person", [PERSON, None], ids=["filled", "blank"])
@pytest.mark.parametrize("numbers", [NUMBERS, Numbers(), Numbers(near_days=28)], ids=["set", "unset", "some"])
def test_every_card_has_its_size_and_its_fonts(languages, shape, person, numbers):
    pdf = make(person, numbers, languages=languages, shape=shape)
    want = (297 * MM, 210 * MM) if shape == "booklet" else (85.60 * MM, 53.98 * MM)
    pages = sizes(pdf)
    assert len(pages) == (1 if shape == "booklet" else 4 * len(languages))
    for page in pages:
        assert page == pytest.approx(want, abs=0.01)
    rows = [line.split() for line in run("pdffonts", pdf).splitlines()[2:]]
    assert rows
    for row in rows:
        assert "NotoSansSC" in row[0]
        assert row[-5:-2] == ["yes", "yes", "yes"]  # embedded, a subset, with Unicode
    if person:
        assert RARE in text(pdf)
        assert RARE in run("pdftotext", pdf)


def test_the_card_says_what_the_contract_says():
    front, back, doctor, rules = texts(make())
    for words in (
        "CAR-T 治疗患者",
        "CAR-T cell therapy patient",
        RARE,
        "阿基仑赛注射液",
        "CN-2026-0117",
        "000-1234 5678",
    ):
        assert words in front
    assert "2026-11-20（计划）" in front
    assert "内容 2026.1" in front
    assert "尚未经医生审核" in front
    assert "印于 2026-11-08" in front
    assert BOOK.words("zh-Hans")("fixed.call") in back
    assert "38.3 ℃" in back
    assert "38.0" not in back
    assert "本手册的话" in back
    assert "用激素之前，先打电话给治疗中心。危及生命时不要等。" in doctor
    assert "从 2026-11-13 起只用辐照血制品，直到治疗中心书面通知停止。" in rules
    assert "至少到 2027-01-15，并且要等治疗团队说可以" in rules
    for words in ("活疫苗", "不献血", "假阳性", "000-1234 5678"):
        assert words in rules


def test_without_a_line_of_the_clinic_the_note_says_whose_number_it_is():
    back = texts(make(numbers=Numbers()))[1]
    assert "欧洲说明书（2022–23）多写 38.0 ℃，没到也可以打。" in back


def test_an_infusion_before_printing_is_not_planned():
    assert "计划" not in text(make(on=date(2026, 11, 20)))
    assert "计划" in text(make(on=date(2026, 11, 19)))


def test_a_window_never_becomes_an_end_date():
    booklet = flat(text(make(shape="booklet")))
    assert booklet.count("并且要等治疗团队说可以") == 4
    unset = flat(text(make(numbers=Numbers(), shape="booklet")))
    assert unset.count("并且要等治疗团队说可以") == 4
    undated = flat(text(make(None, NUMBERS, shape="booklet")))
    assert "回输后至少28天，并且要等治疗团队说可以" in undated
    assert "只用辐照血制品，直到治疗中心书面通知停止。" in undated


def test_the_clinic_speaks_in_its_own_words():
    own = {"call": "有事打本院电话。", "steroids": "激素：先打血液科。", "strangers": "本院患者，请先联系我们。"}
    found = text(make(numbers=replace(NUMBERS, words={"zh-Hans": own})))
    for words in own.values():
        assert words in found
    assert "本手册的话" not in found
    assert "叫不醒" in found  # the list names what the clinic's call text does not


@pytest.mark.parametrize("shape", ["booklet", "fold", "bank", "large-print"])
def test_the_call_text_is_the_handbooks_own_also_where_a_kit_approves_it(shape):
    numbers = replace(NUMBERS, words={})
    approving = replace(KIT, numbers=numbers, signature=Signature.TRUSTED, approved_content=BOOK.version)
    marks = {"本手册的话，未经医生审核": KIT, "（本手册的话）": approving}
    for mark, kit in marks.items():
        found = flat(text(make(kit=kit, numbers=numbers, shape=shape)))
        assert [one in found for one in marks] == [one == mark for one in marks]


def test_a_booklet_with_more_than_it_holds_closes_up_and_then_says_so():
    hospital = "示例省示例市第一人民医院暨示例大学附属示例医院东院区血液与肿瘤疾病诊疗示范中心一号楼"
    full = replace(PERSON, hospital=hospital[:34], record_number="B00001", physician="李四", disease="大 B 细胞淋巴瘤")
    numbers = replace(NUMBERS, phone_day="021-5555 0100 转 8")
    closed = make(full, kit=replace(KIT, signature=Signature.UNKNOWN), numbers=numbers, languages=("en",))
    assert hospital[:34] in flat(text(closed))
    with pytest.raises(InputError) as caught:
        make(numbers=replace(NUMBERS, words={"zh-Hans": {"call": "打这个电话。" * 30}}))
    assert caught.value.code == "paper.does-not-fit"


def test_the_print_date_stays_in_one_piece():
    small = "内容 2026.1 · 由示例医院审核 · 印于\u00a02026-11-24"
    good, _ = breaks(small)
    assert not [at for at in good if at > small.index("印")]


def test_the_small_line_says_who_approved_and_what_is_wrong_with_the_kit():
    approved = flat(text(make(kit=replace(KIT, signature=Signature.TRUSTED))))
    assert "示例医院的审核和医院数据应在2026-01-01前复核" in approved
    assert "由示例医院审核" not in approved  # not plainly, once it is overdue
    assert "签名" not in approved
    in_time = flat(text(make(kit=replace(KIT, signature=Signature.TRUSTED, review_by=date(2026, 11, 8)))))
    assert "由示例医院审核" in in_time
    assert "复核" not in in_time
    sound = replace(KIT, approved_content="2020.1", signature=Signature.TRUSTED, review_by=None)
    small = text(make(kit=sound))
    assert "尚未经医生审核" in small
    assert "复核" not in small


@pytest.mark.parametrize("shape", ["booklet", "bank"])
@pytest.mark.parametrize("languages", LANGUAGES)
@pytest.mark.parametrize("state", [Signature.NONE, Signature.UNKNOWN])
def test_only_the_kit_of_a_known_signer_approves(shape, languages, state):
    small = flat(text(make(kit=replace(KIT, signature=state), shape=shape, languages=languages)))
    marks = {
        Signature.NONE: ("医院数据未签名", "Clinicdatanotsigned"),
        Signature.UNKNOWN: ("医院数据的签名未核实", "Clinicdata:signernotverified"),
    }
    assert any(mark in small for mark in marks[state])
    assert "尚未经医生审核" in small or "Notyetapprovedbyaclinician" in small
    assert "由示例医院审核" not in small
    assert "Approvedby" not in small


@pytest.mark.parametrize("shape", ["booklet", "bank"])
def test_parts_of_a_card(shape):
    family = text(make(shape=shape, which="family"))
    doctor = text(make(shape=shape, which="doctor"))
    assert "给没见过" not in family
    assert "发热、发冷或发抖" in family
    assert "给没见过" in doctor
    assert "发热、发冷或发抖" not in doctor


@pytest.mark.parametrize("shape", ["booklet", "bank"])
@pytest.mark.parametrize("languages", LANGUAGES)
def test_long_names_of_real_places_fit(shape, languages):
    found = flat(text(make(LONG, shape=shape, languages=languages)))
    assert "血液学研究所" in found


@pytest.mark.parametrize("shape", ["booklet", "bank"])
def test_text_that_does_not_fit_is_an_error_that_names_the_field(shape):
    with pytest.raises(InputError) as caught:
        make(replace(PERSON, allergies="青霉素" * 1667), shape=shape)
    assert caught.value.code == "paper.does-not-fit"
    assert caught.value.params["key"] == "allergies"
    assert caught.value.params["over"] > 50
    assert caught.value.params["lines"] > 20


def test_text_without_a_break_and_without_a_glyph():
    with pytest.raises(InputError, match=r"paper\.does-not-fit") as caught:
        make(replace(PERSON, batch="X" * 200))
    assert caught.value.params["key"] == "batch"
    with pytest.raises(InputError, match=r"paper\.no-glyph") as caught:
        make(replace(PERSON, caregiver="𠮷"))
    assert caught.value.params == {"key": "caregiver", "char": "𠮷", "point": "U+20BB7"}
    with pytest.raises(InputError, match=r"paper\.does-not-fit") as caught:
        make(replace(PERSON, phone_24h="0" * 60))
    assert caught.value.params["key"] == "phone_24h"
    with pytest.raises(InputError, match=r"paper\.does-not-fit") as caught:
        make(replace(PERSON, phone_24h="000-1234 5678 转 8001 或 8002"))
    assert caught.value.params["key"] == "phone_24h"


def test_same_input_same_bytes(monkeypatch):
    first = make(shape="booklet")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1234567890")
    assert make(shape="booklet") == first
    assert make(shape="booklet", on=date(2026, 11, 9)) != first


def test_the_document_speaks_of_itself():
    pdf = make(languages=("zh-Hans", "en"))
    info = run("pdfinfo", pdf)
    assert "CAR-T 随身卡" in info
    assert "Nov  8 00:00:00 2026" in info
    assert b"/Lang (zh-CN)" in pdf
    assert b"/PrintScaling /None" in pdf
    assert b"/Duplex /DuplexFlipLongEdge" in pdf
    assert b"/Duplex /Simplex" in make(shape="booklet")
    assert b"/Lang (en)" in make(languages=("en",))
    assert b"Helvetica" not in pdf


def test_missing_names_what_stays_blank():
    assert missing(BOOK, PERSON, NUMBERS, ("zh-Hans",)) == ()
    blank = missing(BOOK, None, Numbers(), ("zh-Hans",))
    assert blank[:2] == ("name", "birth_date")
    assert {"phone_24h", "fever_line", "no_driving_days"} <= set(blank)
    stand_ins = missing(BOOK, Person(name="x", record_number="1", phone_24h="1"), Numbers(name="医院"), ("en",))
    assert not {"birth_date", "hospital", "phone_24h"} & set(stand_ins)


def fold() -> list[tuple[int, int]]:
    """Fold the sheet as the card says, and name the (column, row) of each page of the booklet in order.

    Each column is one leaf after the lengthwise fold: lower row in front, upper row behind, printed outside. With the
    slit open the outer columns are pushed together: neighbours in a row face each other across their fold, so that the
    pages go round the cross as below. The page to the right of a spread whose left side is the back is the cover.
    """
    lower = [(column, 1) for column in range(4)]
    upper = [(column, 0) for column in range(4)]
    around = [*lower, *reversed(upper)]  # 1|2 3|4 across, over the edge, and back
    start = around.index((3, 1))
    return around[start:] + around[:start]


def test_the_sheet_folds_into_a_booklet():
    assert [PLACES[number] for number in range(1, 9)] == fold()
    leaves = [{PLACES[a], PLACES[b]} for a, b in ((1, 2), (3, 4), (5, 6), (7, 8))]
    # front and back of a leaf: the two rows of an outer column, or two inner columns whose shared fold turns outwards
    assert leaves == [{(3, 1), (3, 0)}, {(2, 0), (1, 0)}, {(0, 0), (0, 1)}, {(1, 1), (2, 1)}]


def test_the_upper_row_stands_on_its_head():
    document = pypdfium2.PdfDocument(make(shape="booklet"))
    matrices = [part.get_matrix() for part in document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]
    upper = [matrix for matrix in matrices if matrix.f > 105 * MM]
    lower = [matrix for matrix in matrices if matrix.f < 105 * MM]
    assert upper
    assert lower
    assert all(matrix.a < 0 and matrix.d < 0 for matrix in upper)
    assert all(matrix.a > 0 and matrix.d > 0 for matrix in lower)
    document.close()


def test_the_upper_row_reads_in_order_all_the_same():
    found = flat(text(make(shape="booklet")))
    for group in BOOK.symptoms:
        for item in group.items:
            assert flat(item.text["zh-Hans"]) in found
    assert "输血从2026-11-13起只用辐照血制品，直到治疗中心书面通知停止。" in found


@settings(max_examples=15)
@given(
    st.builds(
        Person,
        name=st.text(st.sampled_from("张𫖯王小明ABc -·"), min_size=1, max_size=12).map(str.strip).filter(bool),
        hospital=st.text(st.sampled_from("示例医院（第一）血液科 Hospital"), max_size=20).map(str.strip),
        allergies=st.text(st.sampled_from("青霉素，、；头孢（皮疹）500mg "), max_size=40).map(str.strip),
    )
)
def test_what_is_typed_is_what_can_be_copied(person):
    found = flat(text(make(person, shape="booklet")))
    for value in (person.name, person.hospital, person.allergies):
        assert flat(value) in found
