// words/words: the language of the page. say() gives a word in it; apply() puts the words into the document.
import { de } from './de';
import { en } from './en';
import { enFailures, type Failure } from './en_failures';
import { es } from './es';

export type Word = keyof typeof en | Failure;
export type Words = Record<Word, string>;
export const languages = ['en', 'de', 'es'] as const;
export type Language = (typeof languages)[number];

const all: Record<Language, Words> = { en: { ...en, ...enFailures }, de, es };
let words = all.en;

/** The first of the visitor's languages that the page speaks. */
export function preferredLanguage(): Language {
  for (const wanted of navigator.languages) {
    const found = languages.find((language) => wanted.toLowerCase().startsWith(language));
    if (found) return found;
  }
  return 'en';
}

/** The word in the language of the page; each {key} is replaced by its value. */
export function say(word: Word, values: Record<string, string | number> = {}): string {
  return words[word].replace(/\{(\w+)\}/g, (hole, key: string) => String(values[key] ?? hole));
}

const isWord = (text: string | undefined): text is Word => text !== undefined && text in words;

/** Puts the words of `language` into all elements that have data-word (their text) or data-label (their name). */
export function apply(language: Language): void {
  words = all[language];
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll<HTMLElement>('[data-word]')) {
    if (isWord(place.dataset.word)) place.textContent = say(place.dataset.word);
  }
  for (const place of document.querySelectorAll<HTMLElement>('[data-label]')) label(place);
}

/** Gives an element its accessible name: data-label is the word, data-name another word that fills its {name}. */
export function label(place: HTMLElement): void {
  const { label: word, name } = place.dataset;
  if (!isWord(word)) return;
  place.setAttribute('aria-label', say(word, isWord(name) ? { name: say(name) } : {}));
}
