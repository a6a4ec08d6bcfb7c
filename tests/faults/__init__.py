"""What is acknowledged is never lost, whatever dies meanwhile."""
