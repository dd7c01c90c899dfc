"""What names mean: the reviewed lists of this repository, and what providers state and persons decide, in MariaDB."""
