"""The International Patient Summary: valid FHIR R4 with what the IPS profiles ask for, and nothing nobody said."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given
from hypothesis import strategies as st

from handbook import content
from handbook.domain import (
    UNKNOWN,
    Ingredient,
    Kind,
    Medicine,
    PartialDate,
    PassportEntry,
    PassportKind,
    Person,
)
from handbook.exchange import summary

BOOK = content.load()
WORDS = BOOK.words("zh-Hans")
NOW = datetime(2026, 11, 24, 13, 10, tzinfo=UTC)
DAY = PartialDate.parse
ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
PERSON = Person(
    name="张𫖯", name_latin="Zhang Fu", birth_date=date(1961, 3, 5), record_number="0012345", disease="淋巴瘤",
    allergies="青霉素",
)  # fmt: skip
FULL = Medicine(
    "m1", "阿昔洛韦片", strength="0.2 g", dose="1 片", route="口服", how_often="每天 2 次", reason="预防疱疹",
    kind=Kind.PRESCRIPTION, note="饭后", start=DAY("2026-08~"), brand="丽科乐", as_needed=True,
    ingredients=(Ingredient("阿昔洛韦", "0.2 g"),),
)  # fmt: skip


def bundle(*medicines: Medicine, person: Person = PERSON, none_known: bool = False, **more: Any) -> dict[str, Any]:
    data = summary(medicines, person, WORDS, none_known=none_known, now=NOW, **more)
    Bundle.model_validate_json(data)
    made: dict[str, Any] = json.loads(data)
    check_profile(made)
    return made


def of(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == kind]


def check_profile(made: dict[str, Any]) -> None:
    """What the profiles Bundle-, Composition-, Patient- and MedicationStatement-uv-ips require beyond FHIR itself."""
    assert made["type"] == "document"
    assert made["identifier"]["system"]
    assert made["identifier"]["value"]
    assert made["timestamp"]
    urls = [entry["fullUrl"] for entry in made["entry"]]
    assert len(set(urls)) == len(urls) >= 2
    assert all(url == f"urn:uuid:{entry['resource']['id']}" for url, entry in zip(urls, made["entry"], strict=True))
    composition = made["entry"][0]["resource"]
    assert composition["resourceType"] == "Composition"
    assert composition["type"]["coding"][0] == {
        "system": "http://loinc.org", "code": "60591-5", "display": "Patient summary Document",
    }  # fmt: skip
    for key in ("status", "date", "author", "title", "subject"):
        assert composition[key]
    sections = {section["code"]["coding"][0]["code"]: section for section in composition["section"]}
    assert {"10160-0", "48765-2", "11450-4"} <= set(sections)
    for section in sections.values():
        assert section["title"]
        assert section["text"]["div"].startswith("<div")
        assert section["entry"]
        assert {one["reference"] for one in section["entry"]} <= set(urls)
    (patient,) = of(made, "Patient")
    assert patient["name"][0].get("text") or patient["name"][0]["_text"]
    assert patient.get("birthDate") or patient["_birthDate"]["extension"][0]["url"] == REASON
    mine = f"urn:uuid:{patient['id']}"
    assert composition["subject"]["reference"] == mine
    for statement in of(made, "MedicationStatement"):
        assert statement["status"] in {"active", "stopped", "on-hold", "unknown"}
        assert statement["effectivePeriod"]
        assert statement["medicationCodeableConcept"]
        assert statement["subject"]["reference"] == mine
    for allergy in of(made, "AllergyIntolerance"):
        assert (allergy["patient"]["reference"], bool(allergy["code"])) == (mine, True)
    for condition in of(made, "Condition"):
        assert (condition["subject"]["reference"], bool(condition["code"])) == (mine, True)
        assert condition["clinicalStatus"]["coding"][0]["code"] == "active"


def test_a_medicine_is_coded_by_its_text() -> None:
    made = bundle(FULL)
    (statement,) = of(made, "MedicationStatement")
    assert statement["medicationCodeableConcept"] == {"text": "阿昔洛韦片 （丽科乐） 0.2 g"}
    assert statement["status"] == "active"
    assert statement["effectivePeriod"] == {"start": "2026-08"}
    assert statement["reasonCode"] == [{"text": "预防疱疹"}]
    (dosage,) = statement["dosage"]
    assert dosage == {
        "text": "1 片；口服；每天 2 次；需要时才用", "timing": {"code": {"text": "每天 2 次"}}, "asNeededBoolean": True,
        "route": {"text": "口服"},
    }  # fmt: skip
    assert "约 2026-08 起" in statement["note"][0]["text"]
    assert "成分：阿昔洛韦 0.2 g" in statement["note"][1]["text"]
    assert of(made, "Patient")[0]["identifier"][0]["value"] == "0012345"
    assert of(made, "AllergyIntolerance")[0]["code"] == {"text": "青霉素"}
    assert of(made, "Condition")[0]["code"] == {"text": "淋巴瘤"}
    assert b"coding" not in json.dumps(statement).encode()


@pytest.mark.parametrize(
    ("medicine", "status", "period"),
    [
        (Medicine("1", "甲", end=DAY("2026-10-20")), "stopped", {"end": "2026-10-20"}),
        (Medicine("1", "甲", end=UNKNOWN), "stopped", "unknown"),
        (Medicine("1", "甲", on_hold=True, start=DAY("2026-10")), "on-hold", {"start": "2026-10"}),
        (Medicine("1", "甲", start=DAY("2026-10-20"), end=DAY("2026-10-01")), "stopped", "error"),
    ],
)
def test_what_is_not_known_of_the_time_is_said(medicine: Medicine, status: str, period: object) -> None:
    (statement,) = of(bundle(medicine), "MedicationStatement")
    assert statement["status"] == status
    if isinstance(period, str):
        period = {"extension": [{"url": REASON, "valueCode": period}]}
    assert statement["effectivePeriod"] == period
    assert "dosage" not in statement


@pytest.mark.parametrize(
    ("none_known", "code", "words"),
    [(True, "no-known-medications", "家人说没有用药。"), (False, "no-medication-info", "没有填写或不清楚。")],
)
def test_no_medicine_and_no_information_are_told_apart(none_known: bool, code: str, words: str) -> None:
    made = bundle(person=Person(), none_known=none_known)
    (statement,) = of(made, "MedicationStatement")
    assert statement["medicationCodeableConcept"]["coding"][0]["system"] == ABSENT
    assert statement["medicationCodeableConcept"]["coding"][0]["code"] == code
    assert words in made["entry"][0]["resource"]["section"][0]["text"]["div"]
    assert of(made, "AllergyIntolerance")[0]["code"]["coding"][0]["code"] == "no-allergy-info"
    assert of(made, "Condition")[0]["code"]["coding"][0]["code"] == "no-problem-info"


def test_vaccines_of_the_passport_have_a_section() -> None:
    made = bundle(
        FULL,
        passport=[
            PassportEntry("p1", PassportKind.VACCINE, DAY("2026-03"), "流感疫苗", "社区", "左臂"),
            PassportEntry("p2", PassportKind.VACCINE, UNKNOWN, ""),
            PassportEntry("p3", PassportKind.TRANSFUSION, UNKNOWN, "红细胞"),
        ],
    )
    given_, unknown = of(made, "Immunization")
    assert (given_["vaccineCode"], given_["occurrenceDateTime"]) == ({"text": "流感疫苗"}, "2026-03")
    assert given_["note"] == [{"text": "社区 左臂"}]
    assert unknown["occurrenceString"] == "日期不详"
    assert made["entry"][0]["resource"]["section"][3]["code"]["coding"][0]["code"] == "11369-6"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("无", "no-known-allergies"), ("没有。", "no-known-allergies"), ("None", "no-known-allergies"),
        ("无药物过敏史", "no-known-medication-allergies"), ("NKDA", "no-known-medication-allergies"),
        ("无花果", None), ("青霉素", None), ("没有查过", None),
    ],
)  # fmt: skip
def test_none_written_under_allergies_names_no_substance(typed: str, code: str | None) -> None:
    """The words stay as typed beside the code of the IPS; nothing but these very words is taken for none."""
    (allergy,) = of(bundle(person=Person(name="样张", allergies=typed)), "AllergyIntolerance")
    assert allergy["code"]["text"] == typed
    assert [coding["code"] for coding in allergy["code"].get("coding", ())] == ([code] if code else [])


def test_a_period_never_ends_before_it_begins() -> None:
    """ "About" may reach back before an exact start; FHIR has no word for it (invariant per-1)."""
    made = bundle(Medicine("1", "药", start=DAY("2026-08-20"), end=DAY("2026-08-10~")))
    assert "extension" in of(made, "MedicationStatement")[0]["effectivePeriod"]
    made = bundle(Medicine("1", "药", start=DAY("2026-08-20"), end=DAY("2026-08")))
    assert of(made, "MedicationStatement")[0]["effectivePeriod"] == {"start": "2026-08-20", "end": "2026-08"}


def test_a_last_day_to_come_leaves_a_medicine_active() -> None:
    made = bundle(Medicine("1", "药", end=DAY("2026-12-24")))
    assert of(made, "MedicationStatement")[0]["status"] == "active"


def test_the_same_record_at_the_same_time_gives_the_same_bytes() -> None:
    first, again = (summary([FULL], PERSON, WORDS, none_known=False, now=NOW) for _ in range(2))
    assert first == again


ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
PARTIAL = st.sampled_from(["", "2026-08-15", "2026-08", "2026-08-15~", "2025-01"]).map(DAY)


@given(
    st.lists(
        st.builds(
            Medicine, ANY, ANY.filter(str.strip), strength=ANY, dose=ANY, route=ANY, how_often=ANY, reason=ANY,
            note=ANY, start=PARTIAL, end=st.none() | PARTIAL,
        ),
        max_size=3,
        unique_by=lambda m: m.id,
    ),
    ANY,
)  # fmt: skip
def test_whatever_a_family_types_makes_a_valid_bundle(medicines: list[Medicine], text: str) -> None:
    made = bundle(*medicines, person=Person(name=text, allergies=text, disease=text, record_number=text))
    assert len(of(made, "MedicationStatement")) == max(1, len(medicines))
