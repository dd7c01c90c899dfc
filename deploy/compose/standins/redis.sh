# The words given are the whole command, as in the official image, which also lets other machines in.
exec "$@" --protected-mode no
