"""From a result to what people read: one report model, many writers that compute nothing."""
