"""Spreadsheets as counties send them: CSV and XLSX dropped into a folder, or given to a command."""
