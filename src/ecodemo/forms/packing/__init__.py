"""The packs that go out: their names, folders and zips."""
