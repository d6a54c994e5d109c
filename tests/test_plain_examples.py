"""A worked example is one key away, and is shown to nobody else."""

import io

import pytest

from dtx.engine.questions import Ask, Choose, NotAnAnswer, Question, Rate, Ready, Several
from dtx.plain import Typed
from dtx.plain.wording import KEYS, asked, example_of, keys_for

WITH: tuple[Question, ...] = (
    Ask("What?", example="A cup of tea."),
    Choose("Which?", ("tea", "xylophone"), example="Tea."),
    Several("Which?", ("tea", "water"), example="Both."),
    Rate("How much?", example="6"),
)


@pytest.mark.parametrize("question", WITH)
def test_x_is_a_command_where_there_is_an_example(question: Question) -> None:
    assert keys_for(question)["x"] == "example"
    assert Typed(io.StringIO("X\n")).ask("a", question) == "x"
    assert example_of(question) not in "\n".join(asked(question))


def test_x_is_an_answer_where_there_is_none() -> None:
    assert keys_for(Ready("Read this.")) == keys_for(Ask("What?")) == KEYS
    assert Typed(io.StringIO("X\n")).ask("a", Ask("What?")) == "X"


def test_the_steps_of_a_scale_are_said() -> None:
    assert "A number from 0 to 100 in steps of 5. 0 is none. Enter alone leaves it out." in asked(Rate("?", 0, 100, "none", step=5))
    assert "A number from 0 to 10. Enter alone leaves it out." in asked(Rate("?"))


class TestWordsOfOnesOwn:
    """A list may take words that are not in it."""

    question = Several("Which?", ("afraid", "sad"), own=True)

    def test_they_stand_among_the_others_in_the_order_given(self) -> None:
        assert self.question.check(["stuck inside ", "Sad", "stuck inside"]) == ("stuck inside", "sad")
        assert Typed(io.StringIO("1, stuck inside, 2\n")).ask("a", self.question) == ["afraid", "stuck inside", "sad"]

    @pytest.mark.parametrize("slip", ["7", "", "  ", 3, None])
    def test_a_number_that_is_not_in_the_list_is_a_slip_and_no_word(self, slip: object) -> None:
        with pytest.raises(NotAnAnswer, match="Please choose one of: afraid, sad"):
            self.question.check([slip])

    def test_they_are_short(self) -> None:
        with pytest.raises(NotAnAnswer, match="200 characters"):
            self.question.check(["x" * 201])

    def test_without_it_only_the_list_counts(self) -> None:
        with pytest.raises(NotAnAnswer):
            Several("Which?", ("afraid", "sad")).check(["stuck"])

    def test_plain_mode_says_so(self) -> None:
        how = "Type one or more numbers or words of your own with commas between, or Enter alone to leave it out."
        assert how in asked(self.question)
