"""The kit for uploading by hand into the upper level's system: a folder an item, files fitted and named as it takes them."""
