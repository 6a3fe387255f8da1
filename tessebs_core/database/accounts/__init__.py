"""Accounts of MariaDB: which role writes which table, who signs a row, and the statements that say so."""
