"""The whole of Redwell on one machine, without Docker, inside one folder."""
