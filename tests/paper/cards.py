"""Samples and readers that the tests of paper share."""

import subprocess
from datetime import date

import pypdfium2

from handbook.domain import ClinicKit, ClinicNumbers, Person

PRINTED = date(2026, 11, 8)
RARE = "张𫖯"  # U+2B5AF, beyond the basic plane

PERSON = Person(
    name=RARE, name_latin="Zhang Fu", birth_date=date(1961, 3, 5), record_number="0012345", product="阿基仑赛注射液",
    product_generic="axicabtagene ciloleucel", batch="CN-2026-0117", disease="弥漫大 B 细胞淋巴瘤",
    infusion_date=date(2026, 11, 20), hospital="示例医院", department="血液科", physician="李医生",
    phone_24h="000-1234 5678", caregiver="女儿", caregiver_phone="139-0000-0000",
    allergies="青霉素、头孢；海鲜（起皮疹）",
)  # fmt: skip
NUMBERS = ClinicNumbers(
    phone_24h="000-8765 4321", phone_day="000-1111 2222", fever_line=38.3, daily_checks_days=14, near_days=28,
    no_driving_days=56, company_days=28, temperature_per_day=2, irradiated_from_days=-7,
)  # fmt: skip
KIT = ClinicKit(NUMBERS, version="1", review_by=date(2026, 1, 1), approved_content="2026.1", approved_by="示例医院")


def texts(pdf: bytes) -> list[str]:
    """The text of each page as pdfium gives it, without line ends."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.get_textpage().get_text_bounded().replace("\r\n", "") for page in document]
    document.close()
    return found


def text(pdf: bytes) -> str:
    """All pages together."""
    return "".join(texts(pdf))


def flat(words: str) -> str:
    """Without white space: where a line ends is not part of the text."""
    return "".join(words.split())


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Page sizes in points."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.get_size() for page in document]
    document.close()
    return found


def run(tool: str, pdf: bytes, *options: str) -> str:
    """What a tool of poppler says of the file."""
    end = ["-"] if tool == "pdftotext" else []
    done = subprocess.run([tool, *options, "-", *end], input=pdf, capture_output=True, check=True)
    assert not done.stderr
    return done.stdout.decode()
