"""The documents of a parcel, into evidence/ and the inbox."""
