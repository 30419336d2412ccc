/** The files that a wheel of the extension must hold, and must not hold. */
const SHARE = 'data/share/jupyter/labextensions/jupyterlab-projects';

/** The labextension, which needs `artifacts` in pyproject.toml; the license. */
const NEEDED = [
  new RegExp(`${SHARE}/package\\.json$`),
  new RegExp(`${SHARE}/install\\.json$`),
  new RegExp(`${SHARE}/static/remoteEntry\\.[0-9a-f]+\\.js$`),
  new RegExp(`${SHARE}/schemas/jupyterlab-projects/.+\\.json$`),
  /dist-info\/licenses\/LICENSE$/
];

/** Files that must not be in a wheel. */
const FOREIGN = [/node_modules/, /companion/, /\.test\./, /\.tool/];

/** Return what is wrong with a wheel of these files, one line each. */
export function faults(files: readonly string[]): string[] {
  return [
    ...NEEDED.filter(need => !files.some(file => need.test(file))).map(
      need => `has no file ${need.source}`
    ),
    ...files
      .filter(file => FOREIGN.some(foreign => foreign.test(file)))
      .map(file => `should not have ${file}`)
  ];
}
