/** The schemas of single settings, wherever these are given. */
import { z } from 'zod';

/** A whole number: a number in the file, digits elsewhere. */
export const Count = (least: number) =>
  z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^-?\d+$/)
          .transform(Number)
      ],
      'must be a number'
    )
    .pipe(
      z
        .number()
        .int('must be a whole number')
        .min(least, `must be at least ${String(least)}`)
    );
export const Milliseconds = Count(0);
export const Text = z.string('must be text').min(1, 'must not be empty');
export const YesNo = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform(text => text === 'true')],
  'must be true or false'
);
export const Url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .refine(
    text => !/^https?:\/\/[^/?#]*@/i.test(text),
    'must hold no user and no password, which have settings of their own'
  );

/** Accepts one of `names`; tells a planned name from an unknown one. */
export const oneOf = <Name extends string>(
  names: readonly [Name, ...Name[]],
  later: readonly string[]
) =>
  z.custom<Name>().superRefine((given, context) => {
    if (!names.includes(given)) {
      const all = names.map(name => `"${name}"`).join(' and ');
      context.addIssue({
        code: 'custom',
        message: later.includes(given)
          ? `"${given}" is not in this version: choose from ${all}`
          : `"${given}" is unknown: choose from ${all}`
      });
    }
  });
