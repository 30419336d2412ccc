/** SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY. */
const TAKEN: readonly unknown[] = [2067, 1555];

/** Whether a row was not written because another one has what only one may have. */
export function isTaken(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'errcode' in error &&
    TAKEN.includes(error.errcode)
  );
}
