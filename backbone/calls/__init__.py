"""Calls from the gateway and from commands: asked, taken and answered in nameko's wire format."""
