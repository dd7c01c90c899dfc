"""What a careful user of Feast and penaltyblog would write; runs in an environment of its own."""
