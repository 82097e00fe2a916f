"""The language of a short message: lingua, with Polish function words for what is too short."""

import re
from dataclasses import dataclass

from bot.nlu.text import clean, fold


@dataclass(frozen=True)
class LanguageGuess:
    """ISO 639-1 code, or None when unsure; confidence in 0..1."""

    code: str | None
    confidence: float


_PL = set(
    ["sie", "nie", "jest", "jak", "co", "mam", "czy", "moj", "moja", "moje", "mnie", "mi", "ja", "ty", "on", "ona", "oni", "ze", "bo", "zeby", "zebym", "gdy", "kiedy", "kto", "komu", "czego", "czemu", "co", "to", "ten", "ta", "do", "na", "po", "przez", "przy", "dla", "bez", "od", "juz", "tylko", "tez", "bardzo", "moge", "chce", "robic", "zrobic", "pisze", "boje", "chyba", "jakis", "ktos", "cos", "nikt", "wiem", "prosze", "dzieki", "czesc", "hej", "siema", "tak", "no", "ale", "albo", "lub", "oraz", "jutro", "dzis", "wczoraj", "mama", "tata", "brat", "siostra", "kolega", "kolezanka", "szkola", "klasa", "zdjecie", "zdjecia", "haslo", "konto", "gra", "telefon", "pomocy", "mowi", "mowia", "lat", "mieszkam", "jestem", "bylem", "bylam"]
)
_EN = set(
    ["the", "a", "an", "is", "am", "are", "was", "were", "be", "been", "i", "you", "he", "she", "it", "we", "they", "me", "my", "mine", "your", "his", "her", "our", "their", "this", "that", "what", "who", "how", "why", "when", "where", "do", "does", "did", "dont", "didnt", "cant", "wont", "im", "ive", "its", "and", "or", "but", "because", "so", "if", "then", "with", "without", "for", "from", "to", "of", "in", "on", "at", "about", "please", "thanks", "hi", "hello", "help", "someone", "something", "anyone", "nobody", "mum", "mom", "dad", "brother", "sister", "friend", "school", "class", "picture", "pictures", "password", "account", "game", "phone", "says", "said", "told", "want", "wants", "got", "get", "not", "no", "yes", "can", "could", "will", "would", "should", "live", "years", "old"]
)


class LanguageReader:
    """Reads one message at a time; holds lingua's models for the languages that matter."""

    def __init__(self) -> None:
        from lingua import Language, LanguageDetectorBuilder

        spoken = ["POLISH", "ENGLISH", "UKRAINIAN", "GERMAN", "RUSSIAN", "SPANISH", "FRENCH", "CZECH", "SLOVAK", "LITHUANIAN", "ITALIAN", "DUTCH", "ROMANIAN", "TURKISH", "ARABIC", "VIETNAMESE", "PORTUGUESE", "BELARUSIAN"]
        self._detector = (
            LanguageDetectorBuilder.from_languages(*(getattr(Language, n) for n in spoken))
            .with_low_accuracy_mode()
            .build()
        )

    def read(self, text: str) -> LanguageGuess:
        """The language with its confidence."""
        text = clean(text)
        words = re.findall(r"[^\W\d_]+", fold(text))
        if not words:
            return LanguageGuess(None, 0.0)
        polish, english = sum(w in _PL for w in words), sum(w in _EN for w in words)
        if re.search("[ąćęłńśźż]", text.lower()) and english <= polish + 1:
            return LanguageGuess("pl", 0.97)
        if polish != english and max(polish, english) >= max(1, len(words) / 5):
            sure = 0.6 + 0.38 * abs(polish - english) / max(polish + english, 1)
            return LanguageGuess("pl" if polish > english else "en", min(sure, 0.98))
        values = self._detector.compute_language_confidence_values(text)
        best = values[0]
        if len(words) < 3 and best.value < 0.9:
            return LanguageGuess(None, best.value)
        return LanguageGuess(best.language.iso_code_639_1.name.lower(), best.value)
