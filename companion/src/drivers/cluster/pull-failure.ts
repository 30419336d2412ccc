/** The meaning of kubelet's sentence on a failed pull. */
export type PullFailure = 'missing' | 'refused' | 'network';

const MISSING = /not found|manifest unknown|name unknown|does not exist/i;
const REFUSED =
  /unauthori[sz]ed|authorization failed|authentication required|access denied|forbidden|\b40[13]\b/i;

/** Read why a pull failed; only a failure of the network may pass by itself. */
export function pullFailure(message: string): PullFailure {
  if (REFUSED.test(message)) {
    return 'refused';
  }
  return MISSING.test(message) ? 'missing' : 'network';
}
