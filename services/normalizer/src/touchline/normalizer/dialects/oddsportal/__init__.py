"""OddsPortal's comparison pages."""
