"""The broker: what stands on it, and connections that come back by themselves."""
