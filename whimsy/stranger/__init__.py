"""A visitor without a browser, to practise with and for tests. It uses only what any page may send."""
