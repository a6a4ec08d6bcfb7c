"""The database: engines, the tables that every service has, and migrations."""
