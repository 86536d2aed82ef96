"""What a column of a file can hold."""

from __future__ import annotations

from enum import StrEnum


class Field(StrEnum):
    """What a column of a file can hold."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    MOBILE = "mobile"
    SECOND_MOBILE = "second_mobile"
    EMAIL = "email"
    CITY = "city"
    SOURCE = "source"
    ACCOUNT = "account"
    CHANNEL = "channel"
    SECOND_CHANNEL = "second_channel"
    WINDOW = "window"
    SCHEDULE = "schedule"
    LANGUAGE = "language"
    ZONE = "zone"
    NOTE = "note"
    REFERENCE = "reference"
    STAGE = "stage"
    STAGE_AT = "stage_at"
    ENDED_AT = "ended_at"
    REASON = "reason"
    TAGS = "tags"
    APPLIED_AT = "applied_at"
    ANSWER = "answer"
    WPM = "wpm"
    TYPING_ACCURACY = "typing_accuracy"
    LISTENING = "listening"
    READING = "reading"
    GRAMMAR = "grammar"
    CEFR = "cefr"
    DATA_ENTRY = "data_entry"
    POLICY = "policy"
