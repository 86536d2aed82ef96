"""What the tests of intake share: a setting, small spreadsheets, people who are known already."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from domain.model.catalogue import Unit
from domain.workbook.intake import ExistingPeople, Known, Nobody, Preview, RawTable, build_preview, read_table

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

SAMPLES = Path(__file__).parent / "samples"
TODAY = date(2026, 11, 20)
UNITS = {
    "net_wpm": Unit("net_wpm", "words a minute", "wpm", 0, 250),
    "percent": Unit("percent", "percent", "%", 0, 100),
}
CEFR = {"A1": 1.0, "A2": 2.0, "B1": 3.0, "B1+": 3.5, "B2": 4.0, "B2+": 4.5, "C1": 5.0, "C2": 6.0}
ACCOUNTS = {
    "telecom_tech": "Telecom tech support (voice)",
    "retail_cs": "Retail customer service (voice)",
    "banking_cs": "Banking and cards service (voice)",
    "travel_air": "Travel and airline support (voice and chat)",
    "blended_telecom": "Blended telecom (service, save and sales; voice and chat)",
}


def preview(
    table: RawTable | Path | bytes | str,
    *,
    columns: Mapping[str, str] | None = None,
    region: str = "PH",
    existing: ExistingPeople | None = None,
    order: str | None = None,
) -> Preview:
    """A preview with the setting of these tests."""
    if isinstance(table, str):
        table = table.encode()
    if not isinstance(table, RawTable):
        table = read_table(table, table.name if isinstance(table, Path) else "people.csv")
    return build_preview(
        table,
        columns or {},
        region=region,
        accounts=ACCOUNTS,
        units=UNITS,
        cefr=CEFR,
        today=TODAY,
        existing=existing or Nobody(),
        order=order,
    )


@dataclass
class Book:
    """People who are known already, and how often they were asked for."""

    people: Sequence[Known]
    asked: list[str] = field(default_factory=list)

    def by_phone(self, numbers: Collection[str]) -> dict[str, list[Known]]:
        self.asked.append("phone")
        return {each.phone: [each] for each in self.people if each.phone in numbers}

    def by_email(self, addresses: Collection[str]) -> dict[str, list[Known]]:
        self.asked.append("email")
        return {each.email: [each] for each in self.people if each.email in addresses}

    def by_reference(self, references: Collection[str]) -> dict[str, list[Known]]:
        self.asked.append("reference")
        return {each.reference: [each] for each in self.people if each.reference in references}

    def by_names(self, names: Collection[str]) -> dict[str, list[Known]]:
        self.asked.append("names")
        return {each.name.lower(): [each] for each in self.people if each.name.lower() in names}


Cell = str | int | float | None


def xlsx(sheets: Mapping[str, Sequence[Sequence[Cell]]], hidden: Collection[str] = ()) -> bytes:
    """A small spreadsheet; a text '=2026-11-15' becomes a real date cell."""
    names = list(sheets)
    state = ("visible", "hidden")
    entries = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}" state="{state[name in hidden]}"/>'
        for n, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(names) + 1)
    )
    links += f'<Relationship Id="rId0" Type="{_REL}/styles" Target="styles.xml"/>'
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for n in range(1, len(names) + 1)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", _CONTENT.format(types=types))
        packed.writestr("_rels/.rels", _ROOT)
        packed.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>{entries}</sheets></workbook>'
        )
        packed.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACK}">{links}</Relationships>')
        packed.writestr("xl/styles.xml", _STYLES)
        for n, name in enumerate(names, 1):
            packed.writestr(f"xl/worksheets/sheet{n}.xml", _sheet(sheets[name]))
    return out.getvalue()


def _sheet(rows: Sequence[Sequence[Cell]]) -> str:
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(_cell(f"{chr(65 + at)}{number}", value) for at, value in enumerate(row) if value is not None)
        lines.append(f'<row r="{number}">{cells}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(place: str, value: Cell) -> str:
    if isinstance(value, str) and value.startswith("=20"):
        serial = (date.fromisoformat(value[1:]) - date(1899, 12, 30)).days
        return f'<c r="{place}" s="1"><v>{serial}</v></c>'
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACK = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_CONTENT = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    "{types}</Types>"
)
_ROOT = (
    f'<Relationships xmlns="{_PACK}">'
    f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2">'
    '<xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)
