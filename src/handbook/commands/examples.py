"""Examples for the help pages: the same lines in every language, each with a sentence (``commands.AREA.example-NAME``).

A test runs them, beside sample files of these names.
"""

from __future__ import annotations

from collections.abc import Mapping

EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "handbook": {
        "window": "handbook",
        "folder": "handbook --data-dir stick/data card --blank -o card.pdf",
        "more": "handbook cards --help",
    },
    "card": {
        "blank": "handbook card --blank -o blank.pdf",
        "both": "handbook card --person zhang.toml -o card.pdf --language zh-Hans+en",
        "bank": "handbook card --person zhang.toml -o card.pdf --format bank --clinic our.handbook-kit",
    },
    "cards": {
        "check": "handbook cards people.csv --dry-run --rejects to-mend.csv",
        "print": "handbook cards people.csv -o cards.pdf --clinic our.handbook-kit",
        "manual": "handbook cards people.csv -o cards.pdf --sheet letter-8 --flip manual --start 3",
        "blank": "handbook cards --blank 20 -o blank-cards.pdf",
    },
    "checklist": {
        "week": "handbook checklist -o checklist.pdf",
        "large": "handbook checklist -o checklist.pdf --days 14 --large-print --language en",
    },
    "medicines": {
        "page": "handbook medicines --record mother -o medicines.pdf",
        "table": "handbook medicines --record mother -o medicines.csv",
        "summary": "handbook medicines --record mother -o summary.json --as fhir --days 180",
    },
    "visit": {
        "month": "handbook visit --record mother -o visit.pdf",
        "since": "handbook visit --record mother -o visit.pdf --since 2026-11-01 --leave-out notes",
    },
    "record": {
        "new": 'handbook record new uncle --name "Li Ming"',
        "backup": "handbook record backup mother -o stick/new.db",
        "verify": "handbook record verify stick/mother.db",
    },
    "record-new": {
        "named": 'handbook record new uncle --name "Li Ming"',
    },
    "record-show": {
        "show": "handbook record show mother",
    },
    "record-import": {
        "try": "handbook record import mother list.csv --dry-run",
        "write": "handbook record import mother list.csv --kind medicines",
        "whole": "handbook record import mother-copy mother.json",
    },
    "record-export": {
        "file": "handbook record export mother -o mother.json",
        "stream": "handbook record export mother -o -",
    },
    "record-backup": {
        "stick": "handbook record backup mother -o stick/new.db",
    },
    "record-verify": {
        "stick": "handbook record verify stick/mother.db",
    },
    "record-restore": {
        "beside": "handbook record restore stick/mother.db mother-restored",
    },
    "record-passphrase": {
        "set": "handbook record passphrase mother",
        "code": "handbook record passphrase father --new-code",
        "off": "handbook record passphrase father --off",
    },
    "record-export-key": {
        "key": "handbook record export-key father",
    },
    "clinic": {
        "new": "handbook clinic new our-ward",
        "build": "handbook clinic build our-clinic -o new.handbook-kit",
        "check": "handbook clinic check our.handbook-kit -o check.pdf",
    },
    "clinic-new": {
        "new": "handbook clinic new our-ward",
    },
    "clinic-build": {
        "build": "handbook clinic build our-clinic -o new.handbook-kit",
    },
    "clinic-check": {
        "folder": "handbook clinic check our-clinic",
        "sheet": "handbook clinic check our.handbook-kit -o check.pdf",
    },
    "clinic-show": {
        "show": "handbook clinic show our.handbook-kit",
        "english": "handbook clinic show our.handbook-kit --language en",
    },
    "clinic-compare": {
        "versions": "handbook clinic compare old.handbook-kit our.handbook-kit",
    },
    "clinic-sign": {
        "sign": "handbook clinic sign our.handbook-kit --key our.key",
    },
    "clinic-trust": {
        "trust": "handbook clinic trust our.handbook-kit",
    },
    "clinic-keygen": {
        "key": "handbook clinic keygen -o new.key",
    },
    "content": {
        "search": "handbook content search fashao",
        "print": "handbook content print fever crs -o handout.pdf",
        "manual": "handbook content print manual -o manual.pdf",
    },
    "content-check": {
        "shipped": "handbook content check",
        "folder": "handbook content check book",
    },
    "content-list": {
        "list": "handbook content list",
    },
    "content-show": {
        "page": "handbook content show fever",
        "both": "handbook content show fever --language zh-Hans+en",
    },
    "content-search": {
        "pinyin": "handbook content search fashao",
        "english": "handbook content search recovery code",
    },
    "content-print": {
        "pages": "handbook content print fever crs -o handout.pdf",
        "chapter": "handbook content print side-effects -o side-effects.pdf --large-print",
        "manual": "handbook content print manual -o manual.pdf --language en",
    },
    "calibrate": {
        "a4": "handbook calibrate -o proof.pdf",
        "letter": "handbook calibrate -o proof.pdf --paper letter",
    },
    "tour": {
        "all": "handbook tour -o pictures",
        "night": "handbook tour -o pictures --language en --theme night --scale 200",
    },
}
"""Area (``card``, ``record-new``) → name of the example → the line as it is typed."""
