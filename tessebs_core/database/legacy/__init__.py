"""Legacy catalogues (the Django site) wherever they lie: a server, a SQLite file, a mariadb-dump."""
