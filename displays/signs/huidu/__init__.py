"""Huidu full-colour cards with SDK 2.0 (HD-A, HD-C, HD-D, WF): XML over TCP."""
