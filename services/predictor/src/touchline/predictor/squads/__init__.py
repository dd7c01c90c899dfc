"""Players of coming matches: both squads are forecast together, sealed as one forecast and announced."""
