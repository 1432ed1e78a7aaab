"""A programme that comes from elsewhere: tables, calendars and the schedules of conference systems, read and merged.

    CSV, XLSX, JSON ─ table ─ columns ─ rows ─┐
    schedule.json of pretalx, Indico's export ┼→ Entry ─ merging (imported before · now · said here) ─ writing
    iCalendar ────────────────────────────────┘

What a file says is never believed more than a person: what somebody wrote into the programme stays, and is told.
"""
