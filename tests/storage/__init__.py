"""The store: the same promises on every database, and a clear sentence where one cannot be kept."""
