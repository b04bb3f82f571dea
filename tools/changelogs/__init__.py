"""What users are told: change notes, changelogs, advisories, and the versions that follow from notes."""
