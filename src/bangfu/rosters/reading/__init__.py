"""The pure reading of spreadsheets as people type them (no database, no Django).

    workbook = read_file(content_or_path, file_name)     # raises UnreadableFile
    for table in recognise(workbook):                    # one sheet may hold several tables
        for row in rows(table):                          # or rows(table, mapping)
            row.disposition, row.persons, row.household, row.findings

`read_file` judges by content, not by suffix (text that does not call itself .csv must have
columns, too): .xlsx/.xlsm, .xls, .csv (UTF-8 with and without BOM,
GB18030, UTF-16 with BOM; comma, semicolon, tab). It refuses what is broken, locked or hostile
with an `UnreadableFile` whose `str()` is a Chinese sentence.

`recognise` gives each table its kind (`household_roster` with category `dibao`, `low_income` or
`hard_up`; `disability_allowance`, `education_grant`, `illness_relief`, `gift_list`,
`cremation_list`, `helper_list`, `job_list`, `unknown`), title, issuer (填报单位), `stated_on`
(填报日期), year, header rows and columns (`Column.field`, see `FIELDS`).

`rows(table, mapping=None)`: `mapping` overrides columns, by 0-based index or by header text
(`{3: "number", "备考": "remark", "编外": ""}`; "" = ignore the column). Columns of a second and
further member in the same row have the fields `name_2`, `number_2`, `relation_2`, `sex_2`,
`name_3` …. Rows come in sheet order;
every row below the header is there once: `data`, `skip` (subtotal, total, footer, note) or
`aside` (empty_row, repeated_header, title_row). `rows = [r for r in … if r.disposition != "aside"]`
is the count the take-in reports. A household's draft is shared by its rows (same object, same
`block`) and is complete once the list is returned.

`text(finding)` words a finding in Chinese; `text(finding, translate=gettext)` in the reader's
language (the templates are the msgids). Levels: `info` (repaired or worth knowing), `question`
(somebody must look; the person still comes in), `error` (this row cannot be used as it is:
`no_name`, `household_unknown`).
"""

from .models import (
    Cell,
    Column,
    Finding,
    HouseholdDraft,
    Merge,
    PersonDraft,
    RosterRow,
    RosterTable,
    Sheet,
    UnreadableFile,
    Workbook,
    letter,
)
from .open import read_file, refuse_other_suffix
from .recognise import recognise
from .rows import UnknownField, rows
from .say import text, text_of_unreadable
from .words import FIELDS

__all__ = [
    "FIELDS",
    "Cell",
    "Column",
    "Finding",
    "HouseholdDraft",
    "Merge",
    "PersonDraft",
    "RosterRow",
    "RosterTable",
    "Sheet",
    "UnknownField",
    "UnreadableFile",
    "Workbook",
    "letter",
    "read_file",
    "recognise",
    "refuse_other_suffix",
    "rows",
    "text",
    "text_of_unreadable",
]
