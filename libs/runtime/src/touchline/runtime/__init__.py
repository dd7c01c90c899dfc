"""What every service shares: the unit of work, the consume loop, the relay and the adapters to the stack."""
