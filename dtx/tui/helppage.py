"""The help page: where to get help now, when to stop, the keys, and what this program is not."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from dtx.care.countries import NAMES
from dtx.care.help import disclaimer, help_now, tried
from dtx.care.helplines import Helpline, for_country
from dtx.care.red_flags import LISTS
from dtx.care.stop_rules import INTRO, STOP_WHEN
from dtx.language import _
from dtx.tui.controlbar import Label
from dtx.tui.page import Page
from dtx.tui.safe import Text, styled

GROUND = _("If it feels too much: open your eyes. Name five things you can see. Feel your feet on the floor. You may stop at any time.")
NO_COUNTRY = _("These numbers fit many countries. You can say where you live: press p on the first page.")
NO_NUMBERS = _("These numbers fit many countries. We do not know those of your country yet.")
WARNING_LIST = _("The warning list")
WARNING = _("If one of these happens, stop, and do what stands above it.")
KEYS = _("""Esc or s     Stop. It works at once and asks nothing first.
Space        Pause, and go on.
             On the first page: two minutes of breathing.
b or left    Back.
n or right   Leave out this part.
e            Easier, where a line below says so.
l  or F4     Later: put a form away. What you wrote stays.
+  -  m      Louder, softer, no sound.
a            Try the sound again, where it was lost.
Enter        Go on.
0 to 9       A number, or a line in a list.
r            Rather not say. Every question may be left out.
F2           An example, where there is one.
?  or F1     This page.
f            What could I do now? (from the first page).
i            A check-in (from the first page).
h            Look back (from the first page): c charts, w what
             seems to help, l thirteen weeks, u questions.
a            Practices of your own: write one (from the first page).
x            Share with your care team (from the first page).
p            About you (from the first page).
x            Take away what the keys are on (in the history); z brings it back.
y            Your data: keep, lock, erase (from the first page).
o            Sound (from the first page).
t            Dark or light.
Ctrl+P       Find anything by its name, where nothing runs or asks.
F9           Hide everything at once, and bring it back.
Ctrl+Z       Back to the shell that began this; fg comes back.
q            Close (from the first page).""")
LARGER = _("Larger letters: in most terminals Ctrl and + (on a Mac Cmd and +). Everything fits a window of 40 columns and 15 lines.")
STRONG, QUIET = "bold", "$text-muted"
WHILE_WRITING = _("While you write, letters are letters. Tab leads to the buttons; Esc still stops.")


def numbers(help: Helpline, country: str | None) -> str:
    """Whose numbers these are, and whether anybody has tried them."""
    whose = (
        _("These numbers are for: {names}.").format(names=NAMES[help.country]) if help.country else NO_NUMBERS if country else NO_COUNTRY
    )
    return f"{whose} {tried(help)}"


class HelpPage(Page):
    """Can be opened anywhere, without a network and without a record. A session that runs below is paused meanwhile."""

    at_rest = True

    DEFAULT_CSS = """
    HelpPage > VerticalScroll { height: 1fr; padding: 0 2; scrollbar-size-vertical: 1; }
    HelpPage.-low > VerticalScroll { padding: 0 1; }
    HelpPage.-column.-tall > VerticalScroll { height: 1fr; max-height: 100%; }
    HelpPage VerticalScroll > Text { max-width: 76; margin: 0 0 1 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "read_on", show=False)]

    def __init__(self, country: str | None = None) -> None:
        super().__init__()
        self.country = country

    def body(self) -> list[Widget]:
        parts = ((f"{words}\n" if style == STRONG else f"{words}\n\n", style) for words, style in self._parts())
        return [VerticalScroll(Text(styled(*parts).rstrip()), id="main")]

    def _parts(self) -> Iterator[tuple[str, str]]:
        """Words and their style. What is strong stands right above what belongs to it."""
        help = for_country(self.country)
        yield _("Get help now"), STRONG
        yield help_now(self.country), ""
        yield numbers(help, self.country), QUIET
        yield GROUND, ""
        yield _("When to stop"), STRONG
        yield "\n".join([INTRO, *(f"- {sign}" for sign in STOP_WHEN)]), ""
        yield WARNING_LIST, STRONG
        yield WARNING, ""
        for urgency in LISTS:
            yield f"{urgency.title}. {urgency.action.format(emergency=help.emergency)}", STRONG
            yield "\n".join(f"- {sign}" for sign in urgency.signs), ""
        yield _("Keys"), STRONG
        yield KEYS, ""
        yield WHILE_WRITING, ""
        yield LARGER, ""
        yield _("What this is, and is not"), STRONG
        yield disclaimer(self.country), ""

    def labels(self) -> Mapping[str, Label]:
        return {"stop": Label(_("Leave"), "Esc"), "back": Label(_("Back"), "b"), "help": Label(_("Help"), "?", False)}

    def action_read_on(self) -> None:
        self.query_one(VerticalScroll).scroll_page_down(animate=False)

    async def action_back(self) -> None:
        self.leave()

    async def action_help(self) -> None:
        await self.action_back()
