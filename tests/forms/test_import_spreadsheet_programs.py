"""Workbooks as a real spreadsheet program leaves them: typed into, sorted, filtered, cut up, saved as something else.

LibreOffice stands for all of them; Excel and WPS cannot be run here.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from cli.running import invoke
from forms import office
from forms.office import CSV_IN_GBK, ODS, XLS, XLSX, Sitting, Step
from forms.packs import column_of, export, import_, opened, row_of, workbook_of
from libreoffice import bridge

DATA = "数据"


class Form:
    """A workbook that was sent out, and the names of its cells."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sheet = openpyxl.load_workbook(path)[DATA]
        self.last_column = get_column_letter(self._sheet.max_column)

    def row(self, no: str) -> int:
        return row_of(self._sheet, no)

    def column(self, head: str) -> int:
        return column_of(self._sheet, head)

    def cell(self, no: str, head: str) -> str:
        return f"{get_column_letter(self.column(head))}{self.row(no)}"

    def typed(self, no: str, head: str, text: str) -> Step:
        """A number or a formula."""
        return ("typed", DATA, self.cell(no, head), text)

    def text(self, no: str, head: str, text: str) -> Step:
        """Text, whatever it looks like."""
        return ("text", DATA, self.cell(no, head), text)

    def shown(self, no: str, head: str, form: str) -> Step:
        """A number shown as a percentage or a day, as programs do that see one typed."""
        return ("shown", DATA, self.cell(no, head), form)


def _numbers(form: Form) -> Sequence[Step]:
    return (
        form.text("25.1", "2018年", "\u3000８，1２0\u00a0"),
        form.text("25.1", "2019年", "1.2万\n"),
        form.typed("25.1", "2020年", "=21000+500"),
        form.text("25.2", "2018年", "9 000吨"),
        form.text("25.2", "2019年", "\u200b9100\u00a0吨"),
        form.text("25.1", "说明", "补报南村\n和\u00a0北村"),
        form.typed("25.3", "2018年", "28.50"),
    )


def _refused(form: Form) -> Sequence[Step]:
    lost = form.column("县里")
    return (
        form.typed("25.1", "2018年", "0.85"),
        form.shown("25.1", "2018年", "0%"),
        form.typed("25.1", "2019年", "44221"),
        form.shown("25.1", "2019年", 'YYYY"年"M"月"D"日"'),
        form.typed("25.2", "2018年", f"={get_column_letter(lost + 5)}5"),
        form.typed("25.2", "2019年", "=1/0"),
        form.text("25.3", "2018年", "85％"),
        form.text("25.4", "2018年", "3亩"),
        form.text("25.4", "2019年", "2021年1月25日"),
        form.typed("25.3", "2019年", "30"),
        ("merge", DATA, f"{form.cell('25.3', '2019年')}:{form.cell('25.3', '2020年')}"),
        ("remove_columns", DATA, lost + 4, 1),
    )


def _moved(form: Form) -> Sequence[Step]:
    """Rows sorted and hidden, columns put elsewhere, others put in between, whole sheets taken away."""
    first, last = form.row("25.1"), form.row("25.4")
    year = get_column_letter(form.column("2020年"))
    away = get_column_letter(form.column("县里") + 3)
    return (
        form.typed("25.1", "2020年", "21500"),
        ("move", DATA, f"{year}3:{year}{last}", f"{away}3"),
        ("sort", DATA, f"A{first}:{away}{last}", 0),
        ("hide_row", DATA, first),
        ("insert_columns", DATA, 2, 2),
        ("insert_rows", DATA, 1, 3),
        ("insert_rows", DATA, first + 3, 1),
        ("remove_sheet", "佐证"),
        ("remove_sheet", "问题"),
        ("rename_sheet", DATA, "Sheet1"),
    )


def _filtered(form: Form) -> Sequence[Step]:
    area = f"A3:{form.last_column}{form.row('25.4')}"
    return (form.typed("25.1", "2020年", "21500"), ("filter", DATA, area, 0, "25.3"))


