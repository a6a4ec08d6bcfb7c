"""Finding what people wrote and named: one rule for words, whoever keeps the texts."""
