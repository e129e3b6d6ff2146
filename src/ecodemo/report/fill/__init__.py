"""The upper level's own form, filled: its placeholders become one template, and what that comes to is put back in place."""
