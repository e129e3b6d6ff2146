"""The upper level's own form, filled: its placeholders become one template, and its results are put back in place."""
