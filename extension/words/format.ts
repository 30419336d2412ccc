import type { TranslationBundle } from '@jupyterlab/translation';
import type { Source } from 'jupyterlab-projects-companion/contract';
import { visible } from '../projects/visible.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Sizes, times and durations as a person reads them.
 */
export class Format {
  /**
   * @param trans - For units that `Intl` writes too long.
   *
   * @param locale - Lab's; the browser's if absent.
   */
  constructor(trans: TranslationBundle, locale?: string) {
    this._trans = trans;
    this._locale = valid(locale);
  }

  /**
   * A size in decimal units: `1.2 GB`.
   */
  size(bytes: number): string {
    const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
    const power = Math.min(
      Math.floor(Math.log10(Math.max(bytes, 1)) / 3),
      units.length - 1
    );
    const value = bytes / 1000 ** power;
    return new Intl.NumberFormat(this._locale, {
      style: 'unit',
      unit: units[power] ?? 'byte',
      unitDisplay: 'short',
      maximumFractionDigits: value < 10 && power > 1 ? 1 : 0
    }).format(value);
  }

  /**
   * How long ago, as short as it can be: `2 h`, `3 d`, `12 Nov`.
   */
  age(time: string, now: number): string {
    const past = now - Date.parse(time);
    if (past < MINUTE) {
      return this._trans.__('now');
    }
    if (past < HOUR) {
      return this._trans.__('%1 min', Math.floor(past / MINUTE));
    }
    if (past < DAY) {
      return this._trans.__('%1 h', Math.floor(past / HOUR));
    }
    return past < 14 * DAY
      ? this._trans.__('%1 d', Math.floor(past / DAY))
      : this.day(time, now);
  }

  /**
   * How long ago, in words: `2 hours ago`.
   */
  ago(time: string, now: number): string {
    const past = Math.max(now - Date.parse(time), 0);
    const [unit, length] =
      past < HOUR
        ? (['minute', MINUTE] as const)
        : past < DAY
          ? (['hour', HOUR] as const)
          : (['day', DAY] as const);
    if (past < MINUTE) {
      return this._trans.__('now');
    }
    return past < 14 * DAY
      ? new Intl.RelativeTimeFormat(this._locale).format(
          -Math.floor(past / length),
          unit
        )
      : this.day(time, now);
  }

  /**
   * Return how many days are left until a time: `27 days left`.
   */
  left(until: string, now: number): string {
    const days = Math.ceil((Date.parse(until) - now) / DAY);
    return days > 0
      ? this._trans._n('%1 day left', '%1 days left', days)
      : this._trans.__('last day');
  }

  /**
   * A day: `12 Nov`, with the year unless it is the current one.
   */
  day(time: string, now: number): string {
    const date = new Date(time);
    const year = date.getFullYear() !== new Date(now).getFullYear();
    return new Intl.DateTimeFormat(this._locale, {
      day: 'numeric',
      month: 'short',
      ...(year ? { year: 'numeric' } : {})
    }).format(date);
  }

  /**
   * A time of day: `14:02`.
   */
  clock(time: string): string {
    return new Intl.DateTimeFormat(this._locale, {
      hour: 'numeric',
      minute: '2-digit'
    }).format(new Date(time));
  }

  /**
   * A duration for the screen reader: `3 seconds`.
   */
  spoken(milliseconds: number): string {
    const seconds = Math.max(0, Math.round(milliseconds / 1000));
    return seconds < 60
      ? this._trans._n('%1 second', '%1 seconds', seconds)
      : this._trans._n('%1 minute', '%1 minutes', Math.round(seconds / 60));
  }

  private readonly _trans: TranslationBundle;
  private readonly _locale: string | undefined;
}

/**
 * A duration that ticks: `1:04`.
 */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
}

/**
 * A repository without its site: `owner/repo`.
 */
export function repository({ url }: Source): string {
  try {
    const { pathname } = new URL(url);
    const path = decodeURI(pathname)
      .replace(/^\/+|\/+$/g, '')
      .replace(/\.git$/, '');
    return visible(path);
  } catch {
    return visible(url);
  }
}

/**
 * The site of a repository; nothing for GitHub, where most are.
 */
export function site({ url, provider }: Source): string | undefined {
  const named: Partial<Record<string, string>> = { gl: 'GitLab', gh: '' };
  const known = named[provider];
  if (known !== undefined) {
    return known || undefined;
  }
  try {
    return new URL(url).host || undefined;
  } catch {
    return undefined;
  }
}

/**
 * The ref, unless it is a name that default branches have.
 */
export function shownRef({ ref }: Source): string | undefined {
  return ['', 'HEAD', 'main', 'master'].includes(ref)
    ? undefined
    : shortRef(ref);
}

/**
 * A commit as git shortens it; another ref as it is.
 */
export function shortRef(ref: string): string {
  return /^[0-9a-f]{40}$/.test(ref) ? ref.slice(0, 7) : visible(ref);
}

function valid(locale: string | undefined): string | undefined {
  try {
    return locale
      ? Intl.getCanonicalLocales(locale.replace('_', '-'))[0]
      : undefined;
  } catch {
    return undefined;
  }
}
