"""The dialect of FiveThirtyEight's Soccer Power Index: forecasts and results of forty competitions in one table."""
