"""Official papers as docx: the content of one as plain data (`parts`), its named styles (`styles`), its bytes (`docx`).

`styles` and `docx` load python-docx and lxml, so they are imported where a docx is written.
"""
