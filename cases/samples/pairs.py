"""Reading prompt–output pairs out of a file, each row kept or refused with its reason.

A row is an object. Its prompt is `prompt`, or `instruction` with an optional `input`, or the last
`user` turn of `messages`; its output is `output`, `response` or `completion`, or the `assistant`
turn that follows. What a row says beside these is kept out.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import IO, Any

#: How large a file of pairs may be: it is for people to read; telemetry has its own way in.
MAX_BYTES = 256 * 1024 * 1024
PROMPTS = ("prompt", "instruction", "question")
OUTPUTS = ("output", "response", "completion", "answer")


class UnreadablePairs(Exception):
    """The file as a whole can't be read as pairs; the message says why."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A prompt and its output, from the row of that number (the first is 1)."""

    row: int
    prompt: str
    output: str

    @property
    def digest(self) -> str:
        """The same for every row that says the same."""
        return sha256(json.dumps([self.prompt, self.output]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that was not kept, and why."""

    row: int
    reason: str


def read_pairs(file: IO[bytes]) -> Iterator[Pair | Refusal]:
    """Every row of a JSON array or of JSON Lines, in the order of the file.

    Raises UnreadablePairs where the file is neither.
    """
    start = file.read(1024).lstrip(b"\xef\xbb\xbf \t\r\n")
    file.seek(0)
    if not start:
        raise UnreadablePairs("The file is empty.")
    if start.startswith(b"["):
        yield from (_row(number, value) for number, value in enumerate(_array(file), 1))
    elif start.startswith(b"{"):
        yield from _lines(file)
    else:
        raise UnreadablePairs(
            "The file is neither a JSON array (it would begin with [) nor JSON Lines "
            "(each line would begin with {)."
        )


def _array(file: IO[bytes]) -> list[Any]:
    try:
        return list(json.load(file))
    except UnicodeDecodeError as error:
        raise UnreadablePairs(f"The file is not UTF-8: byte {error.start} is wrong.") from error
    except json.JSONDecodeError as error:
        raise UnreadablePairs(
            f"The JSON breaks off at line {error.lineno}, column {error.colno}: {error.msg}."
        ) from error
    except RecursionError as error:
        raise UnreadablePairs("The JSON is nested too deeply.") from error


def _lines(file: IO[bytes]) -> Iterator[Pair | Refusal]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            yield _row(number, json.loads(line))
        except UnicodeDecodeError:
            yield Refusal(number, "The line is not UTF-8.")
        except (json.JSONDecodeError, RecursionError) as error:
            yield Refusal(number, f"The line is not JSON: {error}.")


def _row(number: int, value: Any) -> Pair | Refusal:
    if not isinstance(value, dict):
        return Refusal(number, "The row is not an object with named fields.")
    turns = value.get("messages")
    prompt, output = _from_turns(turns) if isinstance(turns, list) else _from_fields(value)
    if not prompt:
        return Refusal(number, f"The row has no prompt ({', '.join(PROMPTS)} or messages).")
    if not output:
        return Refusal(number, f"The row has no output ({', '.join(OUTPUTS)} or messages).")
    if "\x00" in prompt + output:
        return Refusal(number, "The row holds a NUL character, which text can't.")
    try:
        (prompt + output).encode()
    except UnicodeEncodeError:
        return Refusal(number, "The row holds half a character (a lone surrogate).")
    return Pair(number, prompt, output)


def _from_fields(row: dict[str, Any]) -> tuple[str, str]:
    prompt = _first_text(row, PROMPTS)
    given = _first_text(row, ("input", "context"))
    return f"{prompt}\n\n{given}" if prompt and given else prompt, _first_text(row, OUTPUTS)


def _from_turns(turns: list[Any]) -> tuple[str, str]:
    prompt = output = ""
    for turn in (turn for turn in turns if isinstance(turn, dict)):
        text = turn.get("content")
        if isinstance(text, str) and turn.get("role") == "user":
            prompt, output = text.strip(), ""
        elif isinstance(text, str) and turn.get("role") == "assistant" and not output:
            output = text.strip()
    return prompt, output


def _first_text(row: dict[str, Any], names: tuple[str, ...]) -> str:
    for name in names:
        if isinstance(value := row.get(name), str) and value.strip():
            return value.strip()
    return ""
