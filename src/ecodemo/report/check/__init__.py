"""What `ecodemo check` found, in the formats of spreadsheets and CI servers; a module writes one of them."""
