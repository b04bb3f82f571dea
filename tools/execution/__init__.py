"""How programs are started: our own command lines, other programs, the Pythons and environments they run in."""
