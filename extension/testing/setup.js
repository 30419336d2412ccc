/** Parts of a browser that JupyterLab expects and jsdom does not have. */
const { TextDecoder, TextEncoder } = require('node:util');

globalThis.IS_REACT_ACT_ENVIRONMENT = true;
globalThis.TextEncoder ??= TextEncoder;
globalThis.TextDecoder ??= TextDecoder;
globalThis.DragEvent ??= class DragEvent extends Event {};
globalThis.ResizeObserver ??= class ResizeObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
};
globalThis.requestIdleCallback ??= callback => setTimeout(callback, 0);
globalThis.cancelIdleCallback ??= id => clearTimeout(id);
// Tests of code that needs no page run without a window.
if (typeof window !== 'undefined') {
  window.matchMedia ??= () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined
  });
  // jsdom has no layout.
  window.Element.prototype.scrollIntoView ??= () => undefined;
  // jsdom knows <dialog> but not its methods.
  HTMLDialogElement.prototype.showModal ??= function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function () {
    this.open = false;
    this.dispatchEvent(new Event('close'));
  };
}
