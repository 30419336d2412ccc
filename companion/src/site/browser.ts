import { spawn } from 'node:child_process';

/**
 * Open `url` in the person's browser, if there is a screen to show it on. A
 * browser that does not start is no failure: the address is printed, too.
 */
export function openBrowser(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform
): void {
  const display = environment.DISPLAY ?? environment.WAYLAND_DISPLAY;
  const program = platform === 'darwin' ? 'open' : 'xdg-open';
  if (platform !== 'darwin' && !display) {
    return;
  }
  const child = spawn(program, [url], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}
