"""Names and telephone numbers of the units. They stay with the office: git ignores the file, and no report prints it."""

from typing import Annotated

from pydantic import Field

from ecodemo.model.base import Id, MailAddress, Record


class Contact(Record):
    """The contacts of a unit, as entered on the first sheet of its workbook."""

    unit: Annotated[Id, Field(description="The id of the unit.")]
    head: Annotated[str, Field(description="The head of the unit.")] = ""
    deputy: Annotated[str, Field(description="The leader in charge.")] = ""
    liaison: Annotated[str, Field(description="The liaison.")] = ""
    telephone: Annotated[
        str, Field(description="The telephone number of the liaison, in quotation marks.")
    ] = ""
    mail: Annotated[MailAddress, Field(description="The mail address that `supervise send` writes to.")] = ""


class Contacts(Record):
    """contacts.yaml: the contacts of each unit; git ignores it."""

    contacts: Annotated[
        tuple[Contact, ...], Field(description="The units' contacts; git ignores this file.")
    ] = ()
