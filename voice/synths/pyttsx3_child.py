"""The child in which pyttsx3 runs, killed to interrupt it: its own stop never returns on Linux.

Started with a rate, which holds for its life: on Linux a later change has no effect (measured).
Reads JSON lines ``{"text", "lang", "file"}`` on stdin, writes each as a WAV file, answers
``{"ok": true}`` or ``{"ok": false, "cause"}``. Only `save_to_file` is used: `say` plays by a
player program inside the engine's callback and cannot be stopped, and the saved file's name
sticks to the engine, so the two cannot be mixed.
"""

import ctypes
import json
import os
import sys
import threading
from pathlib import Path
from typing import Any

_WITHIN = 30.0


def main() -> None:
    """Serve until stdin ends."""
    # pyttsx3 prints; the answers have stdout to themselves.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _make_library_known()
    import pyttsx3

    engine = pyttsx3.init()
    engine.setProperty("rate", int(sys.argv[1]))
    with answers:
        for line in sys.stdin:
            answer = _serve(engine, json.loads(line))
            answers.write(json.dumps(answer) + "\n")
            answers.flush()


def _make_library_known() -> None:
    """Let pyttsx3's Linux driver find the bundled espeak-ng instead of the system's.

    The library finds its data by the environment, and a library of the same name that is loaded
    already is the one `dlopen` returns.
    """
    if not sys.platform.startswith("linux"):
        return
    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path(), ctypes.RTLD_GLOBAL)


def _serve(engine: Any, request: dict[str, Any]) -> dict[str, Any]:
    done = threading.Event()
    token = engine.connect("finished-utterance", lambda **_what: done.set())
    try:
        voice = _voice(engine, request["lang"])
        if voice is None:
            return {"ok": False, "cause": f"no voice for {request['lang']}"}
        engine.setProperty("voice", voice)
        engine.save_to_file(request["text"], request["file"])
        engine.runAndWait()
        # runAndWait may return before the engine's own thread has written the file.
        done.wait(_WITHIN)
        return {"ok": Path(request["file"]).exists(), "cause": "nothing was written"}
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        return {"ok": False, "cause": str(error)}
    finally:
        engine.disconnect(token)


def _voice(engine: Any, lang: str) -> str | None:
    """Return the id of a voice for a language, by what each driver tells of its voices."""
    base = lang.split("-")[0]
    wanted = {"zh": ("cmn", "zh", "chinese"), "en": ("en", "english")}.get(base, (base,))
    voices = engine.getProperty("voices")
    for exact in (True, False):
        for voice in voices:
            names = [*(str(one).lower() for one in voice.languages or ()), str(voice.id).lower()]
            tags = {name.strip("\x00\x05 ").rpartition("/")[2].split("-")[0] for name in names}
            if (exact and tags & set(wanted)) or (
                not exact and any(word in str(voice.name).lower() for word in wanted)
            ):
                return str(voice.id)
    return None


if __name__ == "__main__":
    main()
