// Reads a topic from its beginning to its present end and prints a line of JSON for each row that stands:
//   mvn dependency:copy-dependencies -DoutputDirectory=lib
//   java --add-opens=java.base/java.nio=ALL-UNNAMED -cp 'lib/*' ReadTopic.java 127.0.0.1:9092 predictions.matches.v1 match_id
// The last words name the columns that a row is known by; of equal ones the greatest revision stands, so that a message
// that comes twice changes nothing.

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

public final class ReadTopic {
    private final Map<Object, Map<String, Object>> standing = new LinkedHashMap<>();
    private final List<String> key;

    private ReadTopic(List<String> key) {
        this.key = key;
    }

    public static void main(String[] words) throws IOException {
        if (words.length < 2) {
            System.err.println("usage: java … ReadTopic.java BROKER TOPIC [COLUMN...]");
            System.exit(2);
        }
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        var reader = new ReadTopic(List.of(words).subList(2, words.length));
        reader.read(words[0], words[1]);
        var json = new ObjectMapper();
        for (var row : reader.standing.values()) System.out.println(json.writeValueAsString(row));
    }

    // All partitions up to where they end now. Without a group nothing is committed: each run reads everything.
    private void read(String broker, String topic) throws IOException {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker, "client.id", "reader");
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes); var memory = new RootAllocator()) {
            var partitions = consumer.partitionsFor(topic).stream().map(one -> new TopicPartition(topic, one.partition())).toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var message : consumer.poll(Duration.ofMillis(200))) {
                    if (message.value() != null) keep(message.value(), memory);
                }
            }
        }
    }

    private void keep(byte[] message, BufferAllocator memory) throws IOException {
        try (var batches = new ArrowStreamReader(new ByteArrayInputStream(message), memory)) {
            VectorSchemaRoot columns = batches.getVectorSchemaRoot();
            while (batches.loadNextBatch()) {
                for (int row = 0; row < columns.getRowCount(); row++) keep(values(columns, row));
            }
        }
    }

    private void keep(Map<String, Object> row) {
        Object known = key.isEmpty() ? "row " + standing.size() : key.stream().map(row::get).map(String::valueOf).toList();
        var before = standing.get(known);
        if (before == null || (long) row.get("revision") > (long) before.get("revision")) standing.put(known, row);
    }

    private static Map<String, Object> values(VectorSchemaRoot columns, int row) {
        var values = new LinkedHashMap<String, Object>();
        for (FieldVector column : columns.getFieldVectors()) values.put(column.getName(), value(column, row));
        return values;
    }

    // Text and lists know how they are written as JSON; times are microseconds since 1970.
    private static Object value(FieldVector column, int row) {
        Object value = column.getObject(row);
        if (value == null || !(column instanceof TimeStampMicroTZVector)) return value;
        return Instant.EPOCH.plus((long) value, ChronoUnit.MICROS).toString();
    }
}
