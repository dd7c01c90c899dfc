"""The dialect of football-datasets: season files of football-data.co.uk, cut to results and statistics."""
