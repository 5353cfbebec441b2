"""`butler fee import bills`, `payments` and `readings`."""

from typing import TYPE_CHECKING

from butlercli.base.result import Result
from butlercli.cli import importing
from butlercli.cli.verb import verb
from butlercli.store.database import Database

if TYPE_CHECKING:
    from butlercli.kit.intake.engine import Options


@verb(
    "write",
    examples=(
        "butler fee import bills 账单.xlsx -n",
        "butler fee import bills 账单.xlsx --skip-bad",
        "butler fee import bills 账单.xlsx --set item=公摊电费 --set period=2025-12",
    ),
)
@importing.from_file
def bills(db: Database, wanted: "Options") -> Result:
    """Take in bills as they were billed. Items and units that do not exist yet are created, totals are never bills.

    Columns such as 房号 收费项目 应缴金额 起始日期 截止日期 are understood. The same file twice changes nothing; of a
    bill that is paid in any part, no file changes the amount.
    """
    from butlercli.nouns.fee.bills.intake.bills import Bills

    return Bills(db, wanted).run()


@verb(
    "write",
    examples=(
        "butler fee import payments 缴费.xlsx -n",
        "butler fee import payments 缴费.xlsx",
        "butler fee import payments 缴费.xlsx --set method=transfer",
    ),
)
@importing.from_file
def payments(db: Database, wanted: "Options") -> Result:
    """Take in payments in the order they were paid; each settles the unit's bills, the oldest due first.

    Columns such as 房号 实缴金额 缴费日期 支付方式 流水号 are understood. The same file twice changes nothing; equal
    rows are payments of their own.
    """
    from butlercli.nouns.fee.payments.intake import Payments

    return Payments(db, wanted).run()


@verb(
    "write",
    examples=(
        "butler fee import readings 读数.csv -n",
        "butler fee import readings 读数.csv",
        "butler fee import readings 读数.csv --set meter=水表 --skip-bad",
    ),
)
@importing.from_file
def readings(db: Database, wanted: "Options") -> Result:
    """Take in what meters showed. A meter that would run backwards is refused, unless it was replaced.

    Columns such as 房号 表计 本期读数 抄表日期 are understood. The same file twice changes nothing.
    """
    from butlercli.nouns.fee.items.intake import Readings

    return Readings(db, wanted).run()
