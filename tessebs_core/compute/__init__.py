"""Arrays and records in, arrays and records out; no files, no database, no clock."""
