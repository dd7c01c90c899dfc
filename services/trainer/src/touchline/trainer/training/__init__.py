"""Pure: how a match model is fitted and judged. Arrays in, figures and files out; no clock, no network, no settings."""
