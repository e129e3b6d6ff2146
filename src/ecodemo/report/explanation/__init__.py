"""The skeleton of a report that explains an indicator (说明报告), filled from the data."""
