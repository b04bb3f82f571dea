"""The commands of `acme`, one module each."""
