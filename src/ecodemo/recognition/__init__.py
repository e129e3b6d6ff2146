"""Reading scanned pages and pictures: which there are, their words, red seals, and where the words are kept."""
