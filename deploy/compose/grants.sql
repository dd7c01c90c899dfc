-- Databases beside Touchline's own, as a rebuild and the tests make them.
GRANT ALL ON `touchline\_%`.* TO touchline@'%';
