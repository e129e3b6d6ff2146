"""The documents that came back, into evidence/ and the inbox."""
