from datetime import date

import pytest

from handbook.domain import ClinicKit, ClinicNumbers, Journey, Signature, Stage, window_end
from handbook.domain.language import is_chinese, paper_languages

WHOLE = Journey(date(2026, 10, 5), date(2026, 10, 28), date(2026, 11, 2))


@pytest.mark.parametrize(
    ("today", "stage", "day"),
    [
        (date(2026, 10, 1), Stage.BEFORE, -32),
        (date(2026, 10, 5), Stage.COLLECTION, -28),
        (date(2026, 10, 6), Stage.MAKING, -27),
        (date(2026, 10, 28), Stage.CHEMOTHERAPY, -5),
        (date(2026, 11, 2), Stage.INFUSION, 0),
        (date(2026, 11, 8), Stage.MONTH_AFTER, 6),
        (date(2026, 12, 2), Stage.MONTH_AFTER, 30),
        (date(2026, 12, 3), Stage.LATER, 31),
    ],
)
def test_stage_and_day_follow_the_calendar(today, stage, day):
    assert WHOLE.stage(today) is stage
    assert WHOLE.day(today) == day


def test_without_dates_nothing_is_known():
    assert Journey().stage(date(2026, 1, 1)) is Stage.UNKNOWN
    assert Journey().day(date(2026, 1, 1)) is None
    assert Journey(infusion=date(2026, 1, 5)).stage(date(2026, 1, 1)) is Stage.BEFORE


def test_a_window_reaches_whole_days_from_the_infusion():
    assert window_end(date(2026, 11, 2), 28) == date(2026, 11, 30)


def test_a_kit_stands_over_the_familys_own_numbers_field_by_field():
    kit = ClinicNumbers(phone_24h="1", words={"en": {"call": "kit"}})
    own = ClinicNumbers(phone_24h="2", near_days=28, words={"en": {"call": "own", "steroids": "own"}, "zh-Hans": {}})
    both = kit.over(own)
    assert (both.phone_24h, both.near_days) == ("1", 28)
    assert both.words == {"en": {"call": "kit", "steroids": "own"}, "zh-Hans": {}}


def test_a_kit_approves_one_version_of_the_book_by_name():
    trusted = Signature.TRUSTED
    kit = ClinicKit(ClinicNumbers(), "1", approved_content="2026.1", approved_by="Dr Sample", signature=trusted)
    assert kit.approves("2026.1")
    assert not kit.approves("2026.2")
    assert not ClinicKit(ClinicNumbers(), "1", approved_content="2026.1", signature=trusted).approves("2026.1")


def test_only_the_kit_of_a_trusted_signer_approves():
    for signature in (Signature.NONE, Signature.UNKNOWN):
        kit = ClinicKit(ClinicNumbers(), "1", approved_content="2026.1", approved_by="Dr Sample", signature=signature)
        assert not kit.approves("2026.1")


def test_a_kit_is_overdue_on_the_day_after_its_review_day():
    kit = ClinicKit(ClinicNumbers(), "1", review_by=date(2026, 11, 8))
    assert not kit.expired(date(2026, 11, 8))
    assert kit.expired(date(2026, 11, 9))
    assert not ClinicKit(ClinicNumbers(), "1").expired(date(2026, 11, 9))


def test_languages():
    assert is_chinese("zh-Hans")
    assert not is_chinese("en")
    assert paper_languages("zh-Hans+en") == ("zh-Hans", "en")
    assert paper_languages("en") == ("en",)


@pytest.mark.parametrize("days", [-3650, 3650])
def test_a_window_never_leaves_the_calendar(days: int) -> None:
    assert window_end(date.min, days) >= date.min
    assert window_end(date.max, days) <= date.max
    assert window_end(date(2026, 11, 2), 28) == date(2026, 11, 30)
