"""Forms: asked for by firms, filled in and sent by people."""
