"""Numbers to call, by country (clinical 4.6)."""

from dataclasses import replace
from datetime import date

import pytest

from dtx.care.helplines import DEFAULT, EU, HELPLINES, for_country, stale

TODAY = date(2026, 5, 1)


def test_the_united_states_have_988_to_call_and_to_text_and_911() -> None:
    help = for_country("US")
    assert (help.emergency, help.text) == ("911", "988")
    assert "call or text 988" in help.line


@pytest.mark.parametrize("country", ["GB", "IE", "gb", "UK"])
def test_the_united_kingdom_and_ireland_have_the_samaritans_and_999_or_112(country: str) -> None:
    help = for_country(country)
    assert help.emergency == "999 or 112"
    assert "Samaritans on 116 123, free, day and night" in help.line


@pytest.mark.parametrize("country", [country for country in EU if country != "IE"])
def test_the_european_union_has_112_and_116_123_is_not_promised(country: str) -> None:
    help = for_country(country)
    assert help.emergency == "112"
    assert "116 123, which may run" in help.line


def test_the_european_union_has_27_members() -> None:
    assert len(set(EU)) == 27


@pytest.mark.parametrize("country", [None, "", "ZZ", "JP"])
def test_no_known_country_shows_all_three_and_says_to_use_the_local_one(country: str | None) -> None:
    assert for_country(country) is DEFAULT
    assert DEFAULT.emergency == "112, 911 or 999 (use your local number)"


def test_no_number_passes_as_verified_before_somebody_has() -> None:
    assert stale(TODAY) == tuple(sorted(HELPLINES))
    assert {help.verified for help in HELPLINES.values()} == {"not verified"}


def test_maintainers_are_warned_after_365_days() -> None:
    help = for_country("US")
    for day, warned in ((date(2025, 5, 1), ()), (date(2025, 4, 30), ("US",))):
        checked = replace(help, verified_on=day)
        assert stale(TODAY, {"US": checked}) == warned
        assert checked.verified == f"verified on {day.isoformat()}"
