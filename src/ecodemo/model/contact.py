"""Names and telephone numbers of the units. They stay with the office: git ignores the file, and no report prints it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Id, Record


class Contact(Record):
    """Whom to call at a unit, as it wrote it on the first sheet of its workbook."""

    unit: Annotated[Id, Field(description="单位")]
    head: Annotated[str, Field(description="主要负责人")] = ""
    deputy: Annotated[str, Field(description="分管领导")] = ""
    liaison: Annotated[str, Field(description="信息员")] = ""
    telephone: Annotated[str, Field(description="信息员电话，加引号")] = ""


class Contacts(Record):
    """contacts.yaml"""

    contacts: Annotated[tuple[Contact, ...], Field(description="通讯录，不进 git")] = ()
