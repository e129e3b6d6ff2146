"""Several files of a workspace change as one: all of them are new, or none is, whenever the process is killed.

The new contents are written down first (`changes`), then a list of them with checksums (`manifest`): from then on the
change counts, and the next process completes it (`recovery`). One process at a time writes (`workspace_lock`).
"""
