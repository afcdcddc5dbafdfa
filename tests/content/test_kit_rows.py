"""A clinic's kit line by line, in words."""

from dataclasses import replace
from datetime import date

import pytest

from clinic.kits import pages
from handbook.content import OwnPages, approval, kit_notes, kit_rows, load, page_approval, standing
from handbook.domain import NUMBER_KEYS, ClinicKit, ClinicNumbers, Signature

KIT = ClinicKit(
    ClinicNumbers(name="示例医院", phone_24h="000-1", near_days=28, words={"en": {"call": "Call us."}}),
    version="3",
    languages=("zh-Hans", "en"),
    review_by=date(2027, 6, 30),
)


def texts(kit=KIT, language="en", **more):
    return {row.key: row.text for row in kit_rows(kit, load().words(language), **more)}


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_field_has_a_row_with_a_name_and_the_numbers_come_first(language):
    rows = kit_rows(KIT, load().words(language))
    keys = [row.key for row in rows]
    assert keys[:2] == ["phone_24h", "phone_day"]
    assert [row.is_phone for row in rows[:3]] == [True, True, False]
    assert set(NUMBER_KEYS) <= set(keys)
    assert len(keys) == len(set(keys))
    assert all(row.label for row in rows)


def test_values_are_in_words_and_what_is_not_set_is_empty():
    found = texts()
    assert (found["phone_24h"], found["phone_day"]) == ("000-1", "")
    assert found["near_days"] == "at least 28 days"
    assert (found["words.en.call"], found["words.zh-Hans.call"]) == ("Call us.", "")
    assert found["review_by"] == "30 June 2027"
    assert found["approved_on"] == ""
    assert found["languages"] == "Chinese, English"
    assert texts(language="zh-Hans")["languages"] == "中文、英文"


def test_the_signature_and_the_files():
    kit = ClinicKit(ClinicNumbers(), "1", signature=Signature.TRUSTED)
    found = texts(kit, fingerprint="1234 5678", files={"pages/en/a.md": "aa", "logo.svg": "bb"})
    assert found["signature"] == "signed, signer verified"
    assert found["fingerprint"] == "1234 5678"
    assert list(found)[-2:] == ["logo.svg", "pages/en/a.md"]
    assert (found["logo.svg"], found["languages"], found["review_by"]) == ("bb", "", "")


def test_what_must_be_said_beside_the_numbers():
    words, day = load().words("en"), date(2027, 7, 1)
    assert kit_notes(None, words, day) == ()
    assert kit_notes(KIT, words, date(2027, 6, 30)) == ("Clinic data not signed",)
    unknown = ClinicKit(ClinicNumbers(), "1", signature=Signature.UNKNOWN)
    assert kit_notes(unknown, words, day) == ("Clinic data: signer not verified",)
    trusted = ClinicKit(ClinicNumbers(), "1", review_by=KIT.review_by, signature=Signature.TRUSTED)
    assert kit_notes(trusted, words, date(2027, 6, 30)) == ()
    assert kit_notes(trusted, words, day) == ("Clinic data due for review by 2027-06-30",)


APPROVING = ClinicKit(
    ClinicNumbers(name="示例医院"), "1", review_by=date(2027, 6, 30), approved_content="1", approved_by="李医生",
    signature=Signature.TRUSTED,
)  # fmt: skip
IN_TIME, OVERDUE = date(2027, 6, 30), date(2027, 7, 1)
OLD = "Approval by 李医生 and clinic data were due for review by 2027-06-30"


@pytest.mark.parametrize(
    ("kit", "version", "day", "words"),
    [
        (None, "1", IN_TIME, "Not yet approved by a clinician"),
        (APPROVING, "1", IN_TIME, "Approved by 李医生"),
        (APPROVING, "2", IN_TIME, "Not yet approved by a clinician"),
        (APPROVING, "1", OVERDUE, OLD),
        (replace(APPROVING, signature=Signature.UNKNOWN), "1", IN_TIME, "Not yet approved by a clinician"),
        (replace(APPROVING, signature=Signature.NONE), "1", OVERDUE, "Not yet approved by a clinician"),
    ],
)
def test_who_approved_the_book(kit, version, day, words):
    book = load()
    assert approval(kit, book.words("en"), version, day) == words
    assert page_approval(book.page("fever", "en"), kit, book.words("en"), version, day) == words
    assert standing(kit, book.words("en"), version, day)[0] == words


def test_what_is_overdue_is_said_once():
    words = load().words("en")
    assert standing(APPROVING, words, "1", OVERDUE) == (OLD,)
    assert standing(APPROVING, words, "2", OVERDUE)[1:] == ("Clinic data due for review by 2027-06-30",)
    assert standing(APPROVING, words, "1", IN_TIME) == ("Approved by 李医生",)
    assert standing(None, words, "1", IN_TIME) == ("Not yet approved by a clinician",)


@pytest.mark.parametrize(
    ("by", "signature", "day", "words"),
    [
        ("王医生", Signature.TRUSTED, IN_TIME, "Approved by 王医生"),
        ("王医生", Signature.TRUSTED, OVERDUE, OLD.replace("李", "王")),
        ("王医生", Signature.UNKNOWN, IN_TIME, "Not yet approved by a clinician"),
        ("", Signature.TRUSTED, IN_TIME, "Not yet approved by a clinician"),
    ],
)
def test_a_page_of_the_clinics_own_is_approved_by_whom_it_names(by, signature, day, words):
    kit = replace(APPROVING, signature=signature)
    book = load(own=OwnPages("示例医院", signature, pages(by=by)))
    assert page_approval(book.page("our-ward", "en"), kit, book.words("en"), "1", day) == words
    assert page_approval(book.page("our-ward", "en"), None, book.words("en"), "1", day).startswith("Not yet")


def test_a_page_of_the_book_that_names_a_doctor_itself():
    book = load()
    page = replace(book.page("fever", "en"), approved_by="赵医生")
    assert page_approval(page, None, book.words("en"), "1", IN_TIME) == "Approved by 赵医生"
    assert page_approval(page, APPROVING, book.words("en"), "1", IN_TIME) == "Approved by 李医生"
