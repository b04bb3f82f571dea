"""What is required from outside of a package: ranges, floors, locks, what a resolver finds, known vulnerabilities."""
