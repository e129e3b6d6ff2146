"""JSON Schemas of the data files and of the report, made from the models.

The models say in English what each key and each word means; the catalogues translate that. Editors show it while
somebody types, and the reference prints it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from pydantic import JsonValue, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import EnumSchema, ModelSchema, NullableSchema, WithDefaultSchema

from ecodemo.language import Language, Speaker
from ecodemo.load.file import FILES
from ecodemo.load.list_file import ENTRIES
from ecodemo.model.base import Choice, ListFile, Record
from ecodemo.model.county_list import CountyList
from ecodemo.setup.snippets import SNIPPETS

_BETWEEN = {"description": "\n", "patternErrorMessage": " / ", "label": " / ", "enumDescriptions": " / "}
"""The keys of a schema that hold sentences, and the separator of two languages."""
_DATA = frozenset({"body", "default", "examples"})
_EDITED: Mapping[str, type[Record]] = {**FILES, "counties": CountyList}
"""What people write in an editor: the data files, and the list of counties, which is outside of any workspace."""

Say: TypeAlias = Callable[[str, str], str]
"""A sentence in the languages wanted, with the second text between them."""


def json_schema(name: str, *languages: Language) -> dict[str, Any]:
    """The schema of a kind of data file or of a model that is printed; what it says in `languages`, or in all.

    `report` is what `check --format json` prints, and `state` its part without a language, whole or, as
    `check --format state` prints it, slim; `complaints` is what both print with exit 2. `catalogue` and `tasks` are
    what the writers of `evidence catalogue` and `report --kind tasks` are given. What these five say of themselves is English.
    """
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    if name not in _EDITED:
        return head | _printed()[name].json_schema(by_alias=True)
    speakers = [Speaker(language) for language in languages or Language]

    def say(text: str, between: str) -> str:
        return between.join(dict.fromkeys(speaker.text(text) for speaker in speakers))

    return head | _with_sentences(_schema_of_file(name), say)


def sentences() -> Iterator[str]:
    """Every sentence of the schemas of the data files, in English, for the catalogues."""
    found: dict[str, None] = {}

    def remember(text: str, _between: str) -> str:
        found[text] = None
        return text

    for name in _EDITED:
        _with_sentences(_schema_of_file(name), remember)
    yield from found


def _printed() -> dict[str, TypeAdapter[Any]]:
    from ecodemo.report.contents.board_view import Board
    from ecodemo.report.contents.evidence_view import Catalogue
    from ecodemo.report.contents.finding_view import Complaints
    from ecodemo.report.contents.indicator_page_view import IndicatorPages
    from ecodemo.report.contents.leader_view import Leader
    from ecodemo.report.contents.migration_view import Migration
    from ecodemo.report.contents.report_view import Report
    from ecodemo.report.contents.site_view import SiteRoute
    from ecodemo.report.contents.task_view import Tasks
    from ecodemo.report.contents.weekly_view import Weekly
    from ecodemo.report.diff_view import Diff
    from ecodemo.report.state import SlimState, State
    from ecodemo.supervise.duty_view import Duties
    from ecodemo.supervise.meeting_view import Meeting
    from ecodemo.supervise.slip_view import Slip
    from ecodemo.supervise.supervision_view import Supervision
    from ecodemo.supervise.year_view import YearFacts

    return {
        "report": TypeAdapter(Report),
        "state": TypeAdapter(State | SlimState),
        "complaints": TypeAdapter(Complaints),
        "catalogue": TypeAdapter(Catalogue),
        "tasks": TypeAdapter(Tasks),
        "site-route": TypeAdapter(SiteRoute),
        "leader": TypeAdapter(Leader),
        "board": TypeAdapter(Board),
        "weekly": TypeAdapter(Weekly),
        "indicator-pages": TypeAdapter(IndicatorPages),
        "migration": TypeAdapter(Migration),
        "diff": TypeAdapter(Diff),
        "supervise": TypeAdapter(Supervision),
        "slip": TypeAdapter(Slip),
        "meeting": TypeAdapter(Meeting),
        "duties": TypeAdapter(Duties),
        "year-facts": TypeAdapter(YearFacts),
    }


def _schema_of_file(name: str) -> dict[str, JsonValue]:
    schema = _EDITED[name].model_json_schema(by_alias=True, schema_generator=_ForEditors)
    if not issubclass(_EDITED[name], ListFile):
        return schema
    entries = schema["properties"][ENTRIES]
    kept = {key: value for key, value in schema.items() if key in ("$defs", "description", "title")}
    return {**kept, "type": ["array", "null"], "items": entries["items"]}


class _ForEditors(GenerateJsonSchema):
    """As editors show it best: keys called what they are called, one flat type where a value may be left out, what
    words mean, and entries to fill in.
    """

    def get_title_from_name(self, name: str) -> str:
        return name

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 - pydantic's signature
        return True

    def sort(self, value: JsonSchemaValue, parent_key: str | None = None) -> JsonSchemaValue:  # noqa: ARG002
        """In the order of the models, so that a new entry is filled in from the left to the right."""
        return value

    def enum_schema(self, schema: EnumSchema) -> JsonSchemaValue:
        made = super().enum_schema(schema)
        if issubclass(schema["cls"], Choice):
            made["enumDescriptions"] = [choice.meaning for choice in schema["cls"]]
        return made

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        match inner:
            case {"type": str() as one}:
                return {**inner, "type": [one, "null"]}
            case {"type": list() as several}:
                return {**inner, "type": [*several, "null"]}
            case {"anyOf": list() as options}:
                return {**inner, "anyOf": [*options, {"type": "null"}]}
        return super().nullable_schema(schema)

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Nothing is no default that an editor should write."""
        made = super().default_schema(schema)
        if made.get("default") in (None, "", []):
            made.pop("default", None)
        return made

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        made["description"] = " ".join(made["description"].split("\n\n")[0].split())
        if snippet := SNIPPETS.get(schema["cls"]):
            made["defaultSnippets"] = [{"label": snippet.label.text, "body": dict(snippet.body)}]
        return made


def _with_sentences(part: dict[str, JsonValue], say: Say) -> dict[str, JsonValue]:
    """The schema with every sentence of it said by `say`; examples, defaults and what snippets write stay."""
    return {key: value if key in _DATA else _said(key, value, say) for key, value in part.items()}


def _said(key: str, value: JsonValue, say: Say) -> JsonValue:
    """A value of the schema; `key` shows whether its texts are sentences. A list's items belong to its key."""
    match value:
        case str() if key in _BETWEEN:
            return say(value, _BETWEEN[key])
        case list():
            return [_said(key, below, say) for below in value]
        case dict():
            return _with_sentences(value, say)
        case _:
            return value
