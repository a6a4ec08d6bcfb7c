"""How Redwell is run: without Docker (`local`), and in containers."""
