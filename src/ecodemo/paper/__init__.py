"""Official papers as docx: what stands in one as plain data (`parts`), its named styles (`styles`), its bytes (`docx`).

`styles` and `docx` need python-docx, which comes with the extra `docx`; the rest does without.
"""

from importlib.util import find_spec


def can_write_docx() -> bool:
    """Whether python-docx is installed."""
    return find_spec("docx") is not None
