"""From `Message` to text in the reader's language, by gettext catalogues.

The English sentences in the code are the keys; `locale/<language>/LC_MESSAGES/ecodemo.mo` translates them.
"""

from __future__ import annotations

import gettext
import io
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

from ecodemo.model.measurement import unit_name
from ecodemo.model.message import Counted, Listing, Message, Name, Number, Value
from ecodemo.model.number import plain


class Language(StrEnum):
    """The languages that the tool speaks."""

    ZH = "zh"
    EN = "en"


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language is Language.EN:
        return gettext.NullTranslations()
    # Of a package in a zip too, as importlib.resources, which imports a dozen modules for it.
    from pkgutil import get_data

    compiled = get_data("ecodemo", f"locale/{language}/LC_MESSAGES/ecodemo.mo")
    if compiled is None:
        raise FileNotFoundError(f"packaged catalogue {language!r} is missing: broken installation")
    return gettext.GNUTranslations(io.BytesIO(compiled))


_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(end - 1)}{chr(end)}" for end in range(0xFFFF, 0x110000, 0x10000)
)
_CONTROL = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069{_NONCHARACTERS}]")
UNWRITABLE = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff{_NONCHARACTERS}]")
"""Characters that stand for nothing that people write; files of text and workbooks cannot hold all of them."""


def without_controls(text: str) -> str:
    """The text without characters that steer a terminal or turn the direction of writing, and with unreadable
    bytes spelt out.

    Names of files can hold both: a folder from an old zip has names in GBK. What has neither stays the same object: paths
    occur by the ten thousand.
    """
    if text.isprintable():
        return text
    return _CONTROL.sub("", text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"))


def marked(english: str) -> str:
    """A text that is translated where it is shown; the catalogues are extracted from the calls of this function."""
    return english


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language."""

    language: Language

    def text(self, english: str, context: str = "") -> str:
        """A fixed text of the tool; `context` distinguishes what English calls the same and Chinese does not."""
        catalogue = _catalogue(self.language)
        return catalogue.pgettext(context, english) if context else catalogue.gettext(english)

    def say(self, value: Value | None) -> str:
        """Any value as text: a sentence, a name, a number, a day, or several of them."""
        match value:
            case None:
                return ""
            case Message():
                return self.text(value.text).format_map(
                    {key: self.say(part) for key, part in value.values.items()}
                )
            case Name():
                return self.name(value)
            case Number():
                return plain(value.value, value.decimals) + self._unit(value.unit)
            case Decimal():
                return plain(value)
            case date():
                return self.day(value)
            case Counted():
                return self._counted(value)
            case Listing():
                return self._listing(value)
            case _:
                return without_controls(str(value))

    def _unit(self, unit: str) -> str:
        """A unit behind its number; 无量纲 is the absence of one."""
        if unit == "无量纲":
            return ""
        said = self.name(unit_name(unit))
        return said if self.language is Language.ZH or said in ("", "%") else f" {said}"

    def name(self, name: Name) -> str:
        return without_controls(name.en or name.zh if self.language is Language.EN else name.zh)

    def day(self, day: date) -> str:
        return f"{day.year}年{day.month}月{day.day}日" if self.language is Language.ZH else day.isoformat()

    def _counted(self, said: Counted) -> str:
        form = _catalogue(self.language).ngettext(said.one, said.many, said.number)
        return form.format(n=said.number)

    def _listing(self, listing: Listing) -> str:
        said = [self.say(item) for item in listing.items]
        if listing.sentences:
            return ("" if self.language is Language.ZH else " ").join(said)
        between = "、" if self.language is Language.ZH else ", "
        if len(said) <= listing.most:
            return between.join(said)
        shown = between.join(said[: listing.most])
        more = (
            self.text("{shown} and {more} more units")
            if listing.units
            else self.text("{shown} and {more} more")
        )
        return more.format(shown=shown, more=len(said) - listing.most, all=len(said))
