# MARIADB_DATABASE, MARIADB_USER, MARIADB_PASSWORD and /docker-entrypoint-initdb.d, as the official image reads them.
set -eu
data=/var/lib/mysql
first=/run/mysqld/first.sql
install -d -o mysql -g mysql /run/mysqld
if [ ! -e "$data/laid" ]; then
    find "$data" -mindepth 1 -delete
    mariadb-install-db --no-defaults --datadir="$data" --user=mysql --skip-test-db >/dev/null
    touch "$data/laid"
fi
{
    echo "CREATE DATABASE IF NOT EXISTS \`$MARIADB_DATABASE\`;"
    echo "CREATE USER IF NOT EXISTS '$MARIADB_USER'@'%' IDENTIFIED BY '$MARIADB_PASSWORD';"
    echo "GRANT ALL ON \`$MARIADB_DATABASE\`.* TO '$MARIADB_USER'@'%';"
    cat /docker-entrypoint-initdb.d/*.sql
} | grep -v '^--' >"$first"
chown mysql "$first"
exec mariadbd --no-defaults --user=mysql --datadir="$data" --socket=/run/mysqld/mysqld.sock --init-file="$first" "$@"
