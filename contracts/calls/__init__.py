"""The calls that the gateway makes: one module per service, the shape of each call and answer."""
