"""The dialect of Kaggle's English Premier League (saife245): season files and one table over all seasons."""
