"""The kit for uploading by hand into the higher authority's system: a folder an item, files fitted and named as it takes them."""
