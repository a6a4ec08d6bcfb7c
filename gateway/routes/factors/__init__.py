"""What a person signs in with: a module for the fresh proof, and one for the changes."""
