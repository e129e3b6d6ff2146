"""Official papers as docx: what stands in one as plain data (`parts`), its named styles (`styles`), its bytes (`docx`).

`styles` and `docx` load python-docx and lxml, so they are imported where a docx is written.
"""
