"""In the app, too, sessions outlive the plugin they were of."""

import shutil

from tests.tui.rooms import Home, screen_text
from tests.tui.tour import opened, press


async def test_the_history_names_a_practice_whose_plugin_is_gone(home: Home) -> None:
    home.write("rest", "Evening rest")
    home.write("desk", "Desk")
    home.practised("rest.rest", before__pain=6, after__pain=4)
    shutil.rmtree(home.folder / "rest")
    async with opened(home) as (app, pilot):
        assert "Desk" in screen_text(app)
        await press(pilot, "h")
        assert "Evening rest" in screen_text(app)
        await press(pilot, "enter")
        assert "Evening rest" in screen_text(app) and app.is_running
