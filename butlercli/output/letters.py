"""Letters as Word files: a template with its fields filled in."""

from io import BytesIO
from typing import Any

from butlercli.base.errors import UsageError
from butlercli.base.i18n import N_


def fill(template: bytes, fields: dict[str, Any]) -> bytes:
    """Return a letter as a Word file; what people typed comes out as the characters it is.

    Raises UsageError (exit 2) where the template asks for a field that letters do not have or is miswritten.
    """
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment
    from lxml.etree import XMLSyntaxError

    # The sandbox keeps a template from a stranger from reaching beyond its fields.
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    stream = BytesIO()
    try:
        made = DocxTemplate(BytesIO(template))
        made.render(fields, environment, autoescape=True)
        made.save(stream)
    except (TemplateError, XMLSyntaxError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise UsageError(
            N_("The template cannot be filled in: {why}."),
            hint=N_("{command} writes one that can, with all its fields."),
            code="bad_template",
            why=str(error) or type(error).__name__,
            command="butler fee letter --save-template FILE.docx",
        ) from error
    return stream.getvalue()
