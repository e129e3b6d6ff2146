"""The Chinese of the kit: its folders are what people see while they upload."""

from __future__ import annotations

KIT = "{county}_{bid}_上传包"
DRAFT_OF = "{name}（草稿）"
FOLDER, INCOMPLETE = "{no} {title}", "{name}（不完整）"
FITTED_FROM = "（原{size}）"
