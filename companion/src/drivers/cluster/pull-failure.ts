/** What kubelet's sentences on a failed pull mean. */
export type PullFailure = 'missing' | 'refused' | 'network';

const MISSING = /not found|manifest unknown|name unknown|does not exist/i;
const REFUSED =
  /unauthori[sz]ed|authorization failed|authentication required|access denied|forbidden|\b40[13]\b/i;

/** Missing and refused stay so; the network may be back for the next try. */
export function pullFailure(message: string): PullFailure {
  if (REFUSED.test(message)) {
    return 'refused';
  }
  return MISSING.test(message) ? 'missing' : 'network';
}
