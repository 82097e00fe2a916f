"""A small project without a fault: one topic, one disclosure, the real labels and word lists."""

import shutil
from pathlib import Path

from bot.content.catalogue import EXTRA_ACTS
from bot.content.lint import Report, run
from bot.labels import Labels

REPOSITORY = Path(__file__).parents[3]
TOPIC = Path("data/topics/health/fomo")
DISCLOSURE = Path("data/disclosures/self_harm")
DIALOGUE = Path("data/dialogue")

FILES = {
    TOPIC / "topic.yml": """\
id: fomo
group: health
audiences: [age_10_12, age_13_17]
typical_risk: none
resource_kinds: [child_helpline]
related: [screen_time, sleep_phone]
sources:
  - id: one
    title: "On missing out"
    publisher: "A university"
    url: "https://example.org/fomo"
    tier: A
    read_on: "2026-11"
    show: false
review: {status: draft, by: null, on: null, due: "2027-05-01"}
""",
    TOPIC / "answers.en.yml": """\
title: "Missing out"
answers:
  age_10_12:
    text: "It can feel bad to miss the fun. You can take a break and still have friends."
    steps: ["Put the phone in a drawer.", "Plan one nice thing."]
    say_it: "I feel left out. Can we talk?"
    choices: ["topic:screen_time", "act:find_helpline"]
    sources: [one]
    more: {text: "Your friends also miss things. Most of them do not post the dull parts."}
    simpler: {text: "You do not have to see it all."}
  age_13_17:
    text: "Feeds show the best bits of a night. That makes a quiet evening look worse than it is."
    steps: ["Mute the loud groups.", "Pick two hours without the app."]
    say_it: "I need a night off."
    choices: ["topic:screen_time", "act:find_helpline"]
    sources: [one]
    more: {text: "Apps earn money while you scroll. Turn off the red dots and see how it feels."}
    simpler: {text: "The feed is not the whole of life."}
followups:
  who_to_tell: {text: "You can tell a teacher or a friend of the family."}
""",
    TOPIC / "answers.pl.yml": """\
title: "Coś mnie omija"
answers:
  age_10_12:
    text: "Czasem jest smutno, gdy coś cię omija. Możesz odpocząć od telefonu i dalej mieć kolegów."
    steps: ["Schowaj telefon do szuflady.", "Zaplanuj jedną miłą rzecz."]
    say_it: "Czuję się z boku. Chcę o tym pogadać."
    choices: ["topic:screen_time", "act:find_helpline"]
    sources: [one]
    more: {text: "Innych też coś omija. Nikt nie wrzuca do sieci nudnych chwil."}
    simpler: {text: "Nie musisz widzieć całej reszty."}
  age_13_17:
    text: "W sieci widać tylko to, co udane. Przez to zwykły wieczór w domu wydaje się gorszy."
    steps: ["Wycisz głośne grupy.", "Wybierz dwie godziny bez sieci."]
    say_it: "Potrzebuję wolnego wieczoru."
    choices: ["topic:screen_time", "act:find_helpline"]
    sources: [one]
    more: {text: "Firmy zarabiają, gdy przewijasz ekran. Wyłącz czerwone kropki i sprawdź, jak jest."}
    simpler: {text: "To nie jest całe życie."}
followups:
  who_to_tell: {text: "Możesz powiedzieć komuś w szkole albo w rodzinie."}
""",
    TOPIC / "questions.en.yml": """\
questions:
  left_early:
    asks:
      - "what if i go home before them"
      - "they all stay late and i cant"
      - "is it lame to leave first"
      - "my curfew is nine and the fun is at ten"
      - "dad picks me up too soon"
      - "how do i say bye without a fuss"
      - "everyone will talk about it tomorrow but me"
      - "always gone when it gets good"
    answers:
      any: {text: "No, it is fine to leave. Say: \\"I had fun, see you at school.\\""}
      parent: {text: "Agree on the hour before. Ask the next day how it was."}
""",
    TOPIC / "questions.pl.yml": """\
questions:
  left_early:
    asks:
      - "musze wracac przed innymi"
      - "czy to wstyd wyjsc pierwszy raz tak wczesnie"
      - "mama odbiera mnie o dziewiatej a oni siedza dalej"
      - "co powiedziec na koniec zeby nie bylo glupio"
      - "wszystko fajne dzieje sie jak mnie juz nie ma"
      - "jutro beda o tym gadac beze mnie"
      - "nie moge zostac na noc jak reszta"
      - "znowu wyszlam za szybko z urodzin"
    answers:
      any: {text: "Możesz wyjść, kiedy chcesz. Powiedz: „Było super, do jutra”."}
      parent: {text: "Ustalcie wcześniej godzinę. Zapytaj jutro, jak było."}
""",
    DISCLOSURE / "disclosure.yml": """\
id: self_harm
risk: urgent
topic: self_harm
resource_kinds: [child_helpline]
sources:
  - id: two
    title: "How to help"
    publisher: "A clinic"
    url: "https://example.org/help"
    tier: B
    read_on: "2026-11-02"
    show: false
review: {status: draft, by: null, on: null, due: "2027-05-01"}
""",
    DISCLOSURE / "replies.en.yml": """\
title: "I hurt myself"
replies:
  self:
    text: "Thank you for telling me. I believe you. It is not your fault. I am a program. If you are in danger now, call {emergency}. Below are people who help."
    steps: ["Go to an adult you trust."]
    say_it: "I hurt myself. I need help."
    choices: ["act:find_helpline", "act:misunderstood"]
    sources: [two]
""",
    DISCLOSURE / "replies.pl.yml": """\
title: "Robię sobie krzywdę"
replies:
  self:
    text: "Dziękuję, że mówisz. Wierzę ci. To nie twoja wina. Jestem programem. Gdy dzieje się coś złego, dzwoń: {emergency}. Niżej są ludzie, którzy pomogą."
    steps: ["Idź do kogoś dorosłego."]
    say_it: "Robię sobie krzywdę. Chcę pomocy."
    choices: ["act:find_helpline", "act:misunderstood"]
    sources: [two]
""",
    DIALOGUE / "texts.en.yml": """\
texts:
  greet:
    kind: smalltalk
    any: {text: "Hi. What is it about?"}
  goodbye:
    kind: smalltalk
    any: {text: "Bye. Take care."}
  safe_reply:
    kind: fallback
    any: {text: "That went wrong on my side. In danger, call {emergency}."}
""",
    DIALOGUE / "texts.pl.yml": """\
texts:
  greet:
    kind: smalltalk
    any: {text: "Cześć. O czym piszesz?"}
  goodbye:
    kind: smalltalk
    any: {text: "Na razie. Trzymaj się."}
  safe_reply:
    kind: fallback
    any: {text: "Coś mi się zepsuło. Gdy coś ci grozi, dzwoń: {emergency}."}
""",
    DIALOGUE / "followups.en.yml": """\
followups:
  who_to_tell: {any: {text: "You can tell an aunt, a coach or the nurse at school."}}
""",
    DIALOGUE / "followups.pl.yml": """\
followups:
  who_to_tell: {any: {text: "Możesz powiedzieć cioci albo komuś w szkole."}}
""",
    DIALOGUE / "other_languages.yml": 'other_languages:\n  default: "Polski, English."\n',
}