def _pasted(form: Form) -> Sequence[Step]:
    """A row copied below the others, with another figure."""
    row, below = form.row("25.1"), form.row("25.4") + 12
    year = get_column_letter(form.column("2020年"))
    return (
        ("copy", DATA, f"A{row}:{form.last_column}{row}", f"A{below}"),
        ("typed", DATA, f"{year}{below}", "1"),
    )


def _in_a_new_book(form: Form) -> Sequence[Step]:
    return (form.typed("25.1", "2019年", "20000"), ("copy_into_new_book", DATA))


def _new_figure(form: Form) -> Sequence[Step]:
    return (form.typed("25.1", "2019年", "20000"),)


def _only_the_figures(form: Form) -> Sequence[Step]:
    """A csv file holds the first sheet alone."""
    return (*_new_figure(form), ("copy_into_new_book", DATA))


def _rates(form: Form) -> Sequence[Step]:
    return (
        form.text("07.1", "2018年", "94.5％"),
        form.typed("07.1", "2019年", "0.9525"),
        form.shown("07.1", "2019年", "0.00%"),
        form.text("07.2", "2018年", "36 微克/立方米"),
    )


def _areas(form: Form) -> Sequence[Step]:
    return (form.text("16.1", "2018年", "285.3万亩"), form.text("16.2", "2018年", "1500亩"))


_MADE: Mapping[str, tuple[str, Callable[[Form], Sequence[Step]], str]] = {
    "numbers.xlsx": ("东山镇", _numbers, XLSX),
    "refused.xlsx": ("东山镇", _refused, XLSX),
    "moved.xlsx": ("东山镇", _moved, XLSX),
    "filtered.xlsx": ("东山镇", _filtered, XLSX),
    "pasted.xlsx": ("东山镇", _pasted, XLSX),
    "copied.xlsx": ("东山镇", _in_a_new_book, XLSX),
    "东山镇填报表.xls": ("东山镇", _new_figure, XLS),
    "东山镇填报表.ods": ("东山镇", _new_figure, ODS),
    "figures.csv": ("东山镇", _only_the_figures, CSV_IN_GBK),
    "rates.xlsx": ("市生态环境局清溪分局", _rates, XLSX),
    "areas.xlsx": ("县林业局", _areas, XLSX),
}


