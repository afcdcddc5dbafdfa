"""The medicines as an International Patient Summary: a FHIR R4 document bundle, every medicine coded by its text.

Source: HL7 FHIR International Patient Summary 1.1.0 (https://hl7.org/fhir/uv/ips/STU1.1/): Bundle, Composition,
Patient, MedicationStatement, AllergyIntolerance, Condition and Immunization profiles, and the code system
absent-unknown-uv-ips. Nothing is coded that the family did not write: no ATC, no SNOMED CT.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from html import escape
from typing import Any
from uuid import NAMESPACE_OID, uuid5

import msgspec

from handbook.content import FixedWords
from handbook.content.entry_words import date_texts, more_text, name_texts, use_text
from handbook.domain import Medicine, PartialDate, PassportEntry, PassportKind, Person, taken_on

_IPS = "http://hl7.org/fhir/uv/ips"
_ABSENT = f"{_IPS}/CodeSystem/absent-unknown-uv-ips"
_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
_DISPLAYS = {
    "no-medication-info": "No information about medications",
    "no-known-medications": "No known medications",
    "no-allergy-info": "No information about allergies",
    "no-known-allergies": "No known allergies",
    "no-known-medication-allergies": "No known medication allergies",
    "no-problem-info": "No information about problems",
}
_SECTIONS = {
    "medications": ("10160-0", "History of Medication use Narrative"),
    "allergies": ("48765-2", "Allergies and adverse reactions Document"),
    "problems": ("11450-4", "Problem list - Reported"),
    "immunizations": ("11369-6", "History of Immunization Narrative"),
}

_NO_ALLERGIES = {
    "no-known-allergies": (
        "无", "没有", "无过敏", "没有过敏", "无过敏史", "none", "no", "nil", "no allergies", "no known allergies",
    ),
    "no-known-medication-allergies": (
        "无药物过敏", "无药物过敏史", "nkda", "no drug allergies", "no known drug allergies",
    ),
}  # fmt: skip
"""What families write for "none". Only these very words are taken so; read as a text, they would name a substance."""

Element = dict[str, Any]


def summary(
    medicines: Iterable[Medicine],
    person: Person,
    words: FixedWords,
    *,
    none_known: bool,
    passport: Sequence[PassportEntry] = (),
    now: datetime,
) -> bytes:
    """The bundle as JSON.

    Args:
        medicines: All of them, in reading order.
        person: Name, birth date, record number, disease, allergies; what is absent is said to be absent.
        words: The language of titles and narratives; what the family typed stays as typed.
        none_known: Without medicines: the family answered "none" to everything it was asked. Else the bundle says
            that there is no information.
        passport: Vaccines of the long-term record.
        now: When it was made; the same entries at the same time give the same bytes.
    """
    made = _Bundle(words, now)
    patient = made.add("Patient", "patient", _patient(person))
    subject = {"reference": patient}
    made.subject = subject
    author = made.add("RelatedPerson", "family", {"patient": subject, "name": [{"text": words("fhir.family")}]})

    rows = list(medicines)
    bodies = [(one.id, _statement(one, words, subject, now.date())) for one in rows]
    statements = [made.add("MedicationStatement", f"m/{id_}", body) for id_, body in bodies]
    if not statements:
        code = "no-known-medications" if none_known else "no-medication-info"
        statements = [made.absent("MedicationStatement", code)]
    allergies = made.told("AllergyIntolerance", person.allergies, "no-allergy-info")
    problems = made.told("Condition", person.disease, "no-problem-info")
    vaccines = [one for one in passport if one.kind is PassportKind.VACCINE]
    given = [made.add("Immunization", f"v/{one.id}", _immunization(one, words, subject)) for one in vaccines]

    texts = [" · ".join(filter(None, (*name_texts(one, words), use_text(one, words), *date_texts(one, words),
                                      more_text(one, words)))) for one in rows]  # fmt: skip
    sections = [
        made.section("medications", statements, texts or [words(f"fhir.{'none' if none_known else 'unknown'}")]),
        made.section("allergies", [allergies], [person.allergies or words("fhir.unknown")]),
        made.section("problems", [problems], [person.disease or words("fhir.unknown")]),
    ]
    if given:
        sections.append(made.section("immunizations", given, [f"{one.what} {one.day}" for one in vaccines]))
    return made.document(author, sections)


class _Bundle:
    """Resources with their addresses, made from what they are so that the same record gives the same ones."""

    def __init__(self, words: FixedWords, now: datetime) -> None:
        self.words = words
        self.at = now.astimezone(UTC).isoformat(timespec="seconds")
        self.subject: Element = {}
        self.entries: list[Element] = []

    def add(self, kind: str, key: str, body: Element) -> str:
        """Keep a resource; returns its address."""
        url = self.address(f"{kind}/{key}")
        profile = "" if kind == "RelatedPerson" else f"{_IPS}/StructureDefinition/{kind}-uv-ips"
        head: Element = {"resourceType": kind, "id": url.removeprefix("urn:uuid:")}
        if profile:
            head["meta"] = {"profile": [profile]}
        self.entries.append({"fullUrl": url, "resource": head | body})
        return url

    def address(self, key: str) -> str:
        """A ``urn:uuid:`` of this bundle."""
        return f"urn:uuid:{uuid5(NAMESPACE_OID, f'car-t-handbook/{self.at}/{key}')}"

    def absent(self, kind: str, code: str) -> str:
        """The resource that says that there is nothing, or nothing known."""
        concept = {"coding": [_not_there(code)]}
        if kind == "MedicationStatement":
            body: Element = {
                "status": "unknown", "medicationCodeableConcept": concept, "subject": self.subject,
                "effectivePeriod": _absent("not-applicable" if code == "no-known-medications" else "unknown"),
            }  # fmt: skip
            return self.add(kind, code, body)
        return self.add(kind, code, self._standing(kind, concept))

    def told(self, kind: str, text: str, otherwise: str) -> str:
        """A resource coded by what the family wrote; without a text, one that says that nothing is known."""
        text = _plain(text)
        if not text:
            return self.absent(kind, otherwise)
        concept: Element = {"text": text}
        if kind == "AllergyIntolerance":
            said = text.rstrip("。.!！ ").casefold()
            if code := next((code for code, words in _NO_ALLERGIES.items() if said in words), ""):
                concept["coding"] = [_not_there(code)]
        return self.add(kind, "told", self._standing(kind, concept))

    def _standing(self, kind: str, code: Element) -> Element:
        if kind == "AllergyIntolerance":
            return {
                "clinicalStatus": _coded("allergyintolerance-clinical", "active"), "code": code,
                "patient": self.subject,
            }  # fmt: skip
        return {
            "clinicalStatus": _coded("condition-clinical", "active"),
            "category": [_coded("condition-category", "problem-list-item")],
            "code": code,
            "subject": self.subject,
        }

    def section(self, key: str, entries: Sequence[str], texts: Sequence[str]) -> Element:
        """A section of the composition with its narrative."""
        code, display = _SECTIONS[key]
        items = "".join(f"<li>{escape(_plain(text))}</li>" for text in texts)
        return {
            "title": self.words(f"fhir.{key}"),
            "code": {"coding": [{"system": "http://loinc.org", "code": code, "display": display}]},
            "text": {
                "status": "generated",
                "div": f'<div xmlns="http://www.w3.org/1999/xhtml" lang="{self.words.language}"><ul>{items}</ul></div>',
            },
            "entry": [{"reference": entry} for entry in entries],
        }

    def document(self, author: str, sections: Sequence[Element]) -> bytes:
        """The bundle with its composition in front."""
        loinc = {"system": "http://loinc.org", "code": "60591-5", "display": "Patient summary Document"}
        body: Element = {
            "language": self.words.language,
            "status": "preliminary",
            "type": {"coding": [loinc]},
            "subject": self.subject,
            "date": self.at,
            "author": [{"reference": author}],
            "title": self.words("fhir.title"),
            "section": list(sections),
        }
        self.add("Composition", "composition", body)
        self.entries.insert(0, self.entries.pop())
        bundle = {
            "resourceType": "Bundle",
            "meta": {"profile": [f"{_IPS}/StructureDefinition/Bundle-uv-ips"]},
            "identifier": {"system": "urn:ietf:rfc:3986", "value": self.address("bundle")},
            "type": "document",
            "timestamp": self.at,
            "entry": self.entries,
        }
        return msgspec.json.format(msgspec.json.encode(bundle), indent=2) + b"\n"


def _patient(person: Person) -> Element:
    name = _plain(person.name)
    names: list[Element] = [{"text": name} if name else {"_text": _absent("unknown")}]
    if latin := _plain(person.name_latin):
        names.append({"text": latin})
    body: Element = {"name": names}
    if number := _plain(person.record_number):
        kind = {"system": f"{_TERMINOLOGY}/v2-0203", "code": "MR"}
        body["identifier"] = [{"type": {"coding": [kind]}, "value": number}]
    if person.birth_date:
        return body | {"birthDate": person.birth_date.isoformat()}
    return body | {"_birthDate": _absent("unknown")}


def _statement(medicine: Medicine, words: FixedWords, subject: Element, today: date) -> Element:
    status = "on-hold" if medicine.on_hold else "active" if taken_on(medicine, today) else "stopped"
    name = _plain(" ".join(filter(None, name_texts(medicine, words))))
    body: Element = {
        "status": status,
        "medicationCodeableConcept": {"text": name or "?"},
        "subject": subject,
        "effectivePeriod": _period(medicine),
    }
    if reason := _plain(medicine.reason):
        body["reasonCode"] = [{"text": reason}]
    notes = (", ".join(date_texts(medicine, words)), more_text(medicine, words))
    body["note"] = [{"text": text} for text in map(_plain, notes) if text]
    dosage: Element = {}
    if use := _plain(use_text(medicine, words)):
        dosage["text"] = use
    if often := _plain(medicine.how_often):
        dosage["timing"] = {"code": {"text": often}}
    if medicine.as_needed:
        dosage["asNeededBoolean"] = True
    if route := _plain(medicine.route):
        dosage["route"] = {"text": route}
    return body | ({"dosage": [dosage]} if dosage else {})


def _period(medicine: Medicine) -> Element:
    """From and to as far as they are known; dates that contradict each other stand in the note only."""
    start, end = medicine.start, medicine.end or PartialDate()
    period = {key: str(day).rstrip("~") for key, day in (("start", start), ("end", end)) if day.known}
    if len(period) == 2 and period["end"] < period["start"][: len(period["end"])]:  # "about" has no place in a period
        return _absent("error")
    return period or _absent("unknown")


def _immunization(entry: PassportEntry, words: FixedWords, subject: Element) -> Element:
    body: Element = {"status": "completed", "vaccineCode": {"text": _plain(entry.what) or "?"}, "patient": subject}
    if entry.day.known:
        body["occurrenceDateTime"] = str(entry.day).rstrip("~")
    else:
        body["occurrenceString"] = words("visit.day_unknown")
    if note := _plain(" ".join(filter(None, (entry.where, entry.note)))):
        body["note"] = [{"text": note}]
    return body


def _coded(system: str, code: str) -> Element:
    return {"coding": [{"system": f"{_TERMINOLOGY}/{system}", "code": code}]}


def _not_there(code: str) -> Element:
    return {"system": _ABSENT, "code": code, "display": _DISPLAYS[code]}


def _absent(reason: str) -> Element:
    return {"extension": [{"url": _REASON, "valueCode": reason}]}


def _plain(text: str) -> str:
    """Text that FHIR takes: no control characters, no blanks but the ordinary ones; "" for what is blank."""
    kept = (char if char in "\n\t" or (char.isprintable() and not char.isspace()) else " " for char in text)
    return "".join(kept).strip()
