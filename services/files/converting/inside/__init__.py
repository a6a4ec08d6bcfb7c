"""What runs in a child, and nowhere else: all that reads the bytes of strangers."""
