# Debian's program, by the words given.
exec prometheus-redis-exporter "$@"
