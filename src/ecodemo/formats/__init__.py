"""What a file's bytes are and say: its kind, whether it is whole, its words, figures and cells."""
