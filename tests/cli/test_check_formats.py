"""Every format of `ecodemo check`: the same findings, the same exit code, readable by those it is for."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import jsonschema  # type: ignore[import-untyped]
import junitparser
import pytest
from markdown_it import MarkdownIt

from cli.running import Result, invoke, process, run, scripted
from cli.test_exit_codes import BROKEN_RULE

FORMATS = ("text", "json", "state", "markdown", "github", "gitlab", "sarif", "junit", "csv")
LANGUAGES = ("zh", "en")
SCHEMAS = Path(__file__).parents[1] / "schemas"
WEIGHTS = ("error", "warning", "notice")


class Written:
    """One check in all formats at once."""

    def __init__(
        self,
        folder: Path,
        *arguments: str,
        asked: Sequence[str] = (),
        run_as: Callable[..., Result] = invoke,
    ) -> None:
        self.folder = folder
        also = [part for name in FORMATS for part in ("--also", f"{name}:{folder / f'check.{name}'}")]
        self.ran = run_as(*arguments, "check", *asked, *also)

    def text(self, format_: str) -> str:
        return (self.folder / f"check.{format_}").read_bytes().decode("utf-8-sig")

    def json(self, format_: str) -> Any:
        return json.loads(self.text(format_))

    @property
    def run(self) -> dict[str, Any]:
        log: dict[str, Any] = self.json("sarif")["runs"][0]
        return log

    @property
    def cases(self) -> list[junitparser.TestCase]:
        return [
            case
            for suite in junitparser.JUnitXml.fromfile(str(self.folder / "check.junit"))
            for case in suite
        ]

    @property
    def rows(self) -> list[list[str]]:
        return list(csv.reader(io.StringIO(self.text("csv"), newline="")))

    @property
    def annotations(self) -> list[str]:
        return self.text("github").splitlines()[1:]


def schema_errors(name: str, value: Any) -> list[str]:
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def misspelt(folder: Path) -> Path:
    """The folder with data that cannot be loaded."""
    file = folder / "data" / "groups.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("lead:", "laed:", 1), encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=LANGUAGES)
def closed(
    request: pytest.FixtureRequest, example: Path, tmp_path_factory: pytest.TempPathFactory
) -> Written:
    """The example, whose gate is closed."""
    return Written(tmp_path_factory.mktemp("closed"), "-C", str(example), "--lang", request.param)


@pytest.fixture(params=LANGUAGES)
def unusable(request: pytest.FixtureRequest, county: Path, tmp_path: Path) -> Written:
    """A county whose data cannot be loaded."""
    return Written(tmp_path, "-C", str(misspelt(county)), "--lang", request.param)


@pytest.fixture
def crashed(county: Path, tmp_path: Path) -> Written:
    """A county on which one rule crashed."""
    return Written(tmp_path, "-C", str(county), run_as=lambda *arguments: scripted(BROKEN_RULE, *arguments))


def test_the_formats_agree_on_how_much_was_found(closed: Written) -> None:
    report = closed.json("json")
    found, waived = len(report["findings"]), len(report["waived"])
    assert found
    assert waived
    others = sum(len(finding["related_places"]) for finding in report["findings"])
    assert len(closed.annotations) - others == len(closed.json("gitlab")) == found
    assert len(closed.run["results"]) == found
    assert len(closed.rows) - 1 == found + waived
    assert sum(len(case.result) > 0 or case.system_out is not None for case in closed.cases) == found + waived
    assert closed.text("markdown").count("\n| ") - len(report["units"]) - 4 == found + waived


def test_the_state_is_printed_slim_and_is_whole_in_json(closed: Written) -> None:
    schema = json.loads(invoke("schema", "state").stdout)
    whole, slim = closed.json("json")["state"], closed.json("state")
    for state in (whole, slim):
        assert list(jsonschema.Draft202012Validator(schema).iter_errors(state)) == []
    only_whole = {"items", "figures", "corrections", "baseline", "note"}
    assert {key for key in whole if key not in only_whole and whole[key] != slim.get(key)} == {"findings"}
    assert set(whole) - set(slim) == only_whole
    assert sum(count for *_, count in slim["findings"]["by_code"]) == len(whole["findings"])
    assert len(closed.text("state").encode()) < 100_000


def test_the_report_has_the_numbers_and_verdicts_of_its_state(closed: Written) -> None:
    report = closed.json("json")
    state = report["state"]
    verdicts = (report["conclusion_verdict"], report["conclusion_by_figures_verdict"])
    assert verdicts == (state["verdict"], state["by_figures"])
    assert [report["gate"][key] for key in ("errors", "warnings", "waived", "known")] == [
        state["gate"][key] for key in ("errors", "warnings", "waived", "known")
    ]
    rows = [row for domain in report["domains"] for row in domain["rows"]]
    assert {
        str(row["no"]): (row["verdict"], row["counts"], row["light"], row["returned"]) for row in rows
    } == {
        row["no"]: (row["verdict"], row["counts"], row["light"], row["returned"])
        for row in state["rows"]
        if row["verdict"] != "not applicable"
    }
    assert [(unit["unit"], unit["rank"], unit["due"]) for unit in report["ranking"]] == [
        (unit["id"], unit["rank"], unit["due"]) for unit in state["units"]
    ]


def test_the_annotations_of_github_come_gravest_first_each_on_one_line(closed: Written) -> None:
    first = closed.text("github").splitlines()[0]
    assert first.startswith("::notice title=")
    assert closed.json("json")["gate"]["sentence"] in unquote(first)
    commands = [
        re.match(r"::(\w+) file=[^,:]+(?:,line=\d+,col=\d+)?,title=[^,:]+::.", line)
        for line in closed.annotations
    ]
    assert all(commands)
    weights = [WEIGHTS.index(command[1]) for command in commands if command]
    assert weights == sorted(weights)
    assert len(set(weights)) == 2


def test_the_report_for_gitlab_fits_its_schema_and_no_fingerprint_occurs_twice(closed: Written) -> None:
    violations = closed.json("gitlab")
    assert schema_errors("gitlab-code-quality.json", violations) == []
    assert len({violation["fingerprint"] for violation in violations}) == len(violations)


def test_the_sarif_log_fits_the_schema_of_the_standard(closed: Written) -> None:
    assert schema_errors("sarif-2.1.0-rtm.5.json", closed.json("sarif")) == []


def test_sarif_tools_opens_the_log(closed: Written) -> None:
    loader = pytest.importorskip("sarif.loader", reason="sarif-tools comes with the dev extra")
    log = loader.load_sarif_file(str(closed.folder / "check.sarif"))
    assert log.get_distinct_tool_names() == ["ecodemo"]
    report = closed.json("json")
    errors = [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert log.get_report().get_issue_count_for_severity("error") == len(errors)


def test_sarif_names_files_that_are_there_and_lines_only_where_there_is_one(
    closed: Written, example: Path
) -> None:
    for result, finding in zip(closed.run["results"], by_fingerprint(closed), strict=True):
        place = result["locations"][0]["physicalLocation"]
        path = unquote(place["artifactLocation"]["uri"])
        assert place["artifactLocation"]["uri"].isascii()
        assert path == finding["file"]
        assert (example / path).exists()
        region = {"startLine": finding["line"], "startColumn": finding["column"]}
        assert place.get("region") == (region if finding["line"] else None)


def by_fingerprint(written: Written) -> list[dict[str, Any]]:
    """The findings of the JSON in the order of the SARIF log."""
    report = written.json("json")
    listed = [*report["findings"], *report["waived"]]
    digits = [result["partialFingerprints"]["ecodemoFinding/v1"] for result in written.run["results"]]
    assert len(set(digits)) == len(digits)
    ordered = []
    for fingerprint, number in (text.split(":") for text in digits):
        same = [finding for finding in listed if finding["fingerprint"] == fingerprint]
        same.sort(key=lambda finding: ("error", "warning", "info").index(finding["severity"]))
        ordered.append(same[int(number) - 1])
    return ordered


def test_sarif_explains_every_rule_that_ran(closed: Written) -> None:
    rules = closed.run["tool"]["driver"]["rules"]
    assert len(rules) > 50
    for result in closed.run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    for rule in rules:
        assert re.fullmatch(r"(?:[A-Z][a-z0-9]*)+", rule["name"])
        assert rule["help"]["markdown"].startswith(f"# {rule['id']} ")
        assert len(rule["shortDescription"]["text"]) < 100
        assert "#" not in rule["fullDescription"]["text"]


def test_sarif_leaves_out_what_is_waived(closed: Written) -> None:
    assert closed.json("json")["waived"]
    assert len(closed.run["results"]) == len(closed.json("json")["findings"])
    assert not any("suppressions" in result for result in closed.run["results"])


def test_sarif_suppresses_what_is_waived_and_nothing_else_where_it_is_asked_for(
    closed: Written, example: Path
) -> None:
    waived, language = (closed.json("json")[key] for key in ("waived", "language"))
    ran = invoke("-C", example, "--lang", language, "check", "-f", "sarif", "--sarif-suppressed")
    log = json.loads(ran.stdout)
    results = log["runs"][0]["results"]
    assert schema_errors("sarif-2.1.0-rtm.5.json", log) == []
    suppressed = [result["suppressions"][0] for result in results if "suppressions" in result]
    assert [suppression["justification"] for suppression in suppressed] == [
        row["waived_by"] for row in waived
    ]
    assert {suppression["status"] for suppression in suppressed} == {"accepted"}


def test_sarif_says_how_the_run_ended_and_which_phase_it_was(closed: Written) -> None:
    (invocation,) = closed.run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 1)
    assert closed.run["automationDetails"]["id"] == "ecodemo/self-inspection/"


def test_junit_is_red_for_errors_skips_what_is_waived_and_shows_rules_that_found_nothing(
    closed: Written,
) -> None:
    report = closed.json("json")
    read = junitparser.JUnitXml.fromfile(str(closed.folder / "check.junit"))
    assert (read.failures, read.skipped, read.errors) == (report["gate"]["errors"], len(report["waived"]), 0)
    skipped = [
        result for case in closed.cases for result in case.result if isinstance(result, junitparser.Skipped)
    ]
    assert [result.message for result in skipped] == [row["waived_by"] for row in report["waived"]]
    passed = [case.name.split()[0] for case in closed.cases if not case.result and case.system_out is None]
    assert "PV101" in passed
    assert not {finding["code"] for finding in report["findings"]} & set(passed)
    names = [(case.classname, case.name) for case in closed.cases]
    assert len(set(names)) == len(names)


def test_junit_has_a_suite_for_each_unit_with_phase_and_bid(closed: Written) -> None:
    suites = list(junitparser.JUnitXml.fromfile(str(closed.folder / "check.junit")))
    report = closed.json("json")
    named = {unit["name"] for unit in report["units"] if unit["name"]}
    assert named <= {suite.name for suite in suites}
    for suite in suites:
        said = {each.name: each.value for each in suite.properties()}  # type: ignore[no-untyped-call]
        assert (said["phase"], said["bid"]) == (report["phase"]["id"], report["bid"]["id"])


def test_junit_says_the_place_and_what_to_do(closed: Written) -> None:
    failures = [(case, result) for case in closed.cases for result in case.result if result.type == "error"]
    case, failure = failures[0]
    finding = next(f for f in closed.json("json")["findings"] if f["severity"] == "error")
    assert case.name == f"{finding['code']} {finding['message']}"
    assert failure.text.splitlines()[0] == f"{finding['file']}:{finding['line']}:{finding['column']}"
    assert finding["hint"] in failure.text


def test_markdown_begins_with_the_gate_and_its_tables_are_whole(closed: Written) -> None:
    text = closed.text("markdown")
    report = closed.json("json")
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    tokens = parser.parse(text)
    assert tokens[1].children is not None
    assert "".join(child.content for child in tokens[1].children) == report["gate"]["sentence"]
    kinds = [token.type for token in tokens]
    found = len(report["findings"]) + len(report["waived"])
    assert kinds.count("td_open") == 3 * len(report["units"]) + 5 * found
    for remark in (report["summary"], report["conclusion"], report["bid"]["standard_note"]):
        assert remark in text


def test_csv_opens_in_excel_and_has_a_head_in_the_users_language(closed: Written) -> None:
    content = (closed.folder / "check.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == len(closed.rows)
    chinese = closed.json("json")["language"] == "zh"
    assert closed.rows[0][0] == ("规则代码" if chinese else "Rule code")
    assert {len(row) for row in closed.rows} == {len(closed.rows[0])}
    assert not [cell for row in closed.rows[1:] for cell in row if re.fullmatch(r"\d+-\d+", cell)], "a date"


def test_every_format_names_every_file_of_a_finding(county: Path, tmp_path: Path) -> None:
    proof = county / "evidence/25 农业废弃物综合利用率/东山镇/2019/25-1 秸秆综合利用台账.txt"
    files = [
        proof,
        proof.with_name("25-1 秸秆综合利用台账（二）.txt"),
        proof.with_name("25-1 台账（三）.txt"),
    ]
    for file in files:
        file.write_bytes(b"")
    written = Written(tmp_path, "-C", str(county), "--lang", "en", asked=("--select", "EV101"))
    for file in files:
        name = file.relative_to(county).as_posix()
        for format_ in ("markdown", "junit", "csv"):
            assert name in html.unescape(written.text(format_)), format_
        assert len([line for line in written.annotations if f"file={name}," in line]) == 1
        assert name in written.text("gitlab")
        assert quote(name) in written.text("sarif")
        assert name in written.text("json")
    assert len(written.json("gitlab")) == len(written.json("json")["findings"])


@pytest.mark.parametrize("format_", FORMATS)
def test_what_cannot_be_loaded_is_a_finding_with_its_place_in_every_format(
    unusable: Written, format_: str
) -> None:
    assert unusable.ran.exit_code == 2
    text = unusable.text(format_)
    assert "SC201" in text
    assert "laed" in text
    assert "groups.yaml" in text


def test_what_cannot_be_loaded_fits_every_schema_and_no_rule_is_said_to_have_passed(
    unusable: Written,
) -> None:
    assert schema_errors("sarif-2.1.0-rtm.5.json", unusable.json("sarif")) == []
    assert schema_errors("gitlab-code-quality.json", unusable.json("gitlab")) == []
    assert unusable.run["invocations"][0]["executionSuccessful"] is False
    assert [rule["id"] for rule in unusable.run["tool"]["driver"]["rules"]] == ["SC201"]
    assert [len(case.result) for case in unusable.cases] == [1]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_crashed_rule_is_a_finding_in_every_format(crashed: Written, format_: str) -> None:
    assert crashed.ran.exit_code == 70
    assert "SC900" in crashed.text(format_)
    assert format_ == "state" or "broken on purpose" in crashed.text(format_)


def test_sarif_does_not_call_a_run_successful_in_which_a_rule_crashed(crashed: Written) -> None:
    (invocation,) = crashed.run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 70)


@pytest.mark.parametrize("format_", FORMATS)
def test_the_exit_code_and_the_product_do_not_depend_on_where_it_goes(
    faulty: Path, tmp_path: Path, format_: str
) -> None:
    shown = invoke("-C", faulty, "check", "-q", "-f", format_)
    kept = invoke("-C", faulty, "check", "-q", "-f", format_, "-o", tmp_path / "check")
    assert (shown.exit_code, kept.exit_code) == (1, 1)
    assert kept.stdout == shown.stderr == kept.stderr == ""
    written = (tmp_path / "check").read_bytes().decode()
    assert shown.stdout == written.replace("\r\n", "\n")


@pytest.mark.parametrize("format_", FORMATS)
def test_an_open_gate_is_0_and_only_the_product_is_printed(county: Path, format_: str) -> None:
    ran = invoke("-C", county, "check", "-f", format_, "-q")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert ran.stdout


def test_an_open_gate_has_nothing_red_on_any_server(county: Path, tmp_path: Path) -> None:
    written = Written(tmp_path, "-C", str(county))
    assert written.annotations == written.json("gitlab") == []
    assert [result for result in written.run["results"] if "suppressions" not in result] == []
    assert {type(result) for case in written.cases for result in case.result} == {junitparser.Skipped}


def test_a_warning_is_red_in_junit_only_where_it_closes_the_gate(county: Path, tmp_path: Path) -> None:
    (county / "data" / "notes.yaml").write_text("a: 1\n", encoding="utf-8")  # SC106, a warning
    for fail_on, code in (("error", 0), ("warning", 1)):
        ran = invoke("-C", county, "check", "-f", "junit", "--fail-on", fail_on)
        assert ran.exit_code == code
        assert ran.stdout.count("<failure") == code
        assert "SC106" in ran.stdout


def test_paths_for_servers_begin_at_the_top_of_the_git_repository(faulty: Path, tmp_path: Path) -> None:
    repository = tmp_path / "repository"
    repository.mkdir()
    assert run(["git", "init", "-q", str(repository)]).exit_code == 0
    workspace = repository / "创建 办" / "county"
    workspace.parent.mkdir()
    faulty_copy(faulty, workspace)
    written = Written(tmp_path, "-C", str(workspace))
    finding = written.json("json")["findings"][0]
    path = f"创建 办/county/{finding['file']}"
    assert path in {violation["location"]["path"] for violation in written.json("gitlab")}
    assert any(f" file={path}," in line for line in written.annotations)
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in written.run["results"]
    }
    assert path in {unquote(uri) for uri in uris}
    assert not [uri for uri in uris if " " in uri]
    assert f'file="{path}"' in written.text("junit")
    assert "创建 办/county" not in written.text("csv") + written.text("text") + written.text("json")


def faulty_copy(faulty: Path, target: Path) -> None:
    for file in faulty.rglob("*"):
        if file.is_file():
            copy = target / file.relative_to(faulty)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())


def test_fingerprints_stay_when_lines_move(faulty: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "county"
    faulty_copy(faulty, workspace)
    before = places(workspace)
    for file in (workspace / "data").rglob("*.yaml"):
        file.write_text("# 说明\n\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    after = places(workspace)
    assert before.keys() == after.keys()
    assert before != after
    assert all(after[digits] in (line, line + 2) for digits, line in before.items())


def places(workspace: Path) -> dict[str, int]:
    """The line of each finding, by fingerprint."""
    log = json.loads(invoke("-C", workspace, "check", "-f", "sarif").stdout)
    return {
        result["partialFingerprints"]["primaryLocationLineHash"]: result["locations"][0]["physicalLocation"]
        .get("region", {})
        .get("startLine", 0)
        for result in log["runs"][0]["results"]
    }


def test_a_bid_that_is_named_has_alerts_of_its_own(county: Path) -> None:
    asked = ("--phase", "sound", "--bid", "provincial-2021")
    log = json.loads(invoke("-C", county, "check", "-f", "sarif", *asked).stdout)
    assert log["runs"][0]["automationDetails"]["id"] == "ecodemo/sound/provincial-2021/"


def test_what_a_baseline_knows_is_suppressed_skipped_and_no_violation(faulty: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "county"
    faulty_copy(faulty, workspace)
    assert invoke("-C", workspace, "check", "--write-baseline", "--lang", "en").exit_code == 0
    (workspace / "evidence" / "另一份.docx").write_bytes(b"x")
    written = Written(
        tmp_path, "-C", str(workspace), "--lang", "en", asked=["--baseline", "--sarif-suppressed"]
    )
    new = {finding["code"] for finding in written.json("json")["findings"]}
    assert new
    assert {violation["check_name"] for violation in written.json("gitlab")} == new
    why = "Already known; only new findings count."
    suppressed = [result for result in written.run["results"] if "suppressions" in result]
    known = [result for result in suppressed if result["suppressions"][0]["justification"] == why]
    assert len(known) == written.json("json")["gate"]["known"] > 5
    skipped = [result.message for case in written.cases for result in case.result]
    assert skipped.count(why) == len(known)
    assert why not in written.text("markdown")


def test_filters_leave_only_the_rules_that_were_asked_for(example: Path) -> None:
    ran = invoke("-C", example, "check", "-f", "sarif", "--select", "EV")
    rules = json.loads(ran.stdout)["runs"][0]["tool"]["driver"]["rules"]
    assert {rule["id"][:2] for rule in rules} == {"EV"}


@pytest.mark.parametrize("again", ["check.out", "sub/../check.out", "link.out"])
def test_two_formats_for_one_file_are_refused_before_anything_is_written(
    county: Path, tmp_path: Path, again: str
) -> None:
    file = tmp_path / "check.out"
    (tmp_path / "link.out").symlink_to(file)
    (tmp_path / "sub").mkdir()
    ran = invoke("-C", county, "check", "--also", f"csv:{file}", "--also", f"junit:{tmp_path / again}")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert again in ran.stderr
    assert not file.exists()


@pytest.mark.parametrize("written", ["-", ".", ""], ids=["hyphen", "folder", "empty"])
@pytest.mark.parametrize("option", ["-o", "--also"])
def test_what_is_no_file_is_refused_before_anything_is_looked_at(
    county: Path, tmp_path: Path, option: str, written: str
) -> None:
    value = f"json:{written}" if option == "--also" else written
    ran = invoke("-C", county, "check", option, value, cwd=tmp_path)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert list(tmp_path.iterdir()) == [county]


def test_a_pipe_is_written_to_and_not_replaced(county: Path) -> None:
    name = Path("/dev/stdout")
    before = name.lstat().st_ino
    ran = process("-C", county, "check", "-f", "json", "-o", name)
    assert json.loads(ran.stdout)["county"]
    assert name.lstat().st_ino == before


def test_two_runs_write_the_same_bytes(faulty: Path, tmp_path: Path) -> None:
    folders = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        Written(
            folder, "-C", str(faulty), run_as=lambda *a, seed=seed: process(*a, env={"PYTHONHASHSEED": seed})
        )
        folders.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert folders[0] == folders[1]
    assert len(folders[0]) == len(FORMATS)


@pytest.mark.parametrize(
    ("option", "begun", "offered"),
    [("--format", "g", {"github", "gitlab"}), ("-f", "", set(FORMATS)), ("--also", "j", {"json:", "junit:"})],
    ids=["format", "all", "also"],
)
def test_the_shell_completes_formats(option: str, begun: str, offered: set[str]) -> None:
    env = {
        "_ECODEMO_COMPLETE": "complete_bash",
        "COMP_WORDS": f"ecodemo check {option} {begun}",
        "COMP_CWORD": "3",
    }
    assert set(invoke(env=env).stdout.split()) == offered
