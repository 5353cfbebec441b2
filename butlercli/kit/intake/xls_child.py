"""Read one xls file from stdin and write its sheets to stdout, in a process of its own.

Run by its path, with nothing of this package loaded. The parser of the old binary format believes the
positions it finds; a few damaged bytes make it ask for terabytes and end its whole process.
"""

import pickle
import sys
from io import BytesIO

_MEMORY = 4 << 30


def _limit_memory() -> None:
    """Fail early instead of pushing everything else out of memory; Windows has no such limit."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    limit = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def main() -> None:
    """Write a pickle: `password`, `damaged`, or a list of (name, visible, rows, merged ranges)."""
    import python_calamine as calamine

    _limit_memory()
    answer: object
    try:
        book = calamine.load_workbook(BytesIO(sys.stdin.buffer.read()))
        answer = [
            (
                data.name,
                data.visible == calamine.SheetVisibleEnum.Visible,
                (sheet := book.get_sheet_by_name(data.name)).to_python(skip_empty_area=False),
                sheet.merged_cell_ranges or [],
            )
            for data in book.sheets_metadata
            if data.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError:
        answer = "password"
    except BaseException:  # a panic of the parser is no Exception
        answer = "damaged"
    pickle.dump(answer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
