"""Opens what strangers have sent, in children that can reach nothing and may take only so much."""
