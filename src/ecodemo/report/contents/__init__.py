"""What all reports say: the county in words, as plain records, built from its state in one language."""
