"""Thinking traps (clinical 4.1): what each is, and how it sounds when there is pain."""

from typing import NamedTuple


class Trap(NamedTuple):
    """`id` is what is kept. One of them has no example."""

    id: str
    definition: str
    example: str = ""

    @property
    def shown(self) -> str:
        definition = self.definition[0].upper() + self.definition[1:]
        return f"{definition}: {self.example}" if self.example else f"{definition}."


TRAPS = (
    Trap("catastrophe", "jumping to the worst outcome", "“If it hurts today I will end in a wheelchair.”"),
    Trap("magnify", "making the bad part bigger than the rest", "“This flare ruins the whole month.”"),
    Trap("helpless", "deciding nothing can make any difference", "“There is no point in trying.”"),
    Trap("all_or_nothing", "only perfect or worthless", "“If I can't do the whole garden I may as well do nothing.”"),
    Trap("fortune", "treating a guess about the future as a fact", "“The walk will set me back a week.”"),
    Trap("mind_read", "assuming others' thoughts", "“They think I'm faking.”"),
    Trap("filter", "seeing only what went wrong", "forgetting the hour that was all right."),
    Trap("discount", "good moments do not count", "“That was only luck.”"),
    Trap("overgeneral", "one event becomes always/never", "“Exercise never works for me.”"),
    Trap("emotion_fact", "it feels dangerous, so it is", "“I'm scared to bend, so bending must damage me.”"),
    Trap("should", "rigid rules", "“I should manage like before.”"),
    Trap("label", "one word for a whole person", "“I'm useless.”"),
    Trap("self_blame", "taking all responsibility", "“It's my fault the family stayed home.”"),
    Trap("hurt_is_harm", "every rise in pain means injury"),
)

SIMPLY_TRUE = "Sometimes a thought is simply true; then look for what you need, not for a mistake."
