"""What journal rows are about: how their kinds begin, by subject."""

from collections.abc import Mapping

SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "all": (),
    "ticket": ("ticket_", "pager_", "delivery"),
    "window": ("window_", "day_", "shift_"),
    "people": ("user_", "token_", "certificate_", "session_", "export_"),
    "notice": ("notice_", "emergency_", "playlist_", "media_"),
    "told": ("feedback_", "need_", "appointment_", "assistance_", "vacancy_"),
    "machine": (
        "device_", "station_", "kiosk_", "content_", "clock_", "sync_", "sweep_", "submission_",
        "source_", "settings_", "site_", "backed_up", "restored", "recovered", "erased", "finding",
        "alert_", "diagnostics_", "journal_",
    ),
}  # fmt: skip
"""A subject's rows have a kind that begins with one of these; none: every row."""
