"""An import as a whole: worked out first, then written."""
