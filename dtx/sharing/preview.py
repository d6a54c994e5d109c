"""What an export holds and who would get it, said in words before anything leaves."""

from collections.abc import Mapping

from dtx.engine.export import PARTS, Export, Exporter
from dtx.language import _, _n, all_of, at_time, day_of
from dtx.records.shares import Share
from dtx.sharing.readers import READERS

NO_WAY_BACK = _("What you have handed over cannot be taken back.")


ERASED = _("It may say that something was erased, never what.")


def in_words(export: Export, exporter: Exporter, locked_for: Mapping[str, str] | None = None, address: str | None = None) -> str:
    """What a reader would get to see, in sentences, some to a line. `locked_for` are names and public keys of those who can open it.

    With an `address` it is sent there.
    """
    if empty(export, exporter):
        return _("No sessions in that time, so there is nothing to share yet.")
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
        return _("No sessions in that time.")
    return _n(
        "{n} session, from {first} to {last}: activity, times, pain and relaxation before and after, how each ended, and what felt worse.",
        "{n} sessions, from {first} to {last}: activity, times, pain and relaxation before and after, how each ended, and what felt worse.",
        about.count,
    ).format(n=about.count, first=day_of(about.first_day), last=day_of(about.last_day))


def parts(export: Export, exporter: Exporter) -> str:
    """Which of the person's own words and entries are in it, how many of them, and which are not."""
    shown = [part for part in PARTS if part in export.include and part in exporter.parts]
    hidden = [part for part in PARTS if part not in shown]
    said = [_("With your {parts}.").format(parts=all_of(map(named, shown))), found(export, shown)] if shown else []
    said += [_("Without your {parts}.").format(parts=", ".join(map(named, hidden)))] if hidden else []
    homeless = [part for part in PARTS if part in export.include and part not in exporter.parts]
    if homeless:
        title = exporter.title
        said.append(_("{form} has no place for {parts}; --to jsonl has.").format(form=title, parts=all_of(map(named, homeless))))
    return " ".join([*said, _("Your name is not in it, unless you wrote it.")])


def named(part: str) -> str:
    """A part of an export, as the person knows it."""
    return PART_WORDS.get(part, part)


PART_WORDS = {"notes": _("notes"), "thoughts": _("thoughts"), "diary": _("diary")}


def found(export: Export, shown: list[str]) -> str:
    """How much there is of each part that is in it: one look at every session."""
    notes = thoughts = 0
    if {"notes", "thoughts"} & set(shown):
        for log in export:
            notes += bool(log.note or (log.felt_worse or {}).get("text"))
            thoughts += bool(log.saved)
    counts = {"notes": notes, "thoughts": thoughts, "diary": sum(1 for _entry in export.diary) if "diary" in shown else 0}
    words = {
        "notes": _("{} with a note or words about what felt worse"),
        "thoughts": _("{} with what you wrote or chose inside an activity"),
        "diary": _("{} in the diary"),
    }
    return _("That is {parts}.").format(parts="; ".join(words[part].format(counts[part]) for part in shown))


def empty(export: Export, exporter: Exporter) -> bool:
    """Whether there is nothing in it that anybody could be handed."""
    return not export.about.count and not has_entries(export, exporter)


def has_entries(export: Export, exporter: Exporter) -> bool:
    return "diary" in exporter.parts and any(True for _entry in export.diary)


def whom(export: Export, exporter: Exporter, locked_for: Mapping[str, str], address: str | None = None) -> str:
    reader = READERS.get(export.about.reader or "")
    title = exporter.title
    told = _("{form}, for {reader}").format(form=title, reader=reader.title) if reader else title
    if address:
        how = _("sent to {address}: whoever may read there can read it.").format(address=address)
    elif locked_for:
        names = all_of(f"{name} ({key[:9]}…{key[-4:]})" if name != key else key for name, key in locked_for.items())
        how = _("locked for {names}: nobody else can open it.").format(names=names)
    else:
        how = _("not locked: whoever has the file can read it.")
    return f"{told}, {how}{useful(export, exporter)}"


def useful(export: Export, exporter: Exporter) -> str:
    """What such a reader may find of use, and what the person has not named. It is only said."""
    reader = READERS.get(export.about.reader or "")
    left = [part for part in (reader.useful if reader else ()) if part in exporter.parts and part not in export.include]
    if not left or reader is None:
        return ""
    said = _("{reader} may find your {parts} of use; they are in it only if you name them.")
    return " " + said.format(reader=reader.title.capitalize(), parts=all_of(map(named, left)))


def told(share: Share) -> str:
    """One line about what was handed over."""
    parts = [_n("{n} session", "{n} sessions", share.sessions).format(n=share.sessions)]
    if share.first_day and share.sessions:
        parts.append(_("{first} to {last}").format(first=day_of(share.first_day), last=day_of(share.last_day)))
    if share.include:
        parts.append(_("with your {parts}").format(parts=all_of(map(named, share.include))))
    if share.reader:
        known = READERS.get(share.reader)
        parts.append(_("for {reader}").format(reader=known.title if known else share.reader))
    parts.append(_("locked for {names}").format(names=all_of(share.locked_for)) if share.locked_for else _("not locked"))
    if share.accepted == 0 < share.sessions:
        parts.append(_("the server did not say yes to it, but may hold it"))
    elif share.accepted is not None and share.accepted < share.sessions:
        parts.append(_("the server said yes to {n} of them and may hold the others, too").format(n=share.accepted))
    elif not share.complete:
        parts.append(_("the server did not say yes to all of it"))
    where = _("{form} to {place}").format(form=share.form, place=_(share.went_to))
    return f"{at_time(share.at)}  {where}: {', '.join(parts)}"
