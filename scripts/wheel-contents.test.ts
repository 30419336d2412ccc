import { faults } from './wheel-contents.ts';

const SHARE =
  'jupyterlab_projects-1.data/data/share/jupyter/labextensions/jupyterlab-projects';

const whole = [
  `${SHARE}/package.json`,
  `${SHARE}/install.json`,
  `${SHARE}/static/remoteEntry.0a1b2c.js`,
  `${SHARE}/schemas/jupyterlab-projects/plugin.json`,
  'jupyterlab_projects-1.dist-info/licenses/LICENSE'
];

test('a wheel with the whole extension has no fault', () => {
  expect(faults(whole)).toEqual([]);
});

test('a wheel without the extension is told by each file that lacks', () => {
  expect(faults(['jupyterlab_projects-1.dist-info/METADATA'])).toHaveLength(5);
});

test('a wheel with installed packages in it is wrong', () => {
  expect(faults([...whole, 'node_modules/koa/package.json'])).toEqual([
    'should not have node_modules/koa/package.json'
  ]);
});
