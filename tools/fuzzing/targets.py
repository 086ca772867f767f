"""What is fuzzed: each target takes any bytes, and raises where a promise is broken.

A promise is: what cannot be read is refused by the error named for it, within bounds; any other
error is a finding. The first bytes choose what reads the rest, so that one corpus serves all.
"""

from collections.abc import Callable, Mapping

from tools.fuzzing import devices, files, messages

TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "sign-says": devices.sign_says,
    "sign-is-told": devices.sign_is_told,
    "printer-says": devices.printer_says,
    "keys-and-jacks": devices.keys_and_jacks,
    "voice-says": devices.voice_says,
    "kept-lines": devices.kept_lines,
    "api-message": messages.api_message,
    "feed-page": messages.feed_page,
    "feed-lines": messages.feed_lines,
    "scope-text": messages.scope_text,
    "search-query": messages.search_query,
    "typed-code": messages.typed_code,
    "site-file": files.site_file,
    "spreadsheet": files.spreadsheet,
    "feed-document": files.feed_document,
    "values-in-words": files.values_in_words,
}
