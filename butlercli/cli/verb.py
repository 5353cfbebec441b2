"""How a verb is declared and run.

`@verb(...)` gives a plain function the options that every command of its sort has. When it runs, the database is
opened for what the verb does, a writing verb becomes one operation, and the Result goes to the one renderer.
"""

import functools
import inspect
from collections.abc import Callable, Sequence
from typing import Any, Literal

from butlercli.base.i18n import N_
from butlercli.base.result import Result
from butlercli.cli import options, run

Ask = Callable[[dict[str, Any]], None]
Mode = Literal["read", "write", "dialogue", "plain"]
Shape = Literal["list", "record", "document"]


class Spec:
    """What a verb is: how it uses the database, what shape its result has, and its examples."""

    __slots__ = ("ask", "examples", "mode", "name", "reveal", "shape")

    def __init__(self, mode: Mode, shape: Shape, examples: Sequence[str], reveal: bool, ask: Ask | None = None) -> None:
        """`name` is filled in by the registry when the verb is built."""
        self.mode = mode
        self.shape = shape
        self.examples = list(examples)
        self.reveal = reveal
        self.ask = ask
        self.name = ""


def verb(
    mode: Mode, *, shape: Shape = "record", examples: Sequence[str] = (), reveal: bool = False, ask: Ask | None = None
) -> Callable[[Callable[..., Result | None]], Callable[..., int]]:
    """Declare a verb.

    mode: `read` opens the file for reading, `write` runs as one operation, `dialogue` opens it for writing and
    commits by itself, `plain` needs no file. The function receives the open database first (but for `plain`);
    a `list` also receives `limit`. `reveal` offers --reveal. `ask` may complete the values by questions, before the
    file is opened and locked.
    """

    def declare(function: Callable[..., Result | None]) -> Callable[..., int]:
        spec = Spec(mode, shape, examples, reveal, ask)
        shared = _shared(spec)

        @functools.wraps(function)
        def runner(**values: Any) -> int:
            request = run.Request(**{name: values.pop(name) for name in shared if name in values})
            return run.run(function, spec, request, values)

        own = list(inspect.signature(function).parameters.values())
        if mode != "plain":
            own = own[1:]
        if shape == "list":
            own = [parameter for parameter in own if parameter.name != "limit"]
        extra = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in shared.items()
        ]
        keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
        runner.__signature__ = inspect.Signature([*keyword, *extra])  # type: ignore[attr-defined]
        runner.__annotations__ = {}
        runner.spec = spec  # type: ignore[attr-defined]
        return runner

    return declare


def _shared(spec: Spec) -> dict[str, tuple[Any, Any]]:
    shared: dict[str, tuple[Any, Any]] = {}
    if spec.mode != "dialogue":
        shared["json"] = (options.Json, False)
    if spec.mode in ("write", "dialogue"):
        shared["dry_run"] = (options.DryRun, False)
    if spec.mode == "read":
        if spec.shape == "list":
            shared["csv"] = (options.Csv, False)
            shared["limit"] = (options.Limit, None)
        shared["output"] = (options.Output, None)
        shared["format"] = (options.Format, None)
        shared["force"] = (options.Force, False)
    if spec.reveal:
        shared["reveal"] = (options.Reveal, False)
    return shared


EXAMPLES = N_("Examples:")
