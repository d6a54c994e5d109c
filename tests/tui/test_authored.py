"""What an author has to write is there for whoever looks for it: when to stop, an easier form, who wrote it, who has read it."""

from tests.tui.rooms import Home, screen_text
from tests.tui.tour import opened, press


async def test_the_start_page_says_it_last_and_that_nobody_has_reviewed_it(home: Home) -> None:
    home.write("desk", "Desk", options="\n  order: {type: text, words: Order}\n")
    async with opened(home, (80, 40)) as (app, pilot):
        await press(pilot, "enter")
        words = " ".join(screen_text(app).split())
        order = ["Keep breathing easily.", "Order", "When to stop Stop whenever you want to.", "A smaller or easier form Leave it out."]
        places = [words.index(part) for part in [*order, "Written by A. Therapist. Nobody has reviewed it yet.", "Begin"]]
        assert places == sorted(places)


async def test_a_review_is_named_with_its_day(home: Home) -> None:
    home.write("desk", "Desk")
    file = home.folder / "desk" / "plugin.yaml"
    file.write_text(file.read_text("utf-8").replace("none yet", "B. Colleague, psychology\nreviewed_on: 2026-01-31"), "utf-8")
    async with opened(home, (80, 40)) as (app, pilot):
        await press(pilot, "enter")
        assert "Reviewed by B. Colleague, psychology on 2026-01-31." in " ".join(screen_text(app).split())


async def test_on_a_small_screen_begin_stays_in_sight_and_there_is_more_below(home: Home) -> None:
    home.write("desk", "Desk")
    async with opened(home, (40, 15)) as (app, pilot):
        await press(pilot, "enter")
        text = screen_text(app)
        assert "Begin" in text and "More below" in text and "Keep breathing easily." in text
        await press(pilot, "pagedown", "pagedown")
        assert "Nobody has" in screen_text(app)
