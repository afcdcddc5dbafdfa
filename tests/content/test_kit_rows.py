"""A clinic's kit line by line, in words."""

from datetime import date

import pytest

from handbook.content import kit_notes, kit_rows, load
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
