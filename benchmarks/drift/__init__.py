"""What watching costs and what it sees: a report beside Evidently's, false alarms and delays on real seasons."""
