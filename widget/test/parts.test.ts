import { afterEach, describe, expect, it, vi } from "vitest";
import { Breathing, ROUNDS } from "../src/breathing";
import { copyOrMark } from "../src/copying";
import { Reader, sentences, voiceFor, wordsOf } from "../src/speech";
import { chooseLanguage, LANGUAGES, plural, stringsFor } from "../src/strings";
import { exitAddress } from "../src/exit";
import type { BotMessage } from "../src/types";

const MESSAGE: BotMessage = { kind: "answer", text: "Hej", steps: ["raz"], say_it: "Pomóż mi" };

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

class Utterance {
  onstart: (() => void) | null = null;
  onend: (() => void) | null = null;
  onerror: (() => void) | null = null;
  constructor(readonly text: string) {}
}

function speaking(...voices: { lang: string; localService: boolean }[]): { spoken: Utterance[]; cancel: () => void } {
  const spoken: Utterance[] = [];
  const cancel = vi.fn();
  vi.stubGlobal("SpeechSynthesisUtterance", Utterance);
  vi.stubGlobal("speechSynthesis", { getVoices: () => voices, speak: (u: Utterance) => spoken.push(u), cancel });
  return { spoken, cancel };
}

describe("reading aloud", () => {
  it("needs a voice of this device in the language of the message", () => {
    expect(voiceFor("pl")).toBeUndefined();
    speaking({ lang: "pl-PL", localService: false }, { lang: "en_GB", localService: true });
    expect(voiceFor("pl")).toBeUndefined();
    expect(voiceFor("en")?.lang).toBe("en_GB");
  });

  it("reads all of a message in order, and stops when it is pressed again or is over", () => {
    const { spoken, cancel } = speaking({ lang: "pl-PL", localService: true });
    const reader = new Reader(() => undefined);
    const words = wordsOf(MESSAGE, "Powiedz:", "Alarm");
    reader.toggle(MESSAGE, words, "pl");
    expect(spoken.map((u) => u.text)).toEqual(["Hej", "raz", "Powiedz:", "Pomóż mi"]);
    expect(reader.reading).toBe(MESSAGE);
    reader.toggle(MESSAGE, words, "pl");
    expect(reader.reading).toBeNull();
    expect(cancel).toHaveBeenCalledOnce();
    reader.toggle(MESSAGE, words, "pl");
    spoken.at(-1)?.onend?.();
    expect(reader.reading).toBeNull();
  });

  it("stops one message when another is read; the late end of the first changes nothing", () => {
    const { spoken, cancel } = speaking({ lang: "pl-PL", localService: true });
    const reader = new Reader(() => undefined);
    const other = { ...MESSAGE };
    reader.toggle(MESSAGE, ["a"], "pl");
    reader.toggle(other, ["b"], "pl");
    expect(cancel).toHaveBeenCalledOnce();
    spoken[0]?.onend?.();
    expect(reader.reading).toBe(other);
  });

  it("knows which sentence is being spoken, and nothing of one that was stopped", () => {
    const { spoken } = speaking({ lang: "pl-PL", localService: true });
    const reader = new Reader(() => undefined);
    reader.toggle(MESSAGE, ["Raz. Dwa, np. trzy! Cztery?"], "pl");
    expect(spoken.map((u) => u.text)).toEqual(sentences("Raz. Dwa, np. trzy! Cztery?", "pl"));
    spoken[1]?.onstart?.();
    expect(reader.now).toEqual({ text: "Raz. Dwa, np. trzy! Cztery?", at: 1 });
    reader.stop();
    spoken[2]?.onstart?.();
    expect(reader.now).toBeNull();
  });

  it("reads names and numbers of helplines", () => {
    const helplines = [
      { id: "e", name: "x", kind: "emergency", country: "PL", phone: "112" },
      { id: "l", name: "Linia", kind: "child_helpline", country: "PL" },
    ];
    expect(wordsOf({ kind: "helplines", text: "Oto", helplines }, "", "Alarm")).toEqual(["Oto", "Alarm: 112", "Linia"]);
  });
});

