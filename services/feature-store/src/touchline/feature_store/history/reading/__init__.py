"""Where history is read from: MariaDB, a snapshot, or memory."""
