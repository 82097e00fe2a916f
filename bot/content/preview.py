"""Shows a topic as each audience would see it, for the editor."""

from collections.abc import Mapping

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot.content.catalogue import Catalogue
from bot.content.models import Answer


def preview(catalogue: Catalogue, topic_id: str) -> RenderableType:
    """Every answer of a topic, language by language; raises KeyError for an unknown topic."""
    topic = catalogue.topics[topic_id]
    parts: list[RenderableType] = [Rule(f"{topic_id} ({topic.review.status})")]
    for language, answers in topic.answers.items():

        def shown(written: Mapping[str, Answer], *part: str, at: str = language) -> list[Panel]:
            return [
                _panel(catalogue, at, audience, (topic.title(at, audience), *part), answer)
                for audience, answer in written.items()
            ]

        parts += shown(answers)
        for section in topic.sections.get(language, {}).values():
            parts += shown(section.answers, section.title)
        for followup, written in topic.followups.get(language, {}).items():
            parts += shown(written, followup)
        for question, asked in topic.questions.get(language, {}).items():
            parts.append(Text(f"\n“{asked.asks[0]}”" if asked.asks else "", style="italic"))
            parts += shown(asked.answers, question)
    sources = "\n".join(
        f"{s.id}: {s.publisher}, {s.title} ({s.tier}, {s.read_on}{', shown' if s.show else ''})"
        for s in topic.sources
    )
    parts.append(Panel(Text(sources), title="sources", title_align="left"))
    return Group(*parts)


def _panel(
    catalogue: Catalogue, language: str, audience: str, names: tuple[str, ...], answer: Answer
) -> Panel:
    name = " · ".join((*names, catalogue.languages[language], audience))
    body: list[RenderableType] = _said(answer)
    buttons = [_label(catalogue, choice, language, audience) for choice in answer.choices]
    if buttons:
        body.append(Text("  ".join(f"[{button}]" for button in buttons), style="cyan"))
    for part, written in (("more", answer.more), ("simpler", answer.simpler)):
        if written is not None:
            body += [Rule(part, align="left", style="dim"), *_said(written)]
    return Panel(Group(*body), title=Text(name), title_align="left")


def _said(answer: Answer) -> list[RenderableType]:
    said: list[RenderableType] = [Text(answer.text)]
    said += [Text(f"  {number}. {step}") for number, step in enumerate(answer.steps, 1)]
    if answer.say_it:
        said.append(Text(f"  » {answer.say_it}", style="italic"))
    return said


def _label(catalogue: Catalogue, choice: str, language: str, audience: str) -> str:
    if not catalogue.has_choice(choice):
        return choice
    return catalogue.choice_label(choice, language, audience)
