"""What the monorepo consists of and declares: its packages, its settings, its own name."""
