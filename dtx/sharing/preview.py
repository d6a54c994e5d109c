"""What an export holds, said in words before anything leaves."""

from dtx.engine.export import PARTS, Export, Exporter


def in_words(export: Export, exporter: Exporter) -> str:
    """What a reader would get to see."""
    about = export.about
    if not about.count:
        return "No sessions in that time, so there is nothing to share yet."
    count = f"{about.count} session{'' if about.count == 1 else 's'}"
    told = (
        f"{count}, from {about.first_day} to {about.last_day}: activity, times, pain and relaxation before and after, "
        "how each ended, and what felt worse. "
    )
    shown = [part for part in PARTS if part in export.include and part in exporter.parts]
    hidden = [part for part in PARTS if part not in shown]
    told += f"With your {' and '.join(shown)}. " if shown else ""
    told += f"Without your {', '.join(hidden)}. " if hidden else ""
    homeless = [part for part in PARTS if part in export.include and part not in exporter.parts]
    if homeless:
        told += f"{exporter.title} has no place for {' and '.join(homeless)}; --to jsonl has. "
    return told + "Your name is not in it, unless you wrote it."
