import { isTyping } from './typing.ts';

/** Press a key in an element; true when that is typing. */
function press(html: string, init: KeyboardEventInit = {}): boolean {
  document.body.innerHTML = html;
  let typed = false;
  const hear = (event: KeyboardEvent): void => {
    typed = isTyping(event);
  };
  document.addEventListener('keydown', hear, { once: true, capture: true });
  document
    .querySelector('input')!
    .dispatchEvent(
      new KeyboardEvent('keydown', { key: 'a', bubbles: true, ...init })
    );
  return typed;
}

test.each([
  ['in a document', '<div class="jp-FileEditor"><input></div>', {}, true],
  ['a shortcut', '<input>', { ctrlKey: true, altKey: true, key: 'p' }, false],
  ['a choice in a dialog', '<div class="jp-Dialog"><input></div>', {}, false],
  ['in the panel', '<div class="jp-Projects-panel"><input></div>', {}, false]
])('%s', (_, html, init, typing) => {
  expect(press(html, init)).toBe(typing);
});
