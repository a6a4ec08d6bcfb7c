"""What goes out: events written with the change that made them, and relayed until confirmed."""
