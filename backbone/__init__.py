from backbone import lean

with lean.without("rich"):  # 4 MB in each process, for coloured tracebacks
    import structlog  # noqa: F401
