"""Every table in one way: what the schema itself says of tables, columns, rows and references."""
