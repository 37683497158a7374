"""Which blocks of a page are its story: the site's selectors, the learned classifier, readability."""
