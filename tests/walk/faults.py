"""The example with every fault that touches lateness, exceptions, vetoes, the ledger, and corrected figures."""

from __future__ import annotations

import shutil
from pathlib import Path

from support import edit


def spoil(example: Path, folder: Path) -> Path:
    """A copy of the example with all of them."""
    shutil.copytree(example, folder, symlinks=True)
    data = folder / "data"
    _waivers(data / "waivers.yaml")
    _ledger(data / "rectification.yaml")
    _returns(data / "progress")
    _figures(data / "progress")
    _papers_of_the_bid(folder)
    return folder


def _waivers(file: Path) -> None:
    """Without an end, granted later, granted by itself, and 不涉及 whose statement is nowhere."""
    edit(
        file,
        "\nextensions:",
        "- {requirement: 25-3, unit: dongping, reason: 无覆膜种植, document: 00-4/2019, granted: 2021-06-20, by: agriculture}\n"
        "- {requirement: 30-1, unit: gulou, reason: 无, granted: 2021-07-20, by: gulou}\n\nextensions:",
    )
    edit(
        file,
        "\nwaivers:",
        "- {unit: nanjin, requirement: 38-2, until: 2021-09-30, reason: 灾后补录, granted: 2021-09-06, by: office}\n\nwaivers:",
    )
    with file.open("a", encoding="utf-8") as more:
        more.write(
            "- {rule: EV104, scope: {requirement: 32-2, unit: gulou}, reason: 原件毁损, granted: 2021-09-01, by: office, number: 安创办〔2021〕9号}\n"
            "- {rule: EV104, scope: {requirement: V2}, reason: 待上级出具, granted: 2021-09-02, by: office, number: 安创办〔2021〕10号}\n"
            "- {rule: EV104, scope: {requirement: 29-1, unit: malu, year: 2019}, reason: 自批, granted: 2021-09-03, by: malu, number: 1号}\n"
            "- {rule: EV104, scope: {requirement: 35-1, unit: gaoming}, reason: 以后才批, granted: 2021-10-20, by: office, until: 2021-12-31}\n"
        )


def _ledger(file: Path) -> None:
    """Closed late by itself, closed late without proof, and found or closed later."""
    with file.open("a", encoding="utf-8") as more:
        for no, due, closing in (
            ("ZG-901", "2021-08-10", "{'on': 2021-08-20, by: water, proof: 08-1/2020@ecology}"),
            ("ZG-902", "2021-08-10", "{'on': 2021-08-20, by: supervision, proof: 38-2/2020@nanjin}"),
            ("ZG-903", "2021-09-10", "{'on': 2021-10-08, by: supervision, proof: 07-1/2020@ecology}"),
            ("ZG-904", "2021-08-10", "{'on': 2021-08-20, by: supervision, proof: V3@ecology}"),
        ):
            more.write(
                f"- {{'no': {no}, found: 2021-07-20, by: 督查, indicator: water, problem: 记录不全, action: 补齐, "
                f"unit: water, due: {due}, closed: {closing}}}\n"
            )
        more.write(
            "- {'no': ZG-905, found: 2021-10-09, by: 督查, indicator: water, problem: 后来发现, unit: water, due: 2021-10-12}\n"
        )


def _returns(progress: Path) -> None:
    """A second return that leaves the first limit missed, one without a day, and a returned document behind a 互见."""
    edit(
        progress / "nanjin.yaml",
        "reason: 缺村级负责人签字, due: 2021-06-01,",
        "reason: 缺村级负责人签字, due: 2021-05-30,",
    )
    longtang = progress / "longtang.yaml"
    hash_ = "a26b4ce0453f52dcfb5ca62b24093d96122246f7211949dd9d8079f1ac3faa6f"
    edit(
        longtang,
        f"  - {{'on': 2021-06-11, by: agriculture, result: accepted, hash: {hash_}}}\n",
        f"  - {{'on': 2021-06-11, by: agriculture, result: returned, reason: 合计仍不符, due: 2021-06-20, hash: {hash_}}}\n"
        f"  - {{'on': 2021-07-01, by: agriculture, result: returned, reason: 合计仍不符, due: 2021-09-30, hash: {hash_}}}\n"
        f"  - {{'on': 2021-07-05, by: agriculture, result: returned, reason: 尽快, hash: {hash_}}}\n",
    )


def _figures(progress: Path) -> None:
    """A figure that was corrected twice, one that came later, and answers to vetoes with their days."""
    ecology = progress / "ecology.yaml"
    edit(
        ecology,
        "{measure: pm25, year: 2020, value: 30, source: 湖南省生态环境监测中心, proof: 07-1/2020, page: 2}",
        "{measure: pm25, year: 2020, value: 30, source: 湖南省生态环境监测中心, proof: 07-1/2020, page: 2, reported: 2021-05-10, "
        "revised: [{'on': 2021-06-10, was: '41', reason: 抄错}, {'on': 2021-08-10, was: '36', reason: 国控点核定}]}",
    )
    edit(
        ecology,
        "{measure: ei, year: 2020, value: 82.31,",
        "{measure: ei, year: 2020, reported: 2021-08-02, value: 82.31,",
    )
    edit(
        ecology,
        "through: 2021-10-15, document: V1}",
        "through: 2021-10-15, document: V1, reported: 2021-09-16}",
    )
    with (progress / "office.yaml").open("a", encoding="utf-8") as more:
        more.write(
            "\nvetoes:\n- {id: function-zone, answer: clear, through: 2021-10-15, document: V5@ecology, reported: 2021-09-18}\n"
        )


def _papers_of_the_bid(folder: Path) -> None:
    """The application letter of 2021: no document of the next bid."""
    office = folder / "data/progress/office.yaml"
    known = (folder / "evidence/00 综合材料/创建办").exists()
    place = f"00 综合材料/{'创建办' if known else 'office'}/00-8 创建申报函.pdf"
    letter = folder / "evidence" / place
    letter.parent.mkdir(parents=True, exist_ok=True)
    letter.write_bytes(next((folder / "evidence").rglob("00-2*.pdf")).read_bytes() + b"\n%of another\n")
    edit(
        office, "documents:\n", f"documents:\n- {{file: {place}, requirement: 00-8, received: 2021-10-14}}\n"
    )
