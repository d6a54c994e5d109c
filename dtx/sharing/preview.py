"""What an export holds and who would get it, said in words before anything leaves."""

from collections.abc import Mapping

from dtx.engine.export import PARTS, Export, Exporter
from dtx.records.shares import Share
from dtx.sharing.readers import READERS

NO_WAY_BACK = "What you have handed over cannot be taken back."


ERASED = "It says that something was erased, not what."


def in_words(export: Export, exporter: Exporter, locked_for: Mapping[str, str] | None = None, address: str | None = None) -> str:
    """What a reader would get to see, in sentences, some to a line. `locked_for` are names and public keys of those who can open it.

    With an `address` it is sent there.
    """
    if empty(export, exporter):
        return "No sessions in that time, so there is nothing to share yet."
    lines = (
        sessions(export),
        parts(export, exporter),
        ERASED if export.about.gone else "",
        whom(export, exporter, locked_for or {}, address),
        NO_WAY_BACK,
    )
    return "\n".join(line for line in lines if line)


def sessions(export: Export) -> str:
    about = export.about
    if not about.count:
        return "No sessions in that time."
    count = f"{about.count} session{'' if about.count == 1 else 's'}"
    return (
        f"{count}, from {about.first_day} to {about.last_day}: activity, times, pain and relaxation before and after, "
        "how each ended, and what felt worse."
    )


def parts(export: Export, exporter: Exporter) -> str:
    """Which of the person's own words and entries are in it, how many of them, and which are not."""
    shown = [part for part in PARTS if part in export.include and part in exporter.parts]
    hidden = [part for part in PARTS if part not in shown]
    told = f"With your {' and '.join(shown)}. {found(export, shown)}" if shown else ""
    told += f"Without your {', '.join(hidden)}. " if hidden else ""
    homeless = [part for part in PARTS if part in export.include and part not in exporter.parts]
    if homeless:
        told += f"{exporter.title} has no place for {' and '.join(homeless)}; --to jsonl has. "
    return told + "Your name is not in it, unless you wrote it."


def found(export: Export, shown: list[str]) -> str:
    """How much there is of each part that is in it: one look at every session."""
    notes = thoughts = 0
    if {"notes", "thoughts"} & set(shown):
        for log in export:
            notes += bool(log.note or (log.felt_worse or {}).get("text"))
            thoughts += bool(log.saved)
    counts = {"notes": notes, "thoughts": thoughts, "diary": sum(1 for _ in export.diary) if "diary" in shown else 0}
    words = {
        "notes": "{} with a note or words about what felt worse",
        "thoughts": "{} with what you wrote or chose inside an activity",
        "diary": "{} in the diary",
    }
    return f"That is {'; '.join(words[part].format(counts[part]) for part in shown)}. "


def empty(export: Export, exporter: Exporter) -> bool:
    """Whether there is nothing in it that anybody could be handed."""
    return not export.about.count and not has_entries(export, exporter)


def has_entries(export: Export, exporter: Exporter) -> bool:
    return "diary" in exporter.parts and any(True for _ in export.diary)


def whom(export: Export, exporter: Exporter, locked_for: Mapping[str, str], address: str | None = None) -> str:
    reader = READERS.get(export.about.reader or "")
    told = f"{exporter.title}, for {reader.title}" if reader else exporter.title
    if address:
        told += f", sent to {address}: whoever may read there can read it."
    elif locked_for:
        names = " and ".join(f"{name} ({key[:9]}…{key[-4:]})" if name != key else key for name, key in locked_for.items())
        told += f", locked for {names}: nobody else can open it."
    else:
        told += ", not locked: whoever has the file can read it."
    return told + useful(export, exporter)


def useful(export: Export, exporter: Exporter) -> str:
    """What such a reader may find of use, and what the person has not named. It is only said."""
    reader = READERS.get(export.about.reader or "")
    left = [part for part in (reader.useful if reader else ()) if part in exporter.parts and part not in export.include]
    if not left or reader is None:
        return ""
    return f" {reader.title.capitalize()} may find your {' and '.join(left)} of use; they are in it only if you name them."


def told(share: Share) -> str:
    """One line about what was handed over."""
    count = f"{share.sessions} session{'' if share.sessions == 1 else 's'}"
    span = f", {share.first_day} to {share.last_day}" if share.first_day else ""
    reader = f", for a {share.reader}" if share.reader else ""
    locked = f", locked for {' and '.join(share.locked_for)}" if share.locked_for else ", not locked"
    with_ = f", with your {' and '.join(share.include)}" if share.include else ""
    return f"{share.at[:16].replace('T', ' ')}  {share.form} to {share.went_to}: {count}{span}{with_}{reader}{locked}"
