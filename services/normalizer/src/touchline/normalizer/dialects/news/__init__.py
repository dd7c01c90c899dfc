"""Football news: RSS and Atom feeds, and the article pages that they lead to."""
