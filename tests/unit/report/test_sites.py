"""The table of sites and the route, and where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.running import invoke
from ecodemo.language import Language, Speaker
from ecodemo.report.sites.build_sites import build_sites
from ecodemo.report.sites.sites_paper import paper
from ecodemo.report.writers.markdown_paper import markdown_content
from support import check

SITES = """\
sites:
- {'no': DW-02, name: 秸秆收储中心, name_en: Straw storage, township: xihe, place: 河口村, indicators: [farm-waste],
   see: 收储台账, host: 县农业农村局副局长, minutes: 30, way: 12公里}
- {'no': DW-01, name: '=监测站|<b>', township: dongshan, indicators: [air, coast], see: 设备, host: 站长, minutes: 20}
"""


@pytest.fixture
def visited(county: Path) -> Path:
    (county / "data" / "sites.yaml").write_text(SITES, encoding="utf-8")
    return county


def test_the_route_is_in_the_order_of_the_data_and_names_rows_of_the_list(visited: Path) -> None:
    route = build_sites(check(visited), Speaker(Language.ZH))
    assert [(site.stop, site.no) for site in route.sites] == [(1, "DW-02"), (2, "DW-01")]
    assert route.sites[0].indicators.startswith("25 ")
    assert (route.townships, route.rows, route.minutes) == (2, 3, 50)
    text = markdown_content(paper(route)).decode()
    assert "1．秸秆收储中心（西河乡河口村），12公里，停留30分钟，由县农业农村局副局长接待；" in text
    assert "<b>" not in text


def test_minutes_are_summed_only_where_all_are_given(visited: Path) -> None:
    (visited / "data" / "sites.yaml").write_text(SITES.replace(", minutes: 20", ""), encoding="utf-8")
    assert build_sites(check(visited), Speaker(Language.ZH)).minutes is None


def test_a_county_without_sites_learns_where_to_enter_them(county: Path, tmp_path: Path) -> None:
    ran = invoke(
        "-C", county, "--lang", "en", "report", "--kind", "sites", "--format", "md", "--out", tmp_path
    )
    assert ran.exit_code == 3
    assert "data/sites.yaml" in ran.stderr


def test_a_site_in_an_unknown_township_is_refused_at_its_place(visited: Path) -> None:
    text = SITES.replace("township: xihe", "township: xihee").replace("DW-01", "DW-02")
    (visited / "data" / "sites.yaml").write_text(text, encoding="utf-8")
    ran = invoke("-C", visited, "--lang", "en", "check")
    assert ran.exit_code == 2
    assert "data/sites.yaml:2" in ran.stdout
    assert "xihee" in ran.stdout
    assert "Duplicate “DW-02”" in ran.stdout
