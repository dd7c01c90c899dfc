"""gRPC: the answers of REST, typed; touchline.predictor.v1 of `schemas/proto`."""