describe("the breathing exercise", () => {
  it.each([
    ["age_6_9", ["in", "out"], 7],
    [null, ["in", "out"], 7],
    ["age_13_17", ["in", "hold", "out", "rest"], 16],
  ])("of %s breathes as its text says, five times, and ends", (audience, breaths, seconds) => {
    vi.useFakeTimers();
    const heard: string[] = [];
    const breathing = new Breathing(() => undefined, (breath) => heard.push(breath));
    breathing.start(MESSAGE, audience);
    vi.advanceTimersByTime(seconds * ROUNDS * 1000 + 5000);
    expect(heard).toEqual([...Array.from({ length: ROUNDS }, () => breaths).flat(), "done"]);
    expect(breathing.ended).toBe(true);
  });

  it("stops at once", () => {
    vi.useFakeTimers();
    const heard: string[] = [];
    const breathing = new Breathing(() => undefined, (breath) => heard.push(breath));
    breathing.start(MESSAGE, null);
    breathing.stop();
    vi.advanceTimersByTime(60_000);
    expect(heard).toEqual(["in"]);
    expect(breathing.message).toBeNull();
  });
});

describe("copying", () => {
  it("copies, or marks where the browser has no clipboard", async () => {
    const writeText = vi.fn(() => Promise.resolve());
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    expect(await copyOrMark("zdanie", null)).toBe(true);
    expect(writeText).toHaveBeenCalledWith("zdanie");
    vi.stubGlobal("navigator", {});
    const shown = document.createElement("q");
    shown.textContent = "zdanie";
    document.body.append(shown);
    expect(await copyOrMark("zdanie", shown)).toBe(false);
    expect(document.getSelection()?.toString()).toBe("zdanie");
  });
});

/** The keys of all objects, at any depth; forms of plurals differ between languages. */
function keys(of: object, path = ""): string[] {
  return Object.entries(of).flatMap(([key, value]) =>
    key !== "shift" && typeof value === "object" && value !== null ? keys(value as object, `${path}${key}.`) : [path + key],
  );
}

describe("the words", () => {
  it("are there in every language", () => {
    expect(LANGUAGES).toEqual(["en", "pl"]);
    for (const code of LANGUAGES) expect(keys(stringsFor(code))).toEqual(keys(stringsFor("en")));
  });

  it("follow the plural rules of their language", () => {
    const words = (code: string, n: number): string => plural(code, stringsFor(code).shift, n);
    expect([1, 2, 5].map((n) => words("pl", n))).toEqual([
      "Shift: jeszcze 1 raz, aby wyjść",
      "Shift: jeszcze 2 razy, aby wyjść",
      "Shift: jeszcze 5 razy, aby wyjść",
    ]);
    expect([1, 2].map((n) => words("en", n))).toEqual([
      "Shift: press 1 more time to exit",
      "Shift: press 2 more times to exit",
    ]);
    expect(plural("xx", { other: "{n}" }, 3)).toBe("3");
  });

  it("say which way they run", () => {
    for (const code of LANGUAGES) expect(["ltr", "rtl"]).toContain(stringsFor(code).direction);
  });

  it("are in the first wished language that there is", () => {
    expect(chooseLanguage([undefined, "de-AT", "pl-PL", "en"])).toBe("pl");
    expect(chooseLanguage(["", "xx"])).toBe("en");
  });
});

describe("the exit page", () => {
  it("is a web page, never a script", () => {
    expect(exitAddress("https://example.org/", "https://usual.example/")).toBe("https://example.org/");
    for (const wish of ["", "javascript:alert(1)", "data:text/html,x", "/here"]) {
      expect(exitAddress(wish, "https://usual.example/")).toBe("https://usual.example/");
    }
  });
});
