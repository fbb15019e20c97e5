"""The steps of the schema, one file each under `versions/`, written by hand.

To add one: change the tables and `HEAD` in `bot/storage/tables.py`, copy the newest file to the next number, set
`revision` and `down_revision` and write `upgrade()` (SQLite alters tables with `op.batch_alter_table`). A test compares
what the steps make with the tables, on both databases. A step that has been released is never changed.
"""
