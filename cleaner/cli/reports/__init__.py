"""What the command shows: findings, the version, counts."""
