"""How good forecasts were: scores with what they are compared to, calibration with its own null, intervals. Pure."""
