"""The contract between services: records, topics, the Arrow codec and the envelope of a message."""

from touchline.schemas.codec import InvalidRecord, batch_of, decode, encode, rows_of, split
from touchline.schemas.envelope import Envelope, event_id

__all__ = ["Envelope", "InvalidRecord", "batch_of", "decode", "encode", "event_id", "rows_of", "split"]