@pytest.fixture(scope="module")
def made(small_workspace: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks, in a folder."""
    if bridge() is None:
        pytest.skip("LibreOffice, or a Python that can talk to it, is not installed")
    folder = tmp_path_factory.mktemp("programs")
    county = Path(shutil.copytree(small_workspace, folder / "county"))
    forms = {
        unit: Form(workbook_of(opened(export(county, unit, folder / "out"), folder / unit)))
        for unit in dict.fromkeys(unit for unit, _, _ in _MADE.values())
    }
    office.sit(
        [
            Sitting(forms[unit].path, folder / name, steps(forms[unit]), kind)
            for name, (unit, steps, kind) in _MADE.items()
        ],
        folder / "home",
    )
    return folder


def _line(county: Path, unit: str, measure: str, year: int) -> str:
    text = (county / "data" / "progress" / f"{unit}.yaml").read_text(encoding="utf-8")
    found = re.search(rf"^- \{{measure: {measure}, year: {year}.*$", text, re.MULTILINE)
    return found[0] if found else ""


def _dongshan(county: Path, measure: str, year: int) -> str:
    return _line(county, "dongshan", measure, year)


def test_numbers_however_they_are_typed(made: Path, county: Path) -> None:
    ran = import_(county, made / "numbers.xlsx")
    assert ran.exit_code == 0, ran.stdout
    assert "value: 8120," in _dongshan(county, "straw-used", 2018)
    assert "value: 12000," in _dongshan(county, "straw-used", 2019)
    assert "value: 21500," in _dongshan(county, "straw-used", 2020)
    assert "reason: 补报南村；和 北村" in _dongshan(county, "straw-used", 2020)
    assert "value: 9000," in _dongshan(county, "straw-all", 2018)
    assert "value: 9100," in _dongshan(county, "straw-all", 2019)
    assert "value: 28.5," in _dongshan(county, "film-back", 2018)
    assert "Read as 12000" in ran.stdout


def test_what_cannot_be_a_figure_is_refused_with_its_cell(made: Path, county: Path) -> None:
    before = (county / "data" / "progress" / "dongshan.yaml").read_bytes()
    ran = import_(county, made / "refused.xlsx")
    assert ran.exit_code == 1
    refused = [line for line in ran.stdout.splitlines() if "[rejected]" in line]
    said = {
        "25.1 秸秆综合利用量 2018": "percentage",
        "25.1 秸秆综合利用量 2019": "Expected a number, got a date or a time",
        "25.2 秸秆可收集量 2018": "Spreadsheet error",
        "25.2 秸秆可收集量 2019": "Spreadsheet error",
        "25.3 农膜回收利用量 2018": "percentage",
        "25.3 农膜回收利用量 2019": "Merged cell",
        "25.4 农膜使用量 2018": "not 亩",
        "25.4 农膜使用量 2019": "Not a number",
    }
    for about, words in said.items():
        assert any(about in line and words in line and "数据!" in line for line in refused), about
    assert (county / "data" / "progress" / "dongshan.yaml").read_bytes() == before


def test_percentages_for_a_rate(made: Path, county: Path) -> None:
    ran = import_(county, made / "rates.xlsx")
    assert ran.exit_code == 0, ran.stdout
    assert "value: 94.5" in _line(county, "ecology", "good-days", 2018)
    assert "value: 95.25" in _line(county, "ecology", "good-days", 2019)
    assert "value: 36" in _line(county, "ecology", "pm25", 2018)


def test_mu_are_converted_and_the_conversion_is_shown(made: Path, county: Path) -> None:
    ran = import_(county, made / "areas.xlsx")
    assert "285.3万亩 read as 1902" in ran.stdout, ran.stdout
    assert "1500亩 read as 1 km²" in ran.stdout, ran.stdout
    assert "value: 1902, " in _line(county, "forestry", "forest-area", 2018)
    assert "value: 1, " in _line(county, "forestry", "grass-area", 2018)


@pytest.mark.parametrize("name", ["moved.xlsx", "filtered.xlsx"])
def test_moved_sorted_hidden_and_filtered(name: str, made: Path, county: Path) -> None:
    ran = import_(county, made / name)
    assert ran.exit_code == 0, ran.stdout
    assert "1 changed" in ran.stdout
    assert "value: 21500" in _dongshan(county, "straw-used", 2020)
    assert ("The “佐证” sheet is missing" in ran.stdout) is (name == "moved.xlsx")


def test_a_pasted_row_is_not_taken_for_the_first(made: Path, county: Path) -> None:
    before = (county / "data" / "progress" / "dongshan.yaml").read_bytes()
    ran = import_(county, made / "pasted.xlsx")
    assert ran.exit_code == 1
    assert "several rows" in ran.stdout
    assert (county / "data" / "progress" / "dongshan.yaml").read_bytes() == before


@pytest.mark.parametrize("name", ["copied.xlsx", "figures.csv"])
def test_one_sheet_in_a_file_of_its_own(name: str, made: Path, county: Path) -> None:
    ran = import_(county, made / name)
    assert ran.exit_code == 0, ran.stdout
    assert "value: 20000" in _dongshan(county, "straw-used", 2019)
    assert "has lost its record of what was exported" in ran.stdout


@pytest.mark.parametrize("name", ["东山镇填报表.xls", "东山镇填报表.ods"])
@pytest.mark.parametrize("called", ["as it is", "xlsx"])
def test_other_kinds_of_workbook_get_one_sentence(
    name: str, called: str, made: Path, county: Path, tmp_path: Path
) -> None:
    """People also change the end of the name and think that they have changed the file."""
    path = tmp_path / (name if called == "as it is" else "东山镇填报表.xlsx")
    path.write_bytes((made / name).read_bytes())
    ran = import_(county, path)
    assert ran.exit_code == 1
    assert ran.stdout.count("另存为xlsx") == 1, ran.stdout
    assert ran.stdout.count("[") == 1


def test_what_was_imported_can_be_checked(made: Path, county: Path) -> None:
    import_(county, made / "numbers.xlsx", made / "rates.xlsx")
    checked = invoke("-C", county, "check", "--phase", "sound", "--select", "SC")
    assert checked.exit_code == 0, checked.stdout
