"""The fields of a category of tickets; its keywords come and go one by one."""

from butlercli.base.fields import Field, Reference
from butlercli.base.i18n import N_
from butlercli.nouns.ticket.model import KINDS

CATEGORY = (
    Field("name", N_("Category name"), N_("Its name in Chinese."), wanted=N_("A category has a name."), most=40),
    Field("english", N_("In English"), N_("Its name in English."), wanted=N_("A category has a name."), most=40),
    Field(
        "kind",
        N_("Kind"),
        N_("The kind of ticket it speaks for."),
        KINDS,
        wanted=N_("A category has a kind."),
        flags=("-k",),
    ),
    Field(
        "department",
        N_("Department"),
        N_("The department in charge."),
        Reference("department"),
        metavar="DEPARTMENT",
        flags=("--dept", "-d"),
    ),
)
