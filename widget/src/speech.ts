/** Reads messages aloud with a voice of this device: a remote voice would send the words away. */
import type { BotMessage } from "./types";

function synthesis(): SpeechSynthesis | null {
  return typeof speechSynthesis === "undefined" ? null : speechSynthesis;
}

/** A voice for the language that speaks on this device, if there is one. */
export function voiceFor(language: string): SpeechSynthesisVoice | undefined {
  return synthesis()
    ?.getVoices()
    .find((voice) => voice.localService && voice.lang.toLowerCase().split(/[-_]/)[0] === language);
}

/** What is read of a message, in the order in which it stands there. */
export function wordsOf(message: BotMessage, sayIt: string, emergency: string): string[] {
  return [
    message.text,
    ...(message.steps ?? []),
    ...(message.say_it ? [sayIt, message.say_it] : []),
    ...(message.helplines ?? []).map((line) =>
      [line.kind === "emergency" ? emergency : line.name, line.phone].filter(Boolean).join(": "),
    ),
  ];
}

/** The sentences of a text, with the spaces between them. */
export function sentences(text: string, language: string): string[] {
  // An older browser reads the text as a whole.
  if (!("Segmenter" in Intl)) return [text];
  return [...new Intl.Segmenter(language, { granularity: "sentence" }).segment(text)].map((part) => part.segment);
}

/** The sentence that is being spoken: the `at`-th of a text. */
export interface Spoken {
  text: string;
  at: number;
}

/** One message is read at a time. */
export class Reader {
  /** The message that is being read. */
  reading: BotMessage | null = null;
  now: Spoken | null = null;
  // Kept, because browsers forget an utterance that nobody holds, and with it its end.
  private parts: SpeechSynthesisUtterance[] = [];

  constructor(private readonly changed: () => void) {}

  /** Voices may come late; then the buttons appear. */
  connect(): void {
    synthesis()?.addEventListener?.("voiceschanged", this.changed);
    addEventListener("pagehide", this.stop);
  }

  disconnect(): void {
    synthesis()?.removeEventListener?.("voiceschanged", this.changed);
    removeEventListener("pagehide", this.stop);
    this.stop();
  }

  /** Reads the message, or stops if it is the one that is being read. */
  toggle(message: BotMessage, words: string[], language: string): void {
    const again = this.reading === message;
    this.stop();
    const voice = voiceFor(language);
    if (again || !voice) return;
    this.reading = message;
    this.parts = words.flatMap((text) =>
      sentences(text, language).map((sentence, at) => {
        const part = new SpeechSynthesisUtterance(sentence);
        part.lang = language;
        part.voice = voice;
        part.onstart = (): void => {
          if (!this.parts.includes(part)) return;
          this.now = { text, at };
          this.changed();
        };
        return part;
      }),
    );
    const parts = this.parts;
    const ended = (): void => {
      if (this.parts === parts) this.stop();
    };
    for (const part of parts) {
      part.onerror = ended;
      if (part === parts.at(-1)) part.onend = ended;
      synthesis()?.speak(part);
    }
    this.changed();
  }

  readonly stop = (): void => {
    if (!this.reading) return;
    this.reading = this.now = null;
    this.parts = [];
    synthesis()?.cancel();
    this.changed();
  };
}
