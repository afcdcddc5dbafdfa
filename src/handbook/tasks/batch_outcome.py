"""What a batch leaves behind besides cards: the rows to mend, and a report that knows nobody."""

from __future__ import annotations

from collections.abc import Callable

from handbook.domain import FaultList, HandbookError
from handbook.exchange import PeopleTable
from handbook.tasks.batch import CardJob, Checked, Rejected


def fault_words(table: PeopleTable, one: Rejected) -> dict[str, object]:
    """What the sentence of a fault needs to know, with the field called as the list calls it."""
    params = dict(one.error.params)
    if "key" in params:
        params["key"] = table.heading(str(params["key"]))
    return params


def rejects_csv(table: PeopleTable, checked: Checked, sentence: Callable[[Rejected], str]) -> bytes:
    """The bad rows as CSV: the original columns, then ``row, field, reason``, each row once with all its faults.

    ``sentence`` says one fault in the language of whoever will mend it.
    """
    faults: dict[int, list[Rejected]] = {}
    for fault in checked.rejected:
        faults.setdefault(fault.row, []).append(fault)

    def said(row: int) -> tuple[str, str] | None:
        found = faults.get(row)
        if not found:
            return None
        fields = dict.fromkeys(fault.field for fault in found if fault.field)
        return ", ".join(fields), " ".join(map(sentence, found))

    return table.rejects(said)


def batch_report(job: CardJob, checked: Checked, sheets: int) -> dict[str, object]:
    """What came of a batch, without a word about anybody but the numbers of rows.

    A reason is the code of the fault, the same in every language; a row with two faults is listed twice. After a dry
    run it says what would be printed.
    """
    return {
        "rows": checked.rows,
        "printed": checked.good,
        "rejected": [{"row": one.row, "field": one.field, "reason": one.error.code} for one in checked.rejected],
        "sheets": sheets,
        "content_version": job.book.version,
        "kit": job.kit.version if job.kit else None,
    }


def fault_report(error: HandbookError) -> dict[str, object]:
    """The report of a batch that could not begin; row 0 stands for the file as a whole."""
    faults = error.faults if isinstance(error, FaultList) else (error,)
    rejected = [{"row": fault.params.get("row", 0), "field": "", "reason": fault.code} for fault in faults]
    return {"rows": 0, "printed": 0, "rejected": rejected, "sheets": 0, "content_version": None, "kit": None}
