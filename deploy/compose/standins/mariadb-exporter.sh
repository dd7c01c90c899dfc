# Debian's program, by the words given.
exec prometheus-mysqld-exporter "$@"
