"""The dialect of the archive of absences: injuries, suspensions and players away, a CSV a season."""
