"""Every action of the dialogue, with its services."""

from actions.affirm_deny import Affirm, Deny
from actions.answer_topic import AnswerTopic
from actions.change import ChangeAge, ChangeCountry, ChangeLanguage
from actions.clarify import Clarify
from actions.find_helpline import FindHelpline
from actions.follow_up import FollowUp
from actions.help_now import HelpNow
from actions.misunderstood import Misunderstood
from actions.not_understood import NotUnderstood
from actions.other_language import OtherLanguage
from actions.part import Simplify, TellMore
from actions.say import Say
from actions.say_it import SayIt
from actions.services import Services
from actions.support import Support
from actions.turn import LatarnikAction
from actions.welcome import Welcome

ACTIONS: tuple[type[LatarnikAction], ...] = (
    Affirm,
    AnswerTopic,
    ChangeAge,
    ChangeCountry,
    ChangeLanguage,
    Clarify,
    Deny,
    FindHelpline,
    FollowUp,
    HelpNow,
    Misunderstood,
    NotUnderstood,
    OtherLanguage,
    Say,
    SayIt,
    Simplify,
    Support,
    TellMore,
    Welcome,
)


def all_actions(services: Services) -> list[LatarnikAction]:
    """One instance of each."""
    return [action(services) for action in ACTIONS]
