/** Format characters (Cf) that can be seen, such as Arabic number signs. */
const SEEN = '\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2';
/** Beside these characters, a joiner is part of a word or of a picture. */
const JOINED = '[\\p{L}\\p{M}\\p{Extended_Pictographic}\\uFE0F]';
const HIDDEN = new RegExp(
  [
    '(?![\\t\\n\\r])[\\p{Cc}\\p{Zl}\\p{Zp}\\u115F\\u1160\\u3164\\uFFA0]',
    `(?![${SEEN}\\u200C\\u200D])\\p{Cf}`,
    `(?<!${JOINED})[\\u200C\\u200D]`,
    `[\\u200C\\u200D](?!${JOINED})`
  ].join('|'),
  'gu'
);

/**
 * Make a text that others wrote safe to show. Characters that cannot be seen,
 * or that reverse the text after them, are written out, as in `\u{202E}`.
 */
export function visible(text: string): string {
  return text.replace(HIDDEN, character => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16).toUpperCase().padStart(4, '0')}}`;
  });
}
