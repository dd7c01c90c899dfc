// Reads a topic from its beginning to its present end and prints a line of JSON for each row that stands:
//   node read.mjs 127.0.0.1:9092 predictions.matches.v1 match_id
// The last words name the columns that a row is known by; of equal ones the greatest revision stands, so that a message
// that comes twice changes nothing.

import { tableFromIPC } from "apache-arrow";
import { Kafka, logLevel } from "kafkajs";

const [broker, topic, ...key] = process.argv.slice(2);
if (!broker || !topic) {
  console.error("usage: node read.mjs BROKER TOPIC [COLUMN...]");
  process.exit(2);
}

const kafka = new Kafka({ clientId: "reader", brokers: [broker], logLevel: logLevel.ERROR });
const standing = new Map();

function keep(message) {
  // A copy: Arrow reads numbers in place, and the client's buffer begins wherever the network left it.
  for (const row of tableFromIPC(new Uint8Array(message.value))) {
    const values = row.toJSON();
    const known = key.length ? JSON.stringify(key.map((column) => String(values[column]))) : `row ${standing.size}`;
    const before = standing.get(known);
    if (!before || values.revision > before.revision) standing.set(known, values);
  }
}

// A broker that has just started does not lead its partitions yet, and says that asking again will help.
async function patiently(work) {
  for (let left = 20; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!error.retriable || !left) throw error;
      await new Promise((done) => setTimeout(done, 300));
    }
  }
}

async function unread() {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  return new Map(ends.filter((end) => end.high !== end.low).map((end) => [end.partition, BigInt(end.high)]));
}

const ends = await patiently(unread);
const consumer = kafka.consumer({ groupId: `reader-${process.pid}-${Date.now()}` });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
await new Promise((done, failed) => {
  if (!ends.size) return done();
  // A broker that has just started still loads its groups: the client tries again by itself, and says so as a crash.
  consumer.on(consumer.events.CRASH, ({ payload }) => payload.restart || failed(payload.error));
  consumer
    .run({
      eachBatch: async ({ batch }) => {
        for (const message of batch.messages) keep(message);
        if (BigInt(batch.lastOffset()) + 1n >= (ends.get(batch.partition) ?? 0n)) ends.delete(batch.partition);
        if (!ends.size) done();
      },
    })
    .catch(failed);
});
await consumer.disconnect();

// 64-bit numbers are BigInt in JavaScript: written as numbers here, which they fit. Times are milliseconds since 1970.
const plain = (_, value) => (typeof value === "bigint" ? Number(value) : value);
for (const row of standing.values()) console.log(JSON.stringify(row, plain));
