/// <reference types="vite/client" />
/** Interface strings: one file a language in `strings/`; a file more is a language more. */
import type en from "./strings/en.json";

export type Strings = typeof en;

const FILES = import.meta.glob<Strings>("./strings/*.json", { eager: true, import: "default" });
const ALL: Record<string, Strings> = Object.fromEntries(
  Object.entries(FILES).map(([file, strings]) => [file.replace(/^.*\/|\.json$/g, ""), strings]),
);

/** The codes of all languages that the widget has words for. */
export const LANGUAGES: readonly string[] = Object.keys(ALL).sort();

export function stringsFor(language: string): Strings {
  return ALL[language] ?? (ALL.en as Strings);
}

/** The first wish (`pl`, `en-GB` …) that there are words for, else English. */
export function chooseLanguage(wishes: readonly (string | undefined)[]): string {
  const codes = wishes.map((wish) => wish?.toLowerCase().split("-")[0] ?? "");
  return codes.find((code) => LANGUAGES.includes(code)) ?? "en";
}

/** The plural form for a number in a language. */
export function plural(language: string, forms: Record<string, string>, n: number): string {
  const rule = new Intl.PluralRules(language).select(n);
  return (forms[rule] ?? forms.other ?? "").replace("{n}", String(n));
}