def make_project(root: Path) -> Path:
    """Writes the project below `root` and returns it."""
    for name, text in FILES.items():
        write(root / name, text)
    for name in ("data/labels.yml", "data/dialogue/languages.yml"):
        write(root / name, (REPOSITORY / name).read_text(encoding="utf-8"))
    shutil.copytree(REPOSITORY / "data" / "lexicon", root / "data" / "lexicon")
    labels = Labels.load(REPOSITORY / "data" / "labels.yml")
    buttons = [f"act:{act}" for act in (*labels.dialogue_acts, *EXTRA_ACTS)]
    buttons += [f"audience:{audience}" for audience in labels.audiences]
    buttons += ["skip:audience", "skip:country", "say_it:skip"]
    lines = "".join(f'  "{button}": "{button}"\n' for button in buttons)
    groups = dict.fromkeys(topic.group for topic in labels.topics.values())
    names = "".join(f'  {group}: "{group}"\n' for group in groups)
    for code in ("pl", "en"):
        write(root / DIALOGUE / f"choices.{code}.yml", f"choices:\n{lines}")
        write(root / DIALOGUE / f"groups.{code}.yml", f"groups:\n{names}")
    return root


def write(file: Path, text: str) -> None:
    """Writes a file and its folder."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def change(root: Path, name: Path | str, old: str, new: str) -> int:
    """Replaces the first `old` in a file; the line on which it stood."""
    file = root / name
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {name}"
    write(file, text.replace(old, new, 1))
    return text[: text.index(old)].count("\n") + 1


def lint(root: Path) -> Report:
    """The report on the whole project."""
    return run(root)
