/** Interface strings: one file a language. */
import en from "./strings/en.json";
import pl from "./strings/pl.json";

export type Strings = typeof en;

const ALL: Record<string, Strings> = { pl: pl as unknown as Strings, en };

export function stringsFor(language: string): Strings {
  return ALL[language] ?? en;
}

/** The plural form for a number in a language. */
export function plural(language: string, forms: Record<string, string>, n: number): string {
  const rule = new Intl.PluralRules(language).select(n);
  return (forms[rule] ?? forms.other ?? "").replace("{n}", String(n));
}
