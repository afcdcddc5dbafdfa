"""Kits side by side, with what the family wrote down below them."""

from __future__ import annotations

from datetime import date

from clinic.kits import GOOD, kit, signed
from handbook import tasks
from handbook.clinic import kit_from_bytes
from handbook.content import load
from handbook.domain import ClinicNumbers

WORDS = load().words("en")
OLD = kit_from_bytes(kit(GOOD, **{"pages/en/a.md": b"1"}), where="old")
NEW = kit_from_bytes(signed(GOOD.replace("near_days = 28\n", "").replace('"en"]', "]")), where="new")


def differences(old: object, new: object, **more: object) -> dict[str, tuple[str, str]]:
    found = tasks.compare_kits(old, new, WORDS, **more)  # type: ignore[arg-type]
    assert all(d.label for d in found)
    return {d.key: (d.old, d.new) for d in found if d.changed}


def test_what_only_one_of_them_has_is_shown_on_its_side() -> None:
    found = differences(OLD, NEW)
    assert found["near_days"] == ("at least 28 days", "")
    assert found["languages"] == ("Chinese, English", "Chinese")
    assert found["fingerprint"] == ("", NEW.fingerprint)
    assert found["pages/en/a.md"] == ("6b86b273", "")
    assert "phone_24h" not in found
    assert differences(OLD, OLD) == {}


def test_the_numbers_of_the_family_are_what_a_first_kit_replaces() -> None:
    own = ClinicNumbers(phone_24h="000-1", near_days=30)
    found = differences(None, NEW, own=own)
    assert found["phone_24h"] == ("000-1", "021-5555 0120")
    assert "near_days" not in found  # the kit says nothing, so what the family wrote stays
    assert found["version"] == ("", "2026.2")
    assert differences(None, NEW)["phone_24h"] == ("", "021-5555 0120")


def test_where_a_kit_stops_saying_something_the_family_s_own_number_comes_back() -> None:
    assert differences(OLD, NEW, own=ClinicNumbers(near_days=30))["near_days"] == (
        "at least 28 days",
        "at least 30 days",
    )


def test_the_sheet() -> None:
    book = load()
    pdf = tasks.make_kit_sheet(book, NEW, language="zh-Hans", printed_on=date(2026, 11, 8))
    assert pdf.startswith(b"%PDF")
    assert {row.key for row in tasks.rows_of(NEW, WORDS)} >= {"phone_24h", "signature"}
