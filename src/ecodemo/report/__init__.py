"""From an outcome to what people read: one report model, many writers that compute nothing."""
