/**
 * @jest-environment-options {"url": "http://localhost/"}
 */
import { leave } from './leaving.ts';

/** True when Lab, whose listener comes later, would ask. */
function asks(): boolean {
  let asked = false;
  const lab = (): void => {
    asked = true;
  };
  window.addEventListener('beforeunload', lab);
  window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
  window.removeEventListener('beforeunload', lab);
  return asked;
}

it('Lab asks about unsaved work until the user has chosen to leave it', () => {
  expect(asks()).toBe(true);
  leave('#kept', false);
  expect(asks()).toBe(true);
  leave('#discarded', true);
  expect(asks()).toBe(false);
  expect(location.hash).toBe('#discarded');
});
