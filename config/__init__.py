"""The hall described in TOML: site, geometry and machine settings as typed data."""
