# KAFKA_SOME_NAME is the broker's some.name; CLUSTER_ID and KAFKA_HEAP_OPTS and KAFKA_OPTS as in the official image.
set -eu
settings=/tmp/server.properties
logging=/tmp/log4j2.properties
env | sed -n 's/^KAFKA_//p' | grep -vE '^(HEAP_)?OPTS=' | while IFS='=' read -r name value; do
    printf '%s=%s\n' "$(printf '%s' "$name" | tr 'A-Z_' 'a-z.')" "$value"
done >"$settings"
printf '%s\n' 'appender.console.type = Console' 'appender.console.name = console' 'rootLogger.level = INFO' \
    'appender.console.layout.type = PatternLayout' 'appender.console.layout.pattern = %d{ISO8601} %p %c{1}: %m%n' \
    'rootLogger.appenderRef.console.ref = console' >"$logging"
# shellcheck disable=SC2086  # a list of words
run() { exec java ${KAFKA_HEAP_OPTS:-} ${KAFKA_OPTS:-} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dlog4j2.configurationFile="$logging" -cp '/opt/program/*' "$@"; }
if [ ! -e "$KAFKA_LOG_DIRS/meta.properties" ]; then
    (run kafka.tools.StorageTool format "--cluster-id=${CLUSTER_ID:-5L6g3nShT-eMCtK--X86sw}" -c "$settings")
fi
run kafka.Kafka "$settings"
