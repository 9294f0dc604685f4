import { i18n } from '@lingui/core';

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

function region(): string[] {
  // The reader's own habits (24 hours, order of day and month), as long as they speak the screen's language.
  const own = navigator.languages.filter((tag) => tag.startsWith(i18n.locale));
  return own.length > 0 ? own : [i18n.locale];
}

/** "5 minutes ago", in the screen's language. */
export function ago(at: string, now: number, style: Intl.RelativeTimeFormatStyle = 'long'): string {
  const seconds = (Date.parse(at) - now) / 1000;
  const format = new Intl.RelativeTimeFormat(i18n.locale, { numeric: 'auto', style });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, 'second');
}

/** The whole date and time, in the reader's zone. */
export function fullTime(at: string): string {
  return new Intl.DateTimeFormat(region(), { dateStyle: 'full', timeStyle: 'long' }).format(new Date(at));
}

/** Day and time, without the year when it is this one. */
export function shortTime(at: string, now: number): string {
  const date = new Date(at);
  const today = new Date(now);
  const sameYear = date.getFullYear() === today.getFullYear();
  const sameDay = date.toDateString() === today.toDateString();
  return new Intl.DateTimeFormat(region(), {
    ...(sameDay ? {} : { day: 'numeric', month: 'short' }),
    ...(sameYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(date);
}

/** "183 kB". */
export function fileSize(bytes: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), units.length - 1);
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(i18n.locale, {
    style: 'unit',
    unit: units[step],
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}
