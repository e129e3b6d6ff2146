"""The archive's list (归档文件目录)."""
