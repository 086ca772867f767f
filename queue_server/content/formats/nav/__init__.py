"""NAV's pam-stilling-feed (Norway): pages that link on, a detail an ad, a token.

Page n+1 begins with page n's last item; an ad that stops comes as INACTIVE, masked. The last page
is asked again with its ETag and Last-Modified until it links on.
"""
