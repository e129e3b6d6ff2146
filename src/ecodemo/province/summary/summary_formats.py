"""The formats of a summary; a writer's module is imported only when it is used."""

from __future__ import annotations

from ecodemo.province.summary.summary_words import SummaryContents

SUMMARY_FORMATS = ("md", "xlsx", "html")


def summary_content(contents: SummaryContents, format_: str) -> bytes:
    match format_:
        case "md":
            from ecodemo.province.summary.summary_paper import summary_paper
            from ecodemo.report.writers.markdown_paper import markdown_content

            return markdown_content(summary_paper(contents))
        case "xlsx":
            from ecodemo.province.summary.summary_workbook import summary_workbook

            return summary_workbook(contents)
        case _:
            from ecodemo.province.summary.summary_page import summary_page

            return summary_page(contents)
