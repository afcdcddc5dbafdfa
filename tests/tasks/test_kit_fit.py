"""What of a kit is too long for paper is named by its key, with the format and by how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from clinic.kits import kit
from handbook import content, tasks
from handbook.clinic import kit_from_bytes
from handbook.domain import ClinicNumbers, FaultList, InputError, Person, Signature
from handbook.tasks.kit_fit import kit_faults

BOOK = content.load()
ON = date(2026, 11, 8)
SAMPLE = kit_from_bytes(kit(), where="kit").kit
LONG = "发热、意识不清都要先想到 CAR-T 的副作用。"


def with_words(language, key, text, base=SAMPLE):
    words = {**base.numbers.words, language: {**base.numbers.words[language], key: text}}
    return replace(base, numbers=replace(base.numbers, words=words))


def faults(of, *languages):
    """What is wrong with the kit; only in these languages, because every one of them is tried in every format."""
    of = replace(of, languages=languages or of.languages)
    return {str(f.params["key"]): f for f in kit_faults(BOOK, of, where="kit", printed_on=ON)}


def printed(of, **more):
    options = {"format": "bank", "languages": ("zh-Hans",), "which": "both", "printed_on": ON, "person": None}
    options |= more
    person = options.pop("person")
    return tasks.make_card(BOOK, person, kit=of, numbers=of.numbers, **options)


FULL = Person(
    name="欧阳测试明", name_latin="Ouyang Ceshiming", birth_date=date(1958, 3, 2), record_number="ZY20261102",
    product="示例产品（CD19）", batch="AB12345", disease="大 B 细胞淋巴瘤", infusion_date=date(2026, 11, 2),
    hospital="示例大学附属第一人民医院", department="血液科", physician="李四", phone_24h="010-8888 1234",
    caregiver="女儿", caregiver_phone="138-0000-0000", allergies="青霉素（皮疹）",
)  # fmt: skip


@pytest.mark.parametrize("form", ["booklet", "fold", "bank", "large-print"])
@pytest.mark.parametrize("late", [False, True])
def test_a_full_card_fits_whatever_must_be_said_of_the_kit(form, late):
    due = date(2026, 1, 1) if late else date(2027, 1, 1)
    for state in [None, *(replace(SAMPLE, signature=state, review_by=due) for state in Signature)]:
        for languages in (("zh-Hans",), ("en",), ("zh-Hans", "en")):
            numbers = state.numbers if state else ClinicNumbers()
            assert tasks.make_card(
                BOOK, FULL, kit=state, numbers=numbers, languages=languages, format=form, which="both", printed_on=ON
            )


@pytest.mark.parametrize("languages", [("zh-Hans",), ("en",), ("zh-Hans", "en")])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_longest_hospital_fits_the_booklet(languages, paper):
    hospital = "北京某某大学附属第一人民医院国际血液病移植与细胞治疗中心东院区住院部三号楼十二层"[:40]
    state = replace(SAMPLE, signature=Signature.UNKNOWN, review_by=date(2026, 1, 1))
    assert printed(
        state, format="booklet", languages=languages, paper_size=paper, person=replace(FULL, hospital=hospital)
    )


def test_a_kit_as_clinics_write_it_fits_everywhere():
    assert faults(SAMPLE) == {}
    assert faults(replace(SAMPLE, review_by=date(2020, 1, 1)), "en") == {}  # however old it is


@pytest.mark.parametrize(
    ("language", "key", "text"),
    [("zh-Hans", "strangers", LONG * 8), ("en", "steroids", "Call the ward before giving steroids. " * 6)],
)
def test_words_that_are_too_long(language, key, text):
    found = faults(with_words(language, key, text), language)
    assert list(found) == [f"words.{language}.{key}"]
    (fault,) = found.values()
    assert (fault.code, fault.where) == ("clinic.does-not-fit", "kit")
    assert fault.params["format"] in {"fold", "bank"}
    assert fault.params["length"] == len(text)
    assert fault.params["over"] == len(text) - fault.params["most"] > 0
    # Cut to what there is room for, it fits; this is the tightest place.
    assert faults(with_words(language, key, text[: fault.params["most"]]), language) == {}


def test_two_that_are_too_long_in_different_places_are_both_named():
    found = faults(
        with_words("en", "call", "Call 120 first. " * 24, with_words("zh-Hans", "strangers", LONG * 8)), "en"
    )
    assert set(found) == {"words.zh-Hans.strangers", "words.en.call"}


def test_two_that_are_too_long_only_together():
    both = with_words("zh-Hans", "steroids", LONG * 8, with_words("zh-Hans", "strangers", LONG * 8))
    assert set(faults(both, "zh-Hans")) == {"words.zh-Hans.strangers", "words.zh-Hans.steroids"}


def test_other_fields_of_the_kit():
    assert set(faults(replace(SAMPLE, approved_by="示例医生" * 40), "zh-Hans")) == {"approved_by"}
    numbers = replace(SAMPLE.numbers, department="血液科细胞治疗中心" * 20)
    assert set(faults(replace(SAMPLE, numbers=numbers), "zh-Hans")) == {"department"}


def test_a_character_that_no_font_has():
    (fault,) = faults(with_words("en", "call", "Call 120 \U0001f600")).values()
    assert (fault.code, fault.params["key"], fault.params["point"]) == ("paper.no-glyph", "words.en.call", "U+1F600")


@pytest.mark.parametrize("signature", list(Signature))
def test_printing_names_the_key_and_the_format(signature):
    bad = replace(with_words("zh-Hans", "strangers", LONG * 15), signature=signature)
    for person in (None, Person(name="张三", phone_24h="120")):
        with pytest.raises(InputError) as caught:
            printed(bad, person=person)
        fault = caught.value
        assert (fault.code, fault.where) == ("clinic.does-not-fit", "示例医院血液科")
        assert (fault.params["key"], fault.params["format"]) == ("words.zh-Hans.strangers", "bank")


def test_the_daily_sheet_names_it_too():
    bad = with_words("zh-Hans", "call", "先打 120。" * 2000)
    with pytest.raises(InputError) as caught:
        tasks.make_checklist(BOOK, numbers=bad.numbers, kit=bad, languages=("zh-Hans",), printed_on=ON)
    assert (caught.value.code, caught.value.params["format"]) == ("clinic.does-not-fit", "checklist")


def test_what_a_person_wrote_is_not_blamed_on_the_kit():
    with pytest.raises(InputError) as caught:
        printed(SAMPLE, person=Person(name="张三", allergies="青霉素、" * 60))
    assert (caught.value.code, caught.value.params["key"]) == ("paper.does-not-fit", "allergies")


def test_without_a_kit_the_fault_is_the_papers():
    with pytest.raises(InputError) as caught:
        tasks.make_card(
            BOOK, Person(name="W" * 200), kit=None, numbers=SAMPLE.numbers, format="bank", languages=("en",),
            which="both", printed_on=ON,
        )  # fmt: skip
    assert caught.value.code == "paper.does-not-fit"


def test_no_row_of_a_list_is_blamed_for_the_kit(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text("姓名\n张三\n李四\n", encoding="utf-8")
    bad = with_words("zh-Hans", "strangers", LONG * 15)
    for which, at_fault in (("doctor", ["words.zh-Hans.strangers"]), ("family", [])):
        job = tasks.CardJob(BOOK, bad, bad.numbers, "zh-Hans", which, False, ON)
        assert keys_at_fault(tasks.read_people(path, columns={}), job) == at_fault


def keys_at_fault(table, job):
    """The keys of the kit that keep the list from being checked."""
    try:
        tasks.check_people(table, job)
    except FaultList as several:
        return [fault.params["key"] for fault in several.faults]
    return []
