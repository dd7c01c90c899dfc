"""Provider documents as they would have stood on a chosen football date, served over HTTP."""
