import { i18n, type Messages } from '@lingui/core';

/** The languages that screens have. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof LANGUAGES;

type Loading = () => Promise<readonly { messages: Messages }[]>;

/**
 * An app's texts: the source language comes with the page, every other one when it is wanted. `later`: what of
 * the source language nobody reads on the first page.
 */
export interface Catalogs {
  en: readonly Messages[];
  later?: Loading;
  de: Loading;
}

const CHOSEN = 'deskbell-language';
const RIGHT_TO_LEFT = /^(ar|fa|he|ur)\b/;
/** Turns the screens around whatever the language: how right to left is tested before such a language is here. */
const DIRECTION = 'deskbell-direction';

let catalogs: Catalogs;
let rest: Promise<void> | null = null;
const loaded = new Set<Language>(['en']);

function known(tag: string | null | undefined): Language | null {
  const short = tag?.split('-')[0] ?? '';
  return short in LANGUAGES ? (short as Language) : null;
}

/** The direction in which this language is written. */
export function directionOf(locale: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.test(locale) || localStorage.getItem(DIRECTION) === 'rtl' ? 'rtl' : 'ltr';
}

async function loadRest(): Promise<void> {
  for (const { messages } of (await catalogs.later?.()) ?? []) i18n.load('en', messages);
}

/** A module that comes later, with the texts that do: nothing of it is shown before they are there. */
export async function withTexts<Module>(module: Promise<Module>): Promise<Module> {
  rest ??= loadRest().catch((error) => {
    rest = null;
    throw error;
  });
  return (await Promise.all([module, rest]))[0];
}

async function activate(language: Language): Promise<void> {
  if (language !== 'en' && !loaded.has(language)) {
    for (const { messages } of await catalogs[language]()) i18n.load(language, messages);
    loaded.add(language);
  }
  document.documentElement.lang = language;
  document.documentElement.dir = directionOf(language);
  i18n.activate(language);
}

/** Puts the reader's language in place: chosen in this browser, else what the browser asks for. */
export async function startI18n(texts: Catalogs): Promise<typeof i18n> {
  catalogs = texts;
  for (const messages of texts.en) i18n.load('en', messages);
  const wanted = [localStorage.getItem(CHOSEN), ...navigator.languages];
  await activate(wanted.map(known).find((each) => each !== null) ?? 'en').catch(() => activate('en'));
  return i18n;
}

/** Changes the language of the screens, and remembers it in this browser; an unknown one changes nothing. */
export async function speak(tag: string): Promise<void> {
  const language = known(tag);
  if (!language) return;
  localStorage.setItem(CHOSEN, language);
  // Pages of which the server writes the beginning are written in it from then on.
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser yet
  document.cookie = `deskbell_language=${language}; path=/; max-age=31536000; samesite=lax`;
  if (language !== i18n.locale) await activate(language);
}
