# Debian's program, by the words given.
exec prometheus-blackbox-exporter "$@"
