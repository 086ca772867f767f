"""Web pages with schema.org JobPosting in JSON-LD, found through a sitemap.

Pages whose ``lastmod`` has not changed are not asked for again. A page that is no more (404, 410)
and a posting past its ``validThrough`` are gone.
"""
