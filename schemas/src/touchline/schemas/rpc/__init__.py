"""The predictor's gRPC contract, generated from `schemas/proto` by `make generate`, and what may change about it."""
